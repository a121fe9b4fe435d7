// A table of what people dial and trunks show, against the address it must become; and laws that hold for any text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey } from '@tandem/contract/address.ts';
import type { DialRule } from '@tandem/contract/api/numbers.ts';
import { parsePhone } from './phone.ts';
import { dialString } from '../core/dial-string.ts';
import { parseNumber } from '../core/numbers.ts';

const rows: [text: string, country: string, key: string][] = [
  ['13800138000', 'CN', '+8613800138000'],
  ['+86 138 0013 8000', 'CN', '+8613800138000'],
  ['0086-138-0013-8000', 'CN', '+8613800138000'],
  ['021-6391 1000', 'CN', '+862163911000'],
  ['02163911000', 'CN', '+862163911000'],
  ['tel:+8613800138000', 'US', '+8613800138000'],
  ['１３８００１３８０００', 'CN', '+8613800138000'],
  ['400-800-1234', 'CN', 'CN:4008001234'],
  ['8008201234', 'CN', 'CN:8008201234'],
  ['95555', 'CN', 'CN:95555'],
  ['95013456', 'CN', 'CN:95013456'],
  ['110', 'CN', 'CN:110'],
  ['120', 'CN', 'CN:120'],
  ['10086', 'CN', 'CN:10086'],
  ['12345', 'CN', 'CN:12345'],
  ['911', 'US', 'US:911'],
  ['911', 'CN', 'ext:911'],
  ['(415) 555-2671', 'US', '+14155552671'],
  ['0011', 'CN', '0011'],
  ['020 7946 0018', 'GB', '+442079460018'],
  ['4001', 'CN', 'ext:4001'],
  ['4001', 'US', 'ext:4001'],
  ['42', 'CN', 'ext:42'],
  ['*97', 'CN', 'ext:*97'],
  ['7', 'CN', '7'],
  ['sipp', 'CN', 'sipp'],
  ['anonymous', 'CN', 'anonymous'],
  ['agent1', 'CN', 'agent1'],
  ['', 'CN', ''],
  ['+', 'CN', '+'],
  ['+999', 'CN', '+999'],
  ['12345678901234567890', 'CN', '12345678901234567890'],
];

describe('parseNumber', () => {
  test.each(rows)('%s seen from %s is %s', (text, country, key) => {
    expect(addressKey(parseNumber(text, { country }, parsePhone))).toBe(key);
  });

  test('an extension the tenant uses wins over a service number', () => {
    const context = { country: 'CN', isExtension: (digits: string) => digits === '10086' };
    expect(parseNumber('10086', context, parsePhone)).toEqual({ kind: 'extension', extension: '10086' });
  });

  test("a trunk's rules rewrite first, and only in their direction", () => {
    const rules: DialRule[] = [
      { direction: 'out', prefix: '9', replace: '+1' },
      { direction: 'in', prefix: '9', replace: '', minLength: 8 },
    ];
    expect(addressKey(parseNumber('913800138000', { country: 'CN', rules }, parsePhone))).toBe('+8613800138000');
    expect(addressKey(parseNumber('95555', { country: 'CN', rules }, parsePhone))).toBe('CN:95555');
  });

  test('is total, and an unknown text is kept as it came (cut at 128)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('CN', 'US', 'GB', 'ZZ'), (text, country) => {
        const address = parseNumber(text, { country }, parsePhone);
        if (address.kind === 'unknown') expect(address.text).toBe(text.normalize('NFKC').trim().slice(0, 128));
        else expect(addressKey(address).length).toBeGreaterThan(1);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test('an E.164 result reads back as itself from anywhere', () => {
    for (const [text, country] of rows) {
      const address = parseNumber(text, { country }, parsePhone);
      if (address.kind === 'e164') expect(parseNumber(address.e164, { country: 'DE' }, parsePhone)).toEqual(address);
    }
  });
});

describe('dialString', () => {
  const rules: DialRule[] = [{ direction: 'out', prefix: '+86', replace: '0' }];
  test.each([
    [{ kind: 'e164', e164: '+8613800138000' } as const, '013800138000'],
    [{ kind: 'e164', e164: '+14155552671' } as const, '+14155552671'],
    [{ kind: 'service', country: 'CN', digits: '95555' } as const, '95555'],
    [{ kind: 'service', country: 'US', digits: '911' } as const, null],
    [{ kind: 'extension', extension: '4001' } as const, '4001'],
    [{ kind: 'unknown', text: 'sipp' } as const, null],
  ])('%o', (address, text) => {
    expect(dialString(address, { country: 'CN', rules })).toBe(text);
  });
});
