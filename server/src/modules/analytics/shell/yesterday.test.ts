// The same time of day on days that are shorter or longer than this one.
import { expect, test } from 'vitest';
import { HOUR } from '../../../kernel/time.ts';
import { localDays } from './local-days.ts';
import { yesterdayUpTo } from './yesterday.ts';

const days = localDays('America/New_York');
const span = (at: string) => {
  const { from, to } = yesterdayUpTo(days, Date.parse(at));
  return [new Date(from).toISOString(), (to - from) / HOUR];
};

test.each([
  ['an ordinary day', '2026-11-20T17:30:45Z', '2026-11-19T05:00:00.000Z', 12.5],
  ['just after midnight', '2026-11-20T05:00:30Z', '2026-11-19T05:00:00.000Z', 0],
  // On 1 November 2026 clocks go back: the day has 25 hours, and by its last hour the day before is over.
  ['the last hour of a long day', '2026-11-02T04:30:00Z', '2026-10-31T04:00:00.000Z', 24],
  ['the day after a long day', '2026-11-02T17:00:00Z', '2026-11-01T04:00:00.000Z', 12],
])('%s', (_, at, from, hours) => expect(span(at)).toEqual([from, hours]));
