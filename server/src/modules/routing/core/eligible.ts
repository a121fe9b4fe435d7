// Who may be offered what: each rule once, with the reason it gives when it says no.
import type { AgentId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Agent, Outcome, QueueConfig, RoutingState, SkillId, SkillNeed, Stage, Work } from './types.ts';

export type Ineligible =
  | { reason: 'signed-out' | 'not-available' | 'off-queue' | 'unreachable' | 'not-member' }
  | { reason: 'lacks-skill'; skill: SkillId; needed: number; has: number }
  | { reason: 'occupied'; stage: Exclude<Stage, 'waiting' | 'scheduled'>; work: WorkId }
  | { reason: 'on-call' }
  | { reason: 'reserved'; agent: AgentId }
  | { reason: 'paused'; until: EpochMs; after: Outcome };

/** Declares himself ready for work and can be rung. Only such an agent keeps an offer. */
export function notReady(agent: Agent): Ineligible | null {
  const { declared } = agent;
  if (!declared?.signedIn) return { reason: 'signed-out' };
  if (declared.presence !== 'available') return { reason: 'not-available' };
  if (!declared.onQueue) return { reason: 'off-queue' };
  if (!declared.reachable) return { reason: 'unreachable' };
  return null;
}

/** Has room for a voice contact now: his capacity for voice is one, and wrap-up takes it too. */
export function notFree(state: RoutingState, agent: Agent, now: EpochMs): Ineligible | null {
  const work = agent.work === null ? undefined : state.works.get(agent.work);
  if (work && work.stage !== 'waiting' && work.stage !== 'scheduled') return { reason: 'occupied', stage: work.stage, work: work.id };
  if (agent.occupiedBy !== null) return { reason: 'on-call' };
  if (agent.pause && agent.pause.until > now) return { reason: 'paused', until: agent.pause.until, after: agent.pause.outcome };
  return null;
}

/** Has every needed skill at its level. */
export function lacksSkill(agent: Agent, needs: readonly SkillNeed[]): Ineligible | null {
  for (const { skill, level } of needs) {
    const has = agent.skills.get(skill) ?? 0;
    if (has < level) return { reason: 'lacks-skill', skill, needed: level, has };
  }
  return null;
}

/** What work needs of an agent who is asked as one of this queue: the queue's skills and the work's own. */
export function needsIn(queue: QueueConfig, work: Pick<Work, 'skills'>): readonly SkillNeed[] {
  return work.skills.length === 0 ? queue.skills : [...queue.skills, ...work.skills];
}

/** Whom it is kept for, as long as he is there: who left is waited for by nobody. */
export function heldFor(state: RoutingState, work: Pick<Work, 'reservedFor'>): Agent | null {
  const agent = work.reservedFor === null ? undefined : state.agents.get(work.reservedFor);
  return agent === undefined || notReady(agent) ? null : agent;
}

/** The first rule that keeps this agent from this work, or null where he may be offered it now. */
export function ineligible(state: RoutingState, work: Work, agent: Agent, now: EpochMs): Ineligible | null {
  const held = heldFor(state, work);
  if (held !== null) return held.id === agent.id ? notFree(state, agent, now) : { reason: 'reserved', agent: held.id };
  const queues = openQueues(state, work, now).filter((queue) => agent.queues.has(queue.id));
  if (queues.length === 0) return { reason: 'not-member' };
  const lacks = queues.map((queue) => lacksSkill(agent, needsIn(queue, work)));
  return (lacks.includes(null) ? null : lacks[0]!) ?? notReady(agent) ?? notFree(state, agent, now);
}

/** Whose agents are asked: the work's own queue first, then those it has overflowed to by now. */
export function openQueues(state: RoutingState, work: Pick<Work, 'queue' | 'queuedAt'>, now: EpochMs): QueueConfig[] {
  const own = state.queues.get(work.queue);
  if (!own) return [];
  const open = (own.overflow ?? []).filter((each) => now - work.queuedAt >= each.afterMs).map((each) => state.queues.get(each.queue));
  return [own, ...open.filter((queue) => queue !== undefined)];
}

/** Longest idle first; equal ones by id, so that the same state always gives the same choice. */
export function byIdle(a: { id: AgentId; idleSince: EpochMs }, b: { id: AgentId; idleSince: EpochMs }): number {
  return a.idleSince - b.idleSince || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
