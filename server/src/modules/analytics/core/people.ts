// Agents now: how many are in each state, on the whole floor and among those who serve one queue.
import type { AgentState } from '@tandem/contract/api/agents.ts';
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';

/** An agent as presence and routing show him at this moment. */
export type Person = { agent: AgentId; state: AgentState; reason: string | null; queues: readonly QueueId[] };

export type People = Readonly<Record<AgentState, number>>;
export const NOBODY: People = {
  offered: 0,
  'on-contact': 0,
  'wrap-up': 0,
  offline: 0,
  away: 0,
  busy: 0,
  available: 0,
  unreachable: 0,
  'not-responding': 0,
  resting: 0,
  idle: 0,
};

export function countPeople(people: Iterable<Person>): People {
  const counts: Record<AgentState, number> = { ...NOBODY };
  for (const { state } of people) counts[state]++;
  return counts;
}

/** Those of any of the queues; all where null. */
export function serving(people: readonly Person[], queues: readonly QueueId[] | null): Person[] {
  return people.filter((each) => queues === null || each.queues.some((queue) => queues.includes(queue)));
}

export function breaks(people: readonly Person[]): { reason: string | null; agents: number }[] {
  const away = Map.groupBy(
    people.filter(({ state }) => state === 'away'),
    ({ reason }) => reason,
  );
  return [...away]
    .map(([reason, those]) => ({ reason, agents: those.length }))
    .toSorted((a, b) => b.agents - a.agents || ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1));
}
