// Which alarm has got worse since the list was looked at last.
import type { Alarm } from '../../api/floor.ts';

type Level = Alarm['level'];
export type Levels = ReadonlyMap<string, Level>;

/** Of those that last and that nobody takes care of yet, by their ids. */
export function levelsNow(alarms: readonly Alarm[]): Levels {
  return new Map(
    alarms
      .filter(({ clearedAt, acknowledged }) => clearedAt === null && acknowledged === null)
      .map(({ id, level }) => [id as string, level]),
  );
}

/** The gravest that is new or has risen from a warning; null where none has. What was there at the first look is no news. */
export function risen(before: Levels | null, alarms: readonly Alarm[]): Alarm | null {
  if (before === null) return null;
  const now = levelsNow(alarms);
  const worse = alarms.filter(({ id }) => now.has(id) && (!before.has(id) || (before.get(id) === 'warn' && now.get(id) === 'alarm')));
  return worse.find(({ level }) => level === 'alarm') ?? worse[0] ?? null;
}
