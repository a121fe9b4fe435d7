// Of the line, who was asked for and does not wait is gone, who waits stands in his place.
import { expect, test } from 'vitest';
import type { WaitingContact } from '../../api/supervision.ts';
import { afresh } from './line.ts';

const one = (n: number, priority = 0): WaitingContact => ({
  interaction: `int_${n}`,
  work: `wrk_${n}`,
  queue: { id: 'que_1', name: null },
  customer: { name: '', level: null, known: false },
  remote: '',
  task: 'call',
  priority,
  queuedAt: n,
  offeredTo: null,
  offeredBeside: 0,
  reservedFor: null,
});

test('who left is gone, who came is in his place, who changed is as he is now', () => {
  const line = [one(1), one(2), one(4)];
  expect(afresh(line, ['int_1', 'int_3', 'int_4'], [one(4, 5), one(3)])).toEqual([one(2), one(3), one(4, 5)]);
  expect(afresh(line, [], [])).toEqual(line);
});

test('who is not touched stays the very same', () => {
  const line = [one(1), one(2)];
  expect(afresh(line, ['int_1'], [])[0]).toBe(line[1]);
});
