// What is sent of a trunk's form.
import { expect, test } from 'vitest';
import { NEW_TRUNK, sentOf } from './trunk-form.ts';

test('addresses are typed as a line and sent as a list', () => {
  expect(sentOf({ addresses: '203.0.113.1, 203.0.113.2 2001:db8::1' })).toEqual({
    addresses: ['203.0.113.1', '203.0.113.2', '2001:db8::1'],
  });
  expect(sentOf(NEW_TRUNK)).toMatchObject({ addresses: [], account: null });
});

test('a password that was not typed stays what it was', () => {
  const account = { username: 'acme', password: '', register: true, expiresS: 600 };
  expect(sentOf({ account })).toEqual({ account: { username: 'acme', register: true, expiresS: 600 } });
  expect(sentOf({ account: { ...account, password: 'secret' } })).toEqual({ account: { ...account, password: 'secret' } });
  expect(sentOf({ name: 'x' })).toEqual({ name: 'x' });
});
