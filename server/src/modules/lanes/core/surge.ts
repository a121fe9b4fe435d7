// When a surge rule holds: more contacts than it allows, more than usual, too many in line, or too many of some levels who wait too long.
import type { SurgeRule, SurgeSeen } from '@tandem/contract/api/lanes.ts';
import { DAY, MINUTE, type DurationMs, type EpochMs } from '../../../kernel/time.ts';

/** What the rule asks to be counted: one window for each figure, and the same window of the weeks before. */
export type Counted = { arrivals: number | null; now: number | null; before: readonly number[]; waiting: number; late: number };

/** A lane that somebody closed, or whose proposal he dismissed, is left alone for so long: the surge he saw may still go on. */
export const QUIET_MS: DurationMs = 15 * MINUTE;

const WEEKS = 4;

/** Windows of the same time of the week, the latest first. */
export function windowsBefore(now: EpochMs, withinMs: DurationMs): { from: EpochMs; to: EpochMs }[] {
  return Array.from({ length: WEEKS }, (_, week) => {
    const to = now - (week + 1) * 7 * DAY;
    return { from: to - withinMs, to };
  });
}

/** What it saw; null where the rule does not hold. Weeks in which nobody came say nothing: the centre may not have been there. */
export function surging(rule: SurgeRule, counted: Counted): SurgeSeen | null {
  const { arrivals, now, before, waiting, late } = counted;
  if (rule.arrivals && arrivals !== null && arrivals >= rule.arrivals.count) return { figure: 'arrivals', value: arrivals, usual: null };
  if (rule.times && now !== null) {
    const weeks = before.filter((count) => count > 0);
    const usual = weeks.length === 0 ? null : weeks.reduce((sum, count) => sum + count, 0) / weeks.length;
    if (usual !== null && now >= rule.times.least && now >= usual * rule.times.factor) return { figure: 'times', value: now, usual };
  }
  if (rule.waiting !== null && waiting > rule.waiting) return { figure: 'waiting', value: waiting, usual: null };
  if (rule.late && late >= rule.late.count) return { figure: 'late', value: late, usual: null };
  return null;
}

/** How many of those in line have waited longer than the rule allows; of the levels it names, or of all. */
export function lateOf({ longerMs, levels }: NonNullable<SurgeRule['late']>, line: readonly Waiting[], now: EpochMs): number {
  const named = levels.map((level) => level.toLowerCase());
  const counts = ({ queuedAt, level }: Waiting): boolean =>
    now - queuedAt > longerMs && (named.length === 0 || (level !== null && named.includes(level.toLowerCase())));
  return line.filter(counts).length;
}

export type Waiting = { queuedAt: EpochMs; level: string | null };

export function asksNothing({ arrivals, times, waiting, late = null }: SurgeRule): boolean {
  return arrivals === null && times === null && waiting === null && late === null;
}
