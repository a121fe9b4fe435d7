// What a screen shows of the router now: one queue's figures, and what each agent is doing.
import type { AgentId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { notReady } from './eligible.ts';
import type { Agent, RoutingState } from './types.ts';

/** `on-call`: busy with a call that routing did not give him. */
export type AgentActivity = 'idle' | 'offered' | 'assigned' | 'wrap-up' | 'on-call' | 'not-responding';
export type AgentWork = {
  agent: AgentId;
  activity: AgentActivity;
  work: WorkId | null;
  queue: QueueId | null;
  /** When this activity ends by itself, where it does. */
  until: EpochMs | null;
};

export function agentWork(state: RoutingState, agent: Agent, now: EpochMs): AgentWork {
  const work = agent.work === null ? undefined : state.works.get(agent.work);
  if (work && work.stage !== 'waiting' && work.stage !== 'scheduled') {
    const until = work.stage === 'offered' ? (work.offer?.expiresAt ?? null) : work.wrapUpUntil;
    return { agent: agent.id, activity: work.stage, work: work.id, queue: work.queue, until };
  }
  if (agent.occupiedBy !== null) return { agent: agent.id, activity: 'on-call', work: null, queue: null, until: null };
  const paused = agent.pause !== null && agent.pause.until > now ? agent.pause.until : null;
  return { agent: agent.id, activity: paused === null ? 'idle' : 'not-responding', work: null, queue: null, until: paused };
}

export type QueueLive = {
  waiting: number;
  longestWaitMs: number;
  offered: number;
  assigned: number;
  /** Members by what they do; `idle` are those ready for work of this or another of their queues, `notReady` have no work and are not. */
  agents: { idle: number; busy: number; wrapUp: number; notResponding: number; notReady: number };
};

/** null where there is no such queue. */
export function queueLive(state: RoutingState, queue: QueueId, now: EpochMs): QueueLive | null {
  if (!state.queues.has(queue)) return null;
  const live: QueueLive = {
    waiting: 0,
    longestWaitMs: 0,
    offered: 0,
    assigned: 0,
    agents: { idle: 0, busy: 0, wrapUp: 0, notResponding: 0, notReady: 0 },
  };
  for (const work of state.works.values()) {
    if (work.queue !== queue) continue;
    if (work.stage === 'offered') live.offered++;
    if (work.stage === 'assigned') live.assigned++;
    // Somebody being rung still waits: his wait ends with the answer.
    if (work.stage === 'waiting' || work.stage === 'offered') live.longestWaitMs = Math.max(live.longestWaitMs, now - work.queuedAt);
    if (work.stage === 'waiting') live.waiting++;
  }
  for (const agent of state.agents.values()) {
    if (!agent.queues.has(queue)) continue;
    const { activity } = agentWork(state, agent, now);
    if (activity === 'wrap-up') live.agents.wrapUp++;
    else if (activity === 'offered' || activity === 'assigned' || activity === 'on-call') live.agents.busy++;
    else if (notReady(agent)) live.agents.notReady++;
    else if (activity === 'not-responding') live.agents.notResponding++;
    else live.agents.idle++;
  }
  return live;
}
