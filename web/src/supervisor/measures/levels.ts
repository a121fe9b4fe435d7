// Which measures of the floor or of a queue are beyond a limit now.
import type { Alarm } from '../../api/floor.ts';

/** The worse of two on the same measure. */
export function levelsOf(alarms: readonly Alarm[], queue: string | null): Map<string, Alarm['level']> {
  const levels = new Map<string, Alarm['level']>();
  for (const { measure, level, queue: of, clearedAt } of alarms)
    if (clearedAt === null && (of?.id ?? null) === queue && levels.get(measure) !== 'alarm') levels.set(measure, level);
  return levels;
}
