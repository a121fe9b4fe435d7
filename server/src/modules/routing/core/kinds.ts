// What makes two pieces of work the same to every agent: channel, queue, needs, how far the circle has grown, and whom it is kept for.
import type { WorkChannel } from '@tandem/contract/routing.ts';
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { asksDigital, isDigital } from './digital.ts';
import { allowed, ringAt } from './rings.ts';
import { AS_WRITTEN, lackOf, meets, needsIn, type Relaxed } from './skills.ts';
import type { Agent, QueueConfig, RoutingState, SkillNeed, Work } from './types.ts';

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
  /** Digital workers are asked too. */
  readonly digital: boolean;
};

type Grouped = Pick<Work, 'queue' | 'channel' | 'skills' | 'queuedAt'> & Partial<Pick<Work, 'task' | 'persons' | 'estimateMs'>>;

export function groupOf(state: Pick<RoutingState, 'queues' | 'book'>, work: Grouped, held: Pick<Agent, 'id'> | null, now: EpochMs): Group {
  const { channel, queue, skills } = work;
  if (held !== null) return { channel, queue, skills, ring: 0, queues: [queue], relaxed: AS_WRITTEN, kept: held.id, digital: true };
  const rings = state.book.rings.get(queue) ?? [];
  const ring = ringAt(rings, work, now);
  const { queues, relaxed } = allowed(rings, ring);
  const asked = [queue, ...queues.filter((each) => each !== queue)];
  return { channel, queue, skills, ring, queues: asked, relaxed, kept: null, digital: asksDigital(state, work, now) };
}

export function keyOfGroup({ channel, queue, skills, ring, kept, digital }: Group): string {
  if (kept !== null) return `${channel} ${queue} kept ${kept}`;
  const key = digital ? `${channel} ${queue} ${ring}` : `${channel} ${queue} ${ring} people`;
  return skills.length === 0 ? key : `${key} ${JSON.stringify(skills)}`;
}

export function fitsKind(state: Pick<RoutingState, 'queues'>, agent: Agent, group: Group): boolean {
  if (group.kept !== null) return group.kept === agent.id;
  if (!group.digital && isDigital(agent)) return false;
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
