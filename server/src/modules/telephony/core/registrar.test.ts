import { expect, it } from 'vitest';
import { register, type Binding, type Register } from './registrar.ts';

const now = 1_000_000;
const base: Register = {
  transport: 'udp',
  socket: 'main',
  ip: '10.0.0.5',
  port: 5062,
  callId: 'a',
  cseq: 2,
  contacts: [{ uri: 'sip:agent1@10.0.0.5:5062', expires: null }],
  expires: 60,
};
const bound: Binding = {
  contact: 'sip:agent1@10.0.0.5:5062',
  transport: 'udp',
  socket: 'main',
  ip: '10.0.0.5',
  port: 5062,
  callId: 'a',
  cseq: 1,
  expiresAt: now + 10_000,
};

it('binds for the time asked, at most an hour', () => {
  expect(register(null, base, now)).toMatchObject({ ok: true, changed: true, binding: { expiresAt: now + 60_000, ip: '10.0.0.5' } });
  expect(register(null, { ...base, expires: 999_999 }, now)).toMatchObject({ binding: { expiresAt: now + 3_600_000 } });
});
it("a contact's own expires counts before the header", () => {
  expect(register(null, { ...base, contacts: [{ uri: 'sip:x', expires: 90 }] }, now)).toMatchObject({
    binding: { expiresAt: now + 90_000 },
  });
});
it('expires 0 and * remove', () => {
  expect(register(bound, { ...base, expires: 0 }, now)).toEqual({ ok: true, binding: null, changed: true });
  expect(register(bound, { ...base, contacts: '*', expires: 0 }, now)).toEqual({ ok: true, binding: null, changed: true });
  expect(register(bound, { ...base, contacts: '*', expires: null }, now)).toMatchObject({ ok: false, status: 400 });
});
it('an old request of the same registration is refused; an expired binding is no hindrance', () => {
  expect(register(bound, { ...base, cseq: 1 }, now)).toMatchObject({ ok: false, status: 500 });
  expect(register(bound, { ...base, cseq: 1 }, now + 20_000)).toMatchObject({ ok: true });
});
it('too short an interval: 423', () => {
  expect(register(null, { ...base, expires: 5 }, now)).toMatchObject({ ok: false, status: 423 });
});
it('without a contact it is a query', () => {
  expect(register(bound, { ...base, contacts: [] }, now)).toEqual({ ok: true, binding: bound, changed: false });
});
