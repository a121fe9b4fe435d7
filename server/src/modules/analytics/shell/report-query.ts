// Reads what a report is asked for: moments of a zone's clock, intervals, whose contacts. Rejects what makes no sense.
import type { ReportInterval, ReportPeriod, ReportQuery } from '@tandem/contract/api/reports.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { addDays, isDay } from '../core/days.ts';
import { boundsOf, momentOf, type LocalClock } from '../core/intervals.ts';
import { localClock } from './local-clock.ts';

/** A month of quarters of an hour. */
const MOST_INTERVALS = 3_000;

/** Days away from today. */
const FIRST_DAY: Record<ReportPeriod, number> = { today: 0, yesterday: -1, week: -6, month: -29 };

export type Asked = { zone: string; clock: LocalClock; interval: ReportInterval; bounds: EpochMs[] };

/** `usual`: the tenant's zone. */
export function readAsked(query: ReportQuery, usual: string, now: EpochMs): Asked {
  const { zone = usual, interval = '60' } = query;
  const clock = localClock(zone);
  if (clock === null) throw invalid('zone', 'no such time zone');
  const today = clock.dayOf(now);
  const { period } = query;
  if (period !== undefined && (query.from ?? query.to) !== undefined) throw invalid('period', 'not together with from or to');
  const fromText = period ? addDays(today, FIRST_DAY[period]) : (query.from ?? query.to?.slice(0, 10) ?? today);
  const lastDay = fromText.slice(0, 10) > today ? fromText.slice(0, 10) : today;
  const toText = period === 'yesterday' ? fromText : (query.to ?? lastDay);
  const from = momentIn('from', fromText, clock, 0);
  const to = momentIn('to', toText, clock, 1);
  if (to <= from) throw invalid('to', 'not after from');
  const bounds = boundsOf(from, to, interval === 'day' ? 'day' : (Number(interval) as 15 | 30 | 60), clock, MOST_INTERVALS);
  if (bounds === null) throw invalid('to', `more than ${MOST_INTERVALS} intervals`);
  return { zone, clock, interval, bounds };
}

/** `2026-11-22T09:30`; a day alone means its beginning, or its end where `days` is 1. */
function momentIn(field: string, text: string, clock: LocalClock, days: 0 | 1): EpochMs {
  const day = text.slice(0, 10);
  if (!isDay(day)) throw invalid(field, 'no such day');
  if (text.length === 10) return clock.startOf(addDays(day, days));
  const [hour, minute] = text.slice(11).split(':').map(Number);
  if (hour! > 23) throw invalid(field, 'no such time');
  return momentOf(day, hour! * 60 + minute!, clock);
}

export function invalid(path: string, message: string): AppError {
  return new AppError('request.invalid', { errors: [{ path, message }] });
}
