// Limits while they are typed: units, what is no number, and queues with limits of their own.
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import { expect, test } from 'vitest';
import { changed, complete, GROUPS, ownOf, shownAt, typedAt } from './limits.ts';

const QUEUE = 'que_01990000-0000-7000-8000-000000000001';

test('every usual limit is shown in its unit, and typed back as it was', () => {
  const shown = GROUPS.map(({ group, fields }) => fields.map((field) => shownAt(USUAL_ALERT_LIMITS[group], field)));
  expect(shown).toEqual([
    ['2', '4', '60', '180'],
    ['2', '5'],
    ['5', '20'],
    ['10', '5'],
    ['5', '10'],
    ['45', '90'],
  ]);
  for (const { group, fields } of GROUPS)
    for (const field of fields) {
      const limits = USUAL_ALERT_LIMITS[group];
      expect(typedAt(limits, field, shownAt(limits, field))).toEqual(limits);
    }
});

test('what is no number is empty and cannot be sent', () => {
  const field = { path: ['warn'], unit: 'minutes' } as const;
  const hold = typedAt(USUAL_ALERT_LIMITS.hold, field, 'x');
  expect([shownAt(hold, field), complete(hold), complete(USUAL_ALERT_LIMITS)]).toEqual(['', false, true]);
  expect(typedAt(hold, field, '1,5').warn).toBe(90_000);
  expect(complete(typedAt(hold, field, ' '))).toBe(false);
});

test('a queue begins with the limits of everywhere, keeps its own, and is left out without any', () => {
  const own = ownOf(USUAL_ALERT_LIMITS, QUEUE, 'hold', true);
  expect(own.queues).toEqual([{ queue: QUEUE, hold: USUAL_ALERT_LIMITS.hold }]);
  const more = changed(ownOf(own, QUEUE, 'parity', true), QUEUE, 'hold', { warn: 1_000, alarm: 2_000 });
  expect(more.queues).toEqual([{ queue: QUEUE, hold: { warn: 1_000, alarm: 2_000 }, parity: USUAL_ALERT_LIMITS.parity }]);
  expect(more.hold).toEqual(USUAL_ALERT_LIMITS.hold);
  expect(ownOf(ownOf(more, QUEUE, 'hold', false), QUEUE, 'parity', false)).toEqual(USUAL_ALERT_LIMITS);
});
