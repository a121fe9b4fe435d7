// From what was chosen to what is asked.
import { expect, test } from 'vitest';
import { NO_FILTER, queryOf } from './audit-filter.ts';

test('days are whole days of the reader', () => {
  const { from, to } = queryOf({ ...NO_FILTER, from: '2026-11-22', to: '2026-11-22' });
  expect(from).toBe(new Date(2026, 10, 22).getTime());
  expect(to).toBe(new Date(2026, 10, 23).getTime());
});

test('what was not chosen is not asked for', () => {
  expect(queryOf({ ...NO_FILTER, kind: 'queue', object: ' que_1 ' })).toMatchObject({ action: 'queue', object: 'que_1' });
  expect(queryOf(NO_FILTER).from).toBeUndefined();
});
