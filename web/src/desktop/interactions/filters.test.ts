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

test('a changed contact belongs to the list while every filter holds', () => {
  const row = { state: 'open', direction: 'inbound', queue: { id: 'que_1' }, agent: null, startedAt: 100 };
  expect(matchesFilter(row, {})).toBe(true);
  expect(matchesFilter(row, { state: 'open', queue: 'que_1', from: 100, to: 101 })).toBe(true);
  for (const filter of [{ state: 'closed' }, { queue: 'que_2' }, { agent: 'agt_1' }, { direction: 'outbound' }, { from: 101 }, { to: 100 }])
    expect(matchesFilter(row, filter)).toBe(false);
});
