// A held list shows what was on screen, as it is now, and counts what came after.
import { expect, test } from 'vitest';
import { holdBelow } from './held-rows.ts';

const rows = [
  { id: 'c', startedAt: 3 },
  { id: 'b', startedAt: 2 },
  { id: 'a', startedAt: 1 },
];

test('nothing is held at the top', () => expect(holdBelow(rows, null)).toEqual({ shown: rows, waiting: 0 }));
test('newer rows wait', () => expect(holdBelow(rows, { id: 'b', startedAt: 2 })).toEqual({ shown: rows.slice(1), waiting: 1 }));
test('the row held by may itself be gone', () => expect(holdBelow(rows, { id: 'x', startedAt: 2 }).waiting).toBeLessThanOrEqual(2));
