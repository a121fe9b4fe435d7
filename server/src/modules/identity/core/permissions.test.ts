// The permission table, spelled out: a change of anyone's rights changes this test.
import { ACTIONS, type Action, type Scope } from '@tandem/contract/permissions.ts';
import { describe, expect, it } from 'vitest';
import { isWeak } from './password.ts';
import { covers, permissionsOf, scopeOf } from './permissions.ts';
import { sessionState } from './session.ts';
import { withDescendants } from './teams.ts';
import { LIMITS, waitMs, windowAt, WINDOW_MS } from './throttle.ts';

const MATRIX: Record<Action, [agent: Scope | null, supervisor: Scope | null, administrator: Scope | null]> = {
  'interactions:read': ['own', 'tenant', 'tenant'],
  'interactions:control': ['own', 'tenant', 'tenant'],
  'calls:dial': ['tenant', 'tenant', 'tenant'],
  'callbacks:read': ['queue', 'tenant', 'tenant'],
  'callbacks:take': ['queue', 'tenant', 'tenant'],
  'callbacks:write': ['tenant', 'tenant', 'tenant'],
  'interactions:wrap-up': ['own', 'team', 'tenant'],
  'recordings:listen': ['own', 'tenant', 'tenant'],
  'recordings:mark': ['own', 'tenant', 'tenant'],
  'voicemails:read': ['own', 'tenant', 'tenant'],
  'voicemails:handle': ['own', 'tenant', 'tenant'],
  'matters:read': ['tenant', 'tenant', 'tenant'],
  'matters:write': ['tenant', 'tenant', 'tenant'],
  'conversations:write': [null, null, 'tenant'],
  'chat-sites:read': [null, null, 'tenant'],
  'chat-sites:write': [null, null, 'tenant'],
  'dispositions:write': [null, null, 'tenant'],
  'calls:listen': [null, 'tenant', 'tenant'],
  'calls:monitor': [null, 'tenant', 'tenant'],
  'interactions:reassign': [null, 'tenant', 'tenant'],
  'agents:force': [null, 'tenant', 'tenant'],
  'customers:read': ['tenant', 'tenant', 'tenant'],
  'customers:write': ['tenant', 'tenant', 'tenant'],
  'customers:erase': [null, null, 'tenant'],
  'presence:read': ['tenant', 'tenant', 'tenant'],
  'presence:set': ['own', 'team', 'tenant'],
  'queues:read': ['tenant', 'tenant', 'tenant'],
  'queues:write': [null, null, 'tenant'],
  'agents:read': ['tenant', 'tenant', 'tenant'],
  'agents:write': [null, 'team', 'tenant'],
  'numbers:read': [null, 'tenant', 'tenant'],
  'numbers:write': [null, null, 'tenant'],
  'devices:read': ['own', 'tenant', 'tenant'],
  'devices:write': [null, null, 'tenant'],
  'prompts:read': [null, 'tenant', 'tenant'],
  'prompts:write': [null, null, 'tenant'],
  'flows:read': [null, 'tenant', 'tenant'],
  'flows:write': [null, null, 'tenant'],
  'flows:publish': [null, null, 'tenant'],
  'users:read': [null, 'tenant', 'tenant'],
  'users:write': [null, null, 'tenant'],
  'kpis:read': ['own', 'tenant', 'tenant'],
  'kpis:recompute': [null, null, 'tenant'],
  'thresholds:read': [null, 'tenant', 'tenant'],
  'thresholds:write': [null, 'tenant', 'tenant'],
  'alarms:acknowledge': [null, 'tenant', 'tenant'],
  'alerts:read': [null, 'tenant', 'tenant'],
  'alerts:take': [null, 'tenant', 'tenant'],
  'wallboards:share': [null, 'tenant', 'tenant'],
  'lanes:read': ['tenant', 'tenant', 'tenant'],
  'lanes:open': [null, 'tenant', 'tenant'],
  'lanes:write': [null, null, 'tenant'],
  'workers:read': [null, 'tenant', 'tenant'],
  'workers:pause': [null, 'tenant', 'tenant'],
  'workers:write': [null, null, 'tenant'],
  'matching:read': [null, 'tenant', 'tenant'],
  'matching:write': [null, null, 'tenant'],
  'what-if:run': [null, 'tenant', 'tenant'],
  'audit:read': [null, null, 'tenant'],
  'keys:read': [null, null, 'tenant'],
  'keys:rotate': [null, null, 'tenant'],
  'retention:read': [null, null, 'tenant'],
  'retention:write': [null, null, 'tenant'],
  'storage:read': [null, null, 'tenant'],
  'calls:trace': [null, null, 'tenant'],
  'system:read': [null, null, 'tenant'],
  'events:read': ['own', 'tenant', 'tenant'],
  'roles:read': [null, 'tenant', 'tenant'],
  'roles:write': [null, null, 'tenant'],
  'api-keys:read': [null, null, 'tenant'],
  'api-keys:write': [null, null, 'tenant'],
};

