// The list's address reads back as what it was, and its days are the reader's calendar days.
import { expect, test } from 'vitest';
import { isFiltered, matchesFilter, readFilters, toApiFilter } from './filters.ts';

test('what makes no sense in an address is left out', () => {
  expect(readFilters({ state: 'broken', queue: 'agt_1', agent: 7, period: 'ever', from: '2026-01-01', other: 1 })).toEqual({});
  expect(readFilters({ state: 'open', queue: 'que_1', agent: 'agt_1', period: 'today' })).toEqual({
    state: 'open',
    queue: 'que_1',
    agent: 'agt_1',
    period: 'today',
  });
  expect(readFilters({ period: 'days', from: '2026-02-30', to: '2026-02-28' })).toEqual({ period: 'days', to: '2026-02-28' });
  expect(isFiltered({})).toBe(false);
});

test('periods are whole local days, the last one included', () => {
  const now = new Date(2026, 2, 15, 13, 30).getTime();
  const at = (month: number, date: number) => new Date(2026, month - 1, date).getTime();
  expect(toApiFilter({ period: 'today' }, now).from).toBe(at(3, 15));
  expect(toApiFilter({ period: 'yesterday' }, now)).toMatchObject({ from: at(3, 14), to: at(3, 15) });
  expect(toApiFilter({ period: 'week' }, now).from).toBe(at(3, 9));
  expect(toApiFilter({ period: 'days', from: '2026-03-01', to: '2026-03-31' }, now)).toMatchObject({ from: at(3, 1), to: at(4, 1) });
  expect(toApiFilter({ period: 'days' }, now).from).toBeUndefined();
});

test('which calls: a way, or those missed', () => {
  expect(toApiFilter(readFilters({ calls: 'outbound' }), 0)).toMatchObject({ direction: 'outbound' });
  expect(toApiFilter(readFilters({ calls: 'missed' }), 0)).toMatchObject({ missed: 'true' });
  expect(readFilters({ calls: 'all' })).toEqual({});
});

test('what is searched for stands in the address, in words and whole minutes', () => {
  const search = { q: 13800138000, outcome: 'short', per: 'agent', min: 2, max: 5, disposition: 'billing', recorded: 'no', number: 4001 };
  const filters = readFilters({ ...search, period: 'span', since: 100, until: 200, team: 'tem_1', channel: 'voice' });
  expect(filters).toEqual({
    ...search,
    q: '13800138000',
    number: '4001',
    period: 'span',
    since: 100,
    until: 200,
    team: 'tem_1',
    channel: 'voice',
  });
  expect(toApiFilter(filters, 0)).toMatchObject({
    search: '13800138000',
    outcome: 'short',
    per: 'agent',
    durationMin: 120_000,
    durationMax: 300_000,
    disposition: 'billing',
    recorded: 'false',
    number: '4001',
    team: 'tem_1',
    from: 100,
    to: 200,
  });
  expect(readFilters({ outcome: 'lost', min: -1, max: 1.5, recorded: true, q: ' ', since: 1 })).toEqual({});
});

test('where an outcome is asked for, queue and time are those of a stay that the row does not tell', () => {
  const row = { state: 'closed', direction: 'inbound', queue: { id: 'que_1' }, agent: null, startedAt: 100 };
  expect(matchesFilter(row, { outcome: 'flow-out', queue: 'que_2', from: 200 })).toBe(true);
  expect(matchesFilter(row, { outcome: 'flow-out', state: 'open' })).toBe(false);
});

test('a changed contact belongs to the list while every filter holds', () => {
  const row = { state: 'open', direction: 'inbound', queue: { id: 'que_1' }, agent: null, startedAt: 100 };
  expect(matchesFilter(row, {})).toBe(true);
  expect(matchesFilter(row, { state: 'open', queue: 'que_1', from: 100, to: 101 })).toBe(true);
  for (const filter of [{ state: 'closed' }, { queue: 'que_2' }, { agent: 'agt_1' }, { direction: 'outbound' }, { from: 101 }, { to: 100 }])
    expect(matchesFilter(row, filter)).toBe(false);
});
