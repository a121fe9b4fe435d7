// What may be said of a difference, which day is asked about, and what a form asks.
import type { TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import type { WhatIfFigure } from '../../api/what-if.ts';
import { clockOf } from './day-text.ts';
import { dayChoices, usualDay } from './days.ts';
import { EMPTY, NO_STAFF, requestOf } from './form.ts';
import { differenceText, isUnlike, rangeText, verdictOf } from './words.ts';

const t = ((key: string, options: { value: string }) => `${options.value} ${key.split('.').at(-1)}`) as unknown as TFunction;
const figure = (name: WhatIfFigure['figure'], mean: number, plusMinus: number, recorded: number | null = null): WhatIfFigure => ({
  figure: name,
  recorded,
  before: { mean: 0.5, plusMinus: 0.01 },
  after: { mean: 0.5 + mean, plusMinus: 0.01 },
  difference: { mean, plusMinus },
});

describe('a difference', () => {
  test.each([
    ['serviceLevel', 0.1, 0.05, 'better'],
    ['serviceLevel', -0.1, 0.05, 'worse'],
    ['meanWaitS', 3, 1, 'worse'],
    ['abandonment', -0.1, 0.01, 'better'],
    ['occupancy', 0.1, 0.01, 'more'],
    ['agentHours', -8, 0, 'less'],
    // Its interval covers zero, or ends at it: chance may have made it.
    ['serviceLevel', 0.1, 0.11, 'none'],
    ['serviceLevel', 0.1, 0.1, 'none'],
    ['cost', 0, 0, 'none'],
  ] as const)('of %s by %d ± %d is %s', (name, mean, plusMinus, verdict) => {
    expect(verdictOf(figure(name, mean, plusMinus))).toBe(verdict);
  });

  test('of shares is told in points, with its sign; an exact figure without an interval', () => {
    expect(differenceText(figure('serviceLevel', 0.123, 0.01), t, 'en')).toBe('+12.3 points ± 1.0');
    expect(rangeText('agentHours', { mean: 8, plusMinus: 0 }, t, 'en')).toBe('8.0 agentHours');
  });

  test('counts more than the figures where the day played is not like the day that was', () => {
    expect(isUnlike([figure('serviceLevel', 0, 0, 0.53)])).toBe(false);
    expect(isUnlike([figure('serviceLevel', 0, 0, 0.6)])).toBe(true);
    expect(isUnlike([{ ...figure('meanWaitS', 0, 0, 40), before: { mean: 44, plusMinus: 1 } }])).toBe(false);
    expect(isUnlike([{ ...figure('meanWaitS', 0, 0, 40), before: { mean: 60, plusMinus: 1 } }])).toBe(true);
  });
});

test('the day asked about is yesterday, or the newest of those offered that has contacts', () => {
  const days = {
    today: '2026-03-01',
    items: [
      { day: '2026-02-22', contacts: 4 },
      { day: '2026-02-01', contacts: 9 },
    ],
  };
  expect(dayChoices(days).map(({ day, as }) => `${as} ${day}`)).toEqual([
    'yesterday 2026-02-28',
    'week 2026-02-22',
    'today 2026-03-01',
    'other 2026-02-01',
  ]);
  expect(usualDay(days)).toBe('2026-02-22');
  expect(usualDay({ ...days, items: [] })).toBe('2026-02-28');
  expect(clockOf(9.5 * 3_600_000, 0)).toBe('09:30');
});

test('what is left empty is not asked for', () => {
  expect(requestOf({ ...EMPTY, queue: 'que_1', staffing: [{ ...NO_STAFF, agents: 0 }] }, '2026-03-01')).toEqual({
    day: '2026-03-01',
    replications: 50,
  });
  const asked = {
    ...EMPTY,
    queue: 'que_1',
    settings: { ...EMPTY.settings, wrapUpMs: 0 },
    staffing: [{ ...NO_STAFF, queue: 'que_1', skill: 'skl_1' }],
  };
  expect(requestOf(asked, '2026-03-01')).toMatchObject({
    queues: [{ queue: 'que_1', settings: { wrapUpMs: 0 } }],
    staffing: [{ queue: 'que_1', from: '09:00', to: '17:00', agents: 1, skills: [{ skill: 'skl_1', level: 80 }] }],
  });
});
