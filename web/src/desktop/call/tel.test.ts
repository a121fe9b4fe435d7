import { describe, expect, test } from 'vitest';
import { readTel } from './tel.ts';

describe('a phone number out of an address', () => {
  test.each([
    ['tel:+8613800138000', '+8613800138000'],
    ['TEL:+86-138-0013-8000', '+8613800138000'],
    ['tel:%2B86%20138%200013%208000', '+8613800138000'],
    ['tel: 8613800138000', '+8613800138000'],
    ['tel://4008001234', '4008001234'],
    ['tel:(010)%206543.2100', '01065432100'],
    ['tel:7042;phone-context=example.com', '7042'],
    ['tel:+1-201-555-0123;ext=77', '+12015550123'],
    ['tel:*86#', '*86#'],
    [' +86 138 0013 8000 ', '+8613800138000'],
  ])('%s', (text, number) => expect(readTel(text)).toBe(number));

  test.each([
    '',
    'tel:',
    'tel:+',
    'tel:alice',
    'sip:alice@example.com',
    'javascript:alert(1)',
    'tel:%E0%A4%A',
    `tel:${'1'.repeat(25)}`,
    'tel:+86+1',
  ])('not %s', (text) => expect(readTel(text)).toBeNull());
});
