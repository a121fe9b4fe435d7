// How many points a contact has, and of what: given by the formula as it comes, changed where a person or a machine learns more of it.
import { changedTo, partsOf, sumOf, type Mood, type PriorityPart } from '@tandem/contract/priority.ts';
import type { QueueConfig, RoutingRules, SkillNeed, Work } from './types.ts';

type Facts = Pick<Work, 'level' | 'mood' | 'topic'>;
export type Pointed = { priority: number; points?: readonly PriorityPart[] };

/** Of one who comes. `own`: what its flow or a lane gave it. */
export function arriving(
  rules: RoutingRules,
  queue: Pick<QueueConfig, 'priority'>,
  { own, skills, promised, ...facts }: Facts & { own: number; skills: readonly SkillNeed[]; promised: boolean },
): Pointed {
  const points = partsOf(rules, { queue: queue.priority, contact: own, skills, promised, ...facts });
  return { priority: sumOf(points), ...(points.length === 0 ? {} : { points }) };
}

/** In another queue, in another mood, or with a sum that somebody says: its other parts go with it. */
export function moved(
  rules: RoutingRules,
  work: Pick<Work, 'priority' | 'points'>,
  from: Pick<QueueConfig, 'priority'> | undefined,
  to: Pick<QueueConfig, 'priority'>,
  { priority, mood }: { priority?: number; mood?: Mood },
): Required<Pointed> {
  const before = from?.priority ?? 0;
  // Of one that came before parts were kept, the queue's share is known and the rest is its own.
  const kept = work.points ?? parts({ of: 'queue', points: before }, { of: 'contact', points: work.priority - before });
  let points = [...parts({ of: 'queue', points: to.priority }), ...kept.filter(({ of }) => of !== 'queue')];
  if (mood !== undefined)
    points = [...points.filter(({ of }) => of !== 'mood'), ...parts({ of: 'mood', name: mood, points: rules.moods[mood] })];
  if (priority !== undefined) points = changedTo(points, priority);
  return { priority: sumOf(points), points };
}

const parts = (...all: PriorityPart[]): PriorityPart[] => all.filter(({ points }) => points !== 0);