describe('permissions', () => {
  it.each(ACTIONS.map((action) => [action] as const))('%s', (action) => {
    expect([scopeOf('agent', action), scopeOf('supervisor', action), scopeOf('administrator', action)]).toEqual(MATRIX[action]);
  });

  it('gives a wider role everything that a narrower one has', () => {
    for (const { action, scope } of permissionsOf('agent')) expect(covers(scopeOf('supervisor', action), scope), action).toBe(true);
    for (const { action, scope } of permissionsOf('supervisor')) expect(covers(scopeOf('administrator', action), scope), action).toBe(true);
    expect(covers('team', 'tenant')).toBe(false);
    expect(covers(null, 'own')).toBe(false);
  });
});

describe('sessions', () => {
  const limits = { idleMs: 100, absoluteMs: 1_000 };
  it.each([
    [{ createdAt: 0, seenAt: 0, endedAt: null }, 99, 'live'],
    [{ createdAt: 0, seenAt: 0, endedAt: null }, 100, 'idle'],
    [{ createdAt: 0, seenAt: 950, endedAt: null }, 999, 'live'],
    [{ createdAt: 0, seenAt: 999, endedAt: null }, 1_000, 'expired'],
    [{ createdAt: 0, seenAt: 0, endedAt: 5 }, 10, 'ended'],
  ] as const)('%o at %i is %s', (times, now, state) => {
    expect(sessionState(times, limits, now)).toBe(state);
  });
});

describe('throttle', () => {
  const none = { count: 0, since: 0 };
  const windows = (pair: number, account: number, address: number) => ({
    pair: { ...none, count: pair },
    account: { ...none, count: account },
    address: { ...none, count: address },
  });
  it.each([
    [LIMITS.pair - 1, 0, 0, false, 0],
    [LIMITS.pair, 0, 0, true, WINDOW_MS - 10],
    [0, LIMITS.account, 0, false, WINDOW_MS - 10],
    [0, LIMITS.account, 0, true, 0],
    [0, 0, LIMITS.address, false, WINDOW_MS - 10],
    [0, 0, LIMITS.address, true, 0],
    [0, 0, LIMITS.familiarAddress, true, WINDOW_MS - 10],
  ])('pair %i account %i address %i familiar %s waits %i', (pair, account, address, familiar, wait) => {
    expect(waitMs(windows(pair, account, address), familiar, 10)).toBe(wait);
  });
  it('begins anew after its window', () => {
    expect(windowAt({ count: 9, since: 0 }, WINDOW_MS - 1)).toEqual({ count: 9, since: 0 });
    expect(windowAt({ count: 9, since: 0 }, WINDOW_MS)).toEqual({ count: 0, since: WINDOW_MS });
  });
});

it.each([
  ['short', true],
  ['aaaaaaaaaaaa', true],
  ['Password123', true],
  ['li.wei@demo.test', true],
  ['li.wei12345', true],
  ['tandem-demo', false],
  ['correct horse battery', false],
])('password %s is weak: %s', (password, weak) => {
  expect(isWeak(password, { email: 'li.wei@demo.test', name: 'Li Wei' })).toBe(weak);
});

it('walks the tree of teams, also a broken one', () => {
  const teams = [
    { id: 'c', parent: 'b' },
    { id: 'a', parent: null },
    { id: 'b', parent: 'a' },
    { id: 'd', parent: null },
    { id: 'x', parent: 'y' },
    { id: 'y', parent: 'x' },
  ];
  expect(withDescendants(teams, 'a').toSorted()).toEqual(['a', 'b', 'c']);
  expect(withDescendants(teams, 'd')).toEqual(['d']);
  expect(withDescendants(teams, 'x').toSorted()).toEqual(['x', 'y']);
});
