// What the line would do with a contact if everybody who is configured were there and idle: decided by the engine itself, on a state of its own.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { Mood, PriorityPart } from '@tandem/contract/priority.ts';
import { ok } from '../../../kernel/result.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { ineligible, openQueues } from './eligible.ts';
import { copyOf, emptyState } from './evolve.ts';
import { allowed, ringAt, ringsOf } from './rings.ts';
import { needsIn } from './skills.ts';
import { turn, type Input } from './turn.ts';
import type { Agent, QueueConfig, RoutingConfig, RoutingState, SkillNeed, Work } from './types.ts';

export type Asked = { queue: QueueId; priority: number; skills: readonly SkillNeed[]; level?: string; topic?: string; mood?: Mood };
export type RingPreview = { afterMs: DurationMs; queues: readonly QueueId[]; eased: readonly SkillNeed[]; agents: readonly AgentId[] };
export type LinePreview = {
  queue: QueueConfig;
  needs: readonly SkillNeed[];
  eachMs: DurationMs;
  /** What its priority is the sum of. */
  points: readonly PriorityPart[];
  /** Asked first where all have been idle equally long; null where nobody fits. */
  first: AgentId | null;
  /** The first ring is of those who are asked at once; each tells only who comes in addition. */
  rings: readonly RingPreview[];
};

const ID = 'wrk_00000000-0000-7000-8000-000000000000';

/** Null where there is no such queue. */
export function previewLine(config: RoutingConfig, asked: Asked, now: EpochMs): LinePreview | null {
  const queue = config.queues.find(({ id }) => id === asked.queue);
  if (!queue) return null;
  const known = new Set<AgentId>();
  const rings: RingPreview[] = [];
  let first: AgentId | null = null;
  let eachMs = 0;
  let points: readonly PriorityPart[] = [];
  const open = ringsOf(queue);
  const times = [...new Set([0, ...open.map(({ afterMs }) => afterMs)])].toSorted((a, b) => a - b);
  const there = everybodyThere(config, [queue.id, ...open.flatMap(({ queues }) => queues)], now - times.at(-1)!);
  for (const afterMs of times) {
    const { state, work, agent } = waitingFor(copyOf(there), asked, now, afterMs);
    if (!work) continue;
    eachMs = state.rules.priorityMs;
    if (afterMs === 0) first = agent;
    points = work.points ?? [];
    const agents = [...state.agents.values()].filter((each) => !known.has(each.id) && fits(state, work, each, now)).map(({ id }) => id);
    for (const id of agents) known.add(id);
    const { relaxed } = allowed(open, ringAt(open, work, now));
    rings.push({
      afterMs,
      queues: openQueues(state, work, now).map(({ id }) => id),
      eased: [...relaxed].map(([skill, level]) => ({ skill, level })),
      agents,
    });
  }
  return { queue, needs: needsIn(queue, asked), eachMs, points, first, rings };
}

/** At most one offer is made in each state: one id is enough. */
const nextId = () => 'off_00000000-0000-7000-8000-000000000000' as const;

/** All members of the queues that may be asked, signed in and idle since the same moment. How long anybody may wait is told beside it; here it must not end the looking. */
function everybodyThere(config: RoutingConfig, queues: readonly QueueId[], at: EpochMs): RoutingState {
  const asked = config.queues.filter(({ id }) => queues.includes(id)).map((each) => ({ ...each, maxWaitMs: null, maxWaiting: null }));
  const members = new Set(asked.flatMap((each) => each.members));
  const there = [...members].map((agent): Input => {
    const declared = { agent, signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true } as const;
    return { kind: 'declare', agent, decide: () => ok([declared]) };
  });
  const agents = config.agents.filter(({ agent }) => members.has(agent));
  return turn(emptyState(), [{ kind: 'config', config: { ...config, queues: asked, agents } }, ...there], at, nextId).state;
}

/** One contact that has waited so long: its offer is the engine's. */
function waitingFor(there: RoutingState, asked: Asked, now: EpochMs, waited: DurationMs) {
  const comes: Input = {
    kind: 'queue',
    work: ID,
    interaction: 'int_00000000-0000-7000-8000-000000000000',
    ...asked,
    queuedAt: now - waited,
  };
  const { state, events } = turn(there, [comes], now, nextId);
  const offered = events.map(({ event }) => event).find((event) => event.type === 'work.offered');
  return { state, work: state.works.get(ID), agent: offered?.type === 'work.offered' ? offered.data.agent : null };
}

/** Whoever rings at the moment fits too. */
function fits(state: RoutingState, work: Work, agent: Agent, now: EpochMs): boolean {
  const no = ineligible(state, work, agent, now);
  return no === null || no.reason === 'occupied';
}
