// What a form about queues and skills asks for, as the API takes it.
import type { DutyChange } from '@tandem/contract/api/duties.ts';

export const AS_IS = '-';
/** Of a queue: on or off; of a skill: its level, or off. */
export const ON = 'on';
export const OFF = 'off';

type QueueId = NonNullable<DutyChange['joinQueues']>[number];
type SkillId = NonNullable<DutyChange['dropSkills']>[number];
export type DutyChoices = ReadonlyMap<string, string>;

/** null where nothing was chosen. */
export function wishOf(choices: DutyChoices): Omit<DutyChange, 'agents' | 'note'> | null {
  const chosen = [...choices].filter(([, value]) => value !== AS_IS);
  if (chosen.length === 0) return null;
  const ids = <I extends string>(prefix: string, value: string): I[] =>
    chosen.filter(([id, its]) => id.startsWith(prefix) && its === value).map(([id]) => id as I);
  const levels = chosen.filter(([id, value]) => id.startsWith('skl_') && value !== OFF);
  return {
    joinQueues: ids<QueueId>('que_', ON),
    leaveQueues: ids<QueueId>('que_', OFF),
    skills: levels.map(([skill, level]) => ({ skill: skill as SkillId, level: Number(level) })),
    dropSkills: ids<SkillId>('skl_', OFF),
  };
}

export type Span = { from?: number; until?: number };

/** What stands in two fields of local times; null where the times do not fit. `now`: epoch ms. */
export function spanOf(from: string, until: string, now: number): Span | null {
  const [begins, ends] = [from, until].map((text) => (text === '' ? null : new Date(text).getTime()));
  const start = begins ?? now;
  if (Number.isNaN(start) || start < now - 60_000) return null;
  if (ends !== null && !((ends ?? Number.NaN) > start)) return null;
  return { ...(begins == null ? {} : { from: begins }), ...(ends == null ? {} : { until: ends }) };
}
