// Which text of the form is a website, and whose pages may hold a chat.
import { expect, test } from 'vitest';
import { mayHold, originOf } from './site.ts';

test.each([
  ['https://shop.example', 'https://shop.example'],
  ['shop.example', 'https://shop.example'],
  [' HTTPS://Shop.Example:443/ ', 'https://shop.example'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://shop.example:80', 'http://shop.example'],
  ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
  ['https://shop.example/page', null],
  ['https://user@shop.example', null],
  ['javascript:alert(1)', null],
  ['*.shop.example', null],
  ['', null],
])('%s is %s', (text, origin) => expect(originOf(text)).toBe(origin));

test('a list keeps browsers to its pages and ours; without one any page may; who is no browser says nothing', () => {
  const origins = ['https://shop.example'];
  expect(mayHold(origins, 'https://shop.example', false)).toBe(true);
  expect(mayHold(origins, 'https://other.example', false)).toBe(false);
  expect(mayHold(origins, 'https://tandem.example', true)).toBe(true);
  expect(mayHold([], 'https://other.example', false)).toBe(true);
  expect(mayHold(origins, undefined, false)).toBe(true);
});
