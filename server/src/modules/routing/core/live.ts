// What a screen shows of the router now: one queue's figures, and what each agent is doing.
import { WORK_CHANNELS } from '@tandem/contract/routing.ts';
import type { AgentId, InteractionId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { isDigital } from './digital.ts';
import { notReady } from './eligible.ts';
import { offerTo } from './offers.ts';
import { PAUSE_MS, type Agent, type Offer, type RoutingState, type Work } from './types.ts';

/** `on-call`: busy with a call that routing did not give him. `resting`: given a moment to breathe after his last contact. */
export type AgentActivity = 'idle' | 'offered' | 'assigned' | 'wrap-up' | 'on-call' | 'not-responding' | 'resting';
export type AgentWork = {
  agent: AgentId;
  activity: AgentActivity;
  /** Since when; null where it was not kept. */
  since: EpochMs | null;
  work: WorkId | null;
  interaction: InteractionId | null;
  queue: QueueId | null;
  /** When this activity ends by itself, where it does. */
  until: EpochMs | null;
};

export function agentWork(state: RoutingState, agent: Agent, now: EpochMs): AgentWork {
  const work = foremost(state, agent);
  if (work && work.stage !== 'waiting' && work.stage !== 'scheduled') {
    const offer = offerTo(work, agent.id);
    const until = work.stage === 'offered' ? (offer?.expiresAt ?? null) : work.wrapUpUntil;
    const { id, interaction, queue, stage } = work;
    return { agent: agent.id, activity: stage, since: sinceOf(work, offer), work: id, interaction, queue, until };
  }
  const none = { agent: agent.id, work: null, interaction: null, queue: null, until: null };
  if (agent.occupiedBy !== null) return { ...none, activity: 'on-call', since: agent.occupiedAt ?? null };
  const { pause } = agent;
  if (pause !== null && pause.until > now)
    return { ...none, activity: 'not-responding', since: pause.until - PAUSE_MS[pause.outcome], until: pause.until };
  const { restUntil } = agent;
  if (restUntil !== null && restUntil > now) return { ...none, activity: 'resting', since: agent.idleSince, until: restUntil };
  return { ...none, activity: 'idle', since: agent.idleSince > 0 ? agent.idleSince : null };
}

/** Of several the one that binds him most: what he is talking about before what rings, and a call before all else. */
function foremost(state: RoutingState, { holds }: Agent): Work | undefined {
  const rank = ({ channel, stage }: Work): number => WORK_CHANNELS.indexOf(channel) * 3 + ['assigned', 'offered', 'wrap-up'].indexOf(stage);
  const works = holds.map((id) => state.works.get(id)).filter((work) => work !== undefined);
  return works.length < 2 ? works[0] : works.reduce((first, work) => (rank(work) < rank(first) ? work : first));
}

function sinceOf(work: Work, offer: Offer | undefined): EpochMs | null {
  if (work.stage === 'offered') return offer?.offeredAt ?? null;
  return (work.stage === 'wrap-up' ? work.releasedAt : work.assignedAt) ?? null;
}

export type QueueLive = {
  waiting: number;
  longestWaitMs: number;
  offered: number;
  assigned: number;
  /** People among the members by what they do; `idle` are those ready for work of this or another of their queues, `notReady` have no work and are not. */
  agents: { idle: number; busy: number; wrapUp: number; notResponding: number; resting: number; notReady: number };
};

/** null where there is no such queue. */
export function queueLive(state: RoutingState, queue: QueueId, now: EpochMs): QueueLive | null {
  if (!state.queues.has(queue)) return null;
  const live: QueueLive = {
    waiting: 0,
    longestWaitMs: 0,
    offered: 0,
    assigned: 0,
    agents: { idle: 0, busy: 0, wrapUp: 0, notResponding: 0, resting: 0, notReady: 0 },
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
    if (!agent.queues.has(queue) || isDigital(agent)) continue;
    const { activity } = agentWork(state, agent, now);
    if (activity === 'wrap-up') live.agents.wrapUp++;
    else if (activity === 'offered' || activity === 'assigned' || activity === 'on-call') live.agents.busy++;
    else if (notReady(agent)) live.agents.notReady++;
    else if (activity === 'not-responding') live.agents.notResponding++;
    else if (activity === 'resting') live.agents.resting++;
    else live.agents.idle++;
  }
  return live;
}
