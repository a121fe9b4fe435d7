// Who of those who fit is asked first: the classic strategies, each a number by which idle agents stand in a row, least first.
// Names in Asterisk's queues.conf and FreeSWITCH's mod_callcenter: see AgentOrder.
import type { AgentOrder } from '@tandem/contract/routing.ts';
import type { AgentId } from '@tandem/contract/ids.ts';
import { chance } from './chance.ts';
import { occupancyKey } from './occupancy.ts';
import { skillScore } from './skills.ts';
import type { Agent, QueueConfig, SkillNeed, Work } from './types.ts';

/** An idle agent in a queue's row. `key` does not change while he is idle. */
export type Standing = { id: AgentId; key: number; idleSince: number };

export function byStanding(a: Standing, b: Standing): number {
  return a.key - b.key || a.idleSince - b.idleSince || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Orders that look at the work as well: who is first is not known before it is there. */
export const looksAtWork = (order: AgentOrder): boolean => order === 'random' || order === 'best-skill';

/** `position` is his place among the members. */
export function standingOf(order: AgentOrder, agent: Agent, position: number): Standing {
  return { id: agent.id, key: keyOf(order, agent, position), idleSince: agent.idleSince };
}

function keyOf(order: AgentOrder, agent: Agent, position: number): number {
  switch (order) {
    case 'least-occupied':
      return occupancyKey(agent.occupancy);
    case 'fewest-contacts':
      return agent.taken;
    case 'round-robin':
    case 'linear':
      return position;
    default:
      return agent.idleSince;
  }
}

/** The key of an order that looks at the work. Chance is drawn from the two ids, so that a replay draws the same. */
export function keyFor(order: AgentOrder, agent: Agent, work: Pick<Work, 'id' | 'skills'>, queue: QueueConfig, weight = 1): number {
  if (order === 'random') return drawn(chance(`${work.id}${agent.id}`), weight);
  const wanted: readonly SkillNeed[] = [...queue.skills, ...work.skills, ...(queue.prefers ?? [])];
  return -skillScore(agent, wanted);
}

/**
 * The time to a first event at the pace of the weight, drawn by an even `share` of 0 to 1: of several the least is each one's with a probability in
 * proportion to its weight (Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006).
 */
function drawn(share: number, weight: number): number {
  return -Math.log(1 - share) / weight;
}
