// Who may be offered what: each rule once, with the reason it gives when it says no. Decisions go by the book, which is kept by the same rules.
import type { WorkChannel } from '@tandem/contract/routing.ts';
import type { AgentId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { hasRoom, roomOf } from './capacity.ts';
import { isDigital, personsOnly } from './digital.ts';
import { canServe, groupOf } from './kinds.ts';
import { lackOf, needsIn } from './skills.ts';
import type { Agent, Outcome, QueueConfig, RoutingState, SkillId, Stage, Work } from './types.ts';

export type Ineligible =
  | { reason: 'signed-out' | 'not-available' | 'off-queue' | 'unreachable' | 'not-member' | 'rule' }
  | { reason: 'lacks-skill'; skill: SkillId; needed: number; has: number }
  | { reason: 'occupied'; stage: Exclude<Stage, 'waiting' | 'scheduled'>; work: WorkId }
  /** Work for people alone, or people come first and it has not waited long enough. */
  | { reason: 'persons-only' | 'people-first' }
  | { reason: 'on-call' }
  | { reason: 'reserved'; agent: AgentId }
  | { reason: 'resting'; until: EpochMs }
  | { reason: 'paused'; until: EpochMs; after: Outcome };

/** Declares himself ready for work, and can be rung where the work is a call: what is written needs no phone. Only such an agent keeps an offer. */
export function notReady(agent: Pick<Agent, 'declared' | 'digital'>, channel: WorkChannel = 'voice'): Ineligible | null {
  if (agent.digital) return agent.digital.on ? null : { reason: 'off-queue' };
  const { declared } = agent;
  if (!declared?.signedIn) return { reason: 'signed-out' };
  if (declared.presence !== 'available') return { reason: 'not-available' };
  if (!declared.onQueue) return { reason: 'off-queue' };
  if (!declared.reachable && channel === 'voice') return { reason: 'unreachable' };
  return null;
}

/** Gets nothing for the moment, as he did not take the last offer or is given time to breathe. */
export function resting({ pause, restUntil }: Pick<Agent, 'pause' | 'restUntil'>, now: EpochMs): Ineligible | null {
  if (pause && pause.until > now) return { reason: 'paused', until: pause.until, after: pause.outcome };
  if (restUntil !== null && restUntil > now) return { reason: 'resting', until: restUntil };
  return null;
}

/** Has no room for work of the channel now: what he has takes it, wrap-up too. */
export function notFree(state: RoutingState, agent: Agent, channel: WorkChannel, now: EpochMs): Ineligible | null {
  if (hasRoom(roomOf(state, agent), channel)) return resting(agent, now);
  const held = agent.holds.map((id) => state.works.get(id)).find((work) => work !== undefined);
  if (held && held.stage !== 'waiting' && held.stage !== 'scheduled') return { reason: 'occupied', stage: held.stage, work: held.id };
  return { reason: 'on-call' };
}

/** Whom it is kept for, as long as he is there: who left is waited for by nobody. */
export function heldFor(
  state: Pick<RoutingState, 'agents'>,
  { reservedFor, reservedUntil, channel }: Pick<Work, 'reservedFor' | 'reservedUntil' | 'channel'>,
  now: EpochMs,
): Agent | null {
  if (reservedFor === null || (reservedUntil !== null && reservedUntil <= now)) return null;
  const agent = state.agents.get(reservedFor);
  return agent === undefined || notReady(agent, channel) ? null : agent;
}

/** The first rule that keeps this agent from this work, or null where he may be offered it now. */
export function ineligible(state: RoutingState, work: Work, agent: Agent, now: EpochMs): Ineligible | null {
  const held = heldFor(state, work, now);
  if (held !== null) return held.id === agent.id ? notFree(state, agent, work.channel, now) : { reason: 'reserved', agent: held.id };
  const group = groupOf(state, work, null, now);
  const queues = openQueues(state, work, now).filter((queue) => agent.queues.has(queue.id));
  if (queues.length === 0) return { reason: 'not-member' };
  if (!group.digital && isDigital(agent)) return { reason: personsOnly(work) ? 'persons-only' : 'people-first' };
  if (!queues.some((queue) => canServe(agent, queue, group))) {
    const lack = lackOf(agent, needsIn(queues[0]!, work), group.relaxed);
    return lack ? { reason: 'lacks-skill', ...lack } : { reason: 'rule' };
  }
  return notReady(agent, work.channel) ?? notFree(state, agent, work.channel, now);
}

/** Whose agents are asked: the work's own queue first, then those that its rings have opened by now. */
export function openQueues(state: Pick<RoutingState, 'queues' | 'book'>, work: Work, now: EpochMs): QueueConfig[] {
  const { queues } = groupOf(state, work, null, now);
  return queues.map((id) => state.queues.get(id)).filter((queue) => queue !== undefined);
}
