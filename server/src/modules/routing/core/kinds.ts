// What makes two pieces of work the same to every agent: channel, queue, needs, how far the circle has grown, and whom it is kept for.
import type { WorkChannel } from '@tandem/contract/routing.ts';
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { allowed, ringAt } from './rings.ts';
import { AS_WRITTEN, lackOf, meets, needsIn, type Relaxed } from './skills.ts';
import type { Agent, QueueConfig, Ring, RoutingState, SkillNeed, Work } from './types.ts';

export type Group = {
  readonly channel: WorkChannel;
  /** Its own queue. */
  readonly queue: QueueId;
  readonly skills: readonly SkillNeed[];
  /** How many rings are open to it. */
  readonly ring: number;
  /** Whose members are asked, its own queue first. */
  readonly queues: readonly QueueId[];
  readonly relaxed: Relaxed;
  /** He alone is asked, whatever his queues and skills are. */
  readonly kept: AgentId | null;
};

type Grouped = Pick<Work, 'queue' | 'channel' | 'skills' | 'queuedAt'>;

export function groupOf(work: Grouped, held: Pick<Agent, 'id'> | null, rings: readonly Ring[], now: EpochMs): Group {
  const { channel, queue, skills } = work;
  if (held !== null) return { channel, queue, skills, ring: 0, queues: [queue], relaxed: AS_WRITTEN, kept: held.id };
  const ring = ringAt(rings, work, now);
  const { queues, relaxed } = allowed(rings, ring);
  return { channel, queue, skills, ring, queues: [queue, ...queues.filter((each) => each !== queue)], relaxed, kept: null };
}

export function keyOfGroup({ channel, queue, skills, ring, kept }: Group): string {
  if (kept !== null) return `${channel} ${queue} kept ${kept}`;
  return skills.length === 0 ? `${channel} ${queue} ${ring}` : `${channel} ${queue} ${ring} ${JSON.stringify(skills)}`;
}

export function fitsKind(state: Pick<RoutingState, 'queues'>, agent: Agent, group: Group): boolean {
  if (group.kept !== null) return group.kept === agent.id;
  return group.queues.some((id) => {
    const queue = state.queues.get(id);
    return queue !== undefined && agent.queues.has(id) && canServe(agent, queue, group);
  });
}

/** Has what the queue asks for and what the work asks for, as far as the circle has grown. */
export function canServe(agent: Agent, queue: QueueConfig, { skills, relaxed }: Pick<Group, 'skills' | 'relaxed'>): boolean {
  if (lackOf(agent, needsIn(queue, { skills }), relaxed) !== null) return false;
  return queue.requires === undefined || queue.requires === null || meets(agent, queue.requires, relaxed);
}
