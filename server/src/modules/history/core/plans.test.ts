// Which requests have a state again, by kind.
import { describe, expect, it } from 'vitest';
import { HISTORY_KINDS } from '@tandem/contract/history.ts';
import { RULES, type Wish } from './plans.ts';

const wish = (part: Partial<Wish>): Wish => ({ object: 'x_1', to: null, now: null, present: undefined, ...part });
const recording = (current: number, ...versions: number[]) => ({
  slot: 'en',
  versions: versions.map((version) => ({ version, current: version === current })),
});
const prompt = (name: string, current: number, ...versions: number[]) => ({
  key: 'hi',
  kind: 'speech',
  name: { en: name },
  recordings: [recording(current, ...versions)],
});

describe('a plan', () => {
  it('asks for what differs and nothing else', () => {
    const now = { id: 'que_1', key: 'q', name: { en: 'Now' }, priority: 3, members: ['a'] };
    expect(RULES.queue.plan(wish({ object: 'que_1', to: { ...now, members: ['a', 'b'], unknown: 1 }, now }))).toEqual({
      steps: [{ method: 'PATCH', path: '/queues/:id', params: { id: 'que_1' }, body: { members: ['a', 'b'] } }],
    });
    expect(RULES.queue.plan(wish({ to: now, now }))).toEqual({ steps: [] });
  });

  it('makes a removed thing under its own id, and removes one that was not there yet', () => {
    const to = { id: 'num_1', address: { kind: 'service', country: 'CN', digits: '95555' }, display: 'CN:95555', label: '', flow: null };
    expect(RULES.number.plan(wish({ object: 'num_1', to }))).toEqual({
      steps: [{ method: 'POST', path: '/numbers', body: { id: 'num_1', number: '95555', country: 'CN', label: '', flow: null } }],
    });
    expect(RULES.number.plan(wish({ object: 'num_1', now: to }))).toEqual({
      steps: [{ method: 'DELETE', path: '/numbers/:id', params: { id: 'num_1' } }],
    });
  });

  it('has a user be as he was by the words of the request', () => {
    const now = { name: 'Lu', roleId: 'agent', role: 'agent', agent: null, active: false, secondFactor: true };
    expect(RULES.user.plan(wish({ object: 'usr_1', to: { ...now, roleId: 'supervisor', agent: 'agt_1', active: true }, now }))).toEqual({
      steps: [
        { method: 'PATCH', path: '/users/:id', params: { id: 'usr_1' }, body: { role: 'supervisor', takesWork: true, active: true } },
      ],
    });
  });

  it('asks for what is kept nowhere, and has it back with that', () => {
    const gone = { roleId: 'agent', role: 'agent', agent: 'agt_1', active: true, language: 'en', secondFactor: true };
    const who = { name: 'Lu', email: 'lu@demo.test', password: 'a first one' };
    expect(RULES.user.asks?.(wish({ to: gone }))).toEqual(['name', 'email', 'password']);
    expect(RULES.user.asks?.(wish({ to: gone, now: gone }))).toEqual([]);
    expect(RULES.user.plan(wish({ object: 'usr_1', to: gone, given: who }))).toEqual({
      steps: [{ method: 'POST', path: '/users', body: { id: 'usr_1', language: 'en', role: 'agent', takesWork: true, ...who } }],
    });

    const account = { username: 'acme', register: true, expiresS: 600 };
    const carrier = { name: 'carrier', host: 'c.test', account };
    expect(RULES.trunk.asks?.(wish({ to: carrier }))).toEqual(['password']);
    expect(RULES.trunk.asks?.(wish({ to: carrier, now: { ...carrier, account: null } }))).toEqual(['password']);
    expect(RULES.trunk.asks?.(wish({ to: carrier, now: carrier }))).toEqual([]);
    const secret = { password: 'the account’s' };
    expect(RULES.trunk.plan(wish({ object: 'trk_1', to: carrier, given: secret }))).toMatchObject({
      steps: [{ method: 'POST', path: '/trunks', body: { id: 'trk_1', account: { ...account, ...secret } } }],
    });
  });

  it('makes another key in the place of one that was revoked, and none of one that works', () => {
    const key = { name: 'CRM', permissions: [], perSecond: null, madeBy: 'usr_1', expiresAt: null, revokedAt: null };
    expect(RULES['api-key'].plan(wish({ object: 'key_1', to: key, now: { ...key, revokedAt: 1 } }))).toEqual({
      steps: [{ method: 'POST', path: '/api-keys', body: { name: 'CRM', permissions: [], perSecond: null, expiresAt: null } }],
    });
    expect(RULES['api-key'].plan(wish({ to: key, now: key }))).toEqual({ refused: 'secret' });
  });

  it('of a prompt takes a kept recording, and refuses where it went', () => {
    const present = prompt('Now', 3, 3, 2);
    const again = RULES.prompt.plan(wish({ object: 'prm_1', to: prompt('Then', 2, 2, 1), now: present, present }));
    expect(again).toMatchObject({
      steps: [
        { method: 'PATCH', body: { name: { en: 'Then' } } },
        { method: 'POST', body: { version: 2 } },
      ],
    });
    expect(RULES.prompt.plan(wish({ to: prompt('Then', 1, 1), now: present, present }))).toEqual({ refused: 'recordings' });
    expect(RULES.prompt.plan(wish({ to: prompt('Then', 1, 1) }))).toEqual({ refused: 'recordings' });
  });

  it('of the company asks for its parts where they belong', () => {
    const now = { name: 'Acme', zone: 'UTC', setUpAt: 1, secondFactorRequired: true };
    expect(RULES.tenant.plan(wish({ to: { ...now, zone: 'Asia/Shanghai', secondFactorRequired: false }, now }))).toEqual({
      steps: [
        { method: 'PATCH', path: '/company', body: { zone: 'Asia/Shanghai' } },
        { method: 'PUT', path: '/security-policy', body: { secondFactorRequired: false } },
      ],
    });
  });

  it('replaces the version that is there', () => {
    expect(RULES.dispositions.plan(wish({ object: 'tnt_1', to: { items: [] }, present: { version: 4 } }))).toMatchObject({
      steps: [{ method: 'PUT', body: { queue: null, version: 4, items: [] } }],
    });
    const board = { name: 'Room', tiles: [] };
    const present = { items: [{ id: 'wbd_1', version: 7 }] };
    expect(RULES.wallboard.plan(wish({ object: 'wbd_1', to: board, present }))).toMatchObject({
      steps: [{ method: 'PUT', body: { ...board, shared: true, version: 7 } }],
    });
    expect(RULES.wallboard.plan(wish({ object: 'wbd_2', to: board, present }))).toMatchObject({
      steps: [{ method: 'POST', body: { id: 'wbd_2' } }],
    });
  });

  it('of every kind says something for nothing at all', () => {
    for (const kind of HISTORY_KINDS) expect(Object.keys(RULES[kind].plan(wish({}))), kind).toHaveLength(1);
  });
});
