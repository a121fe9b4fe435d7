// Short words for the tests of the router: ids, a configuration, a way to play inputs over time.
import type { AgentId, InteractionId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { ok } from '../../../kernel/result.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { turn, type Input, type Turn } from './turn.ts';
import { emptyState } from './evolve.ts';
import type { Declared, LoggedEvent, QueueConfig, RoutingConfig, RoutingState, SkillId } from './types.ts';

const uuid = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const agt = (n: number): AgentId => `agt_${uuid(n)}`;
export const wrk = (n: number): WorkId => `wrk_${uuid(n)}`;
export const int = (n: number): InteractionId => `int_${uuid(n)}`;
export const que = (n: number): QueueId => `que_${uuid(n)}`;
export const skl = (n: number): SkillId => `skl_${uuid(n)}`;
export const off = (n: number): OfferId => `off_${uuid(n)}`;

export function queueConfig(n: number, members: number[], part: Partial<QueueConfig> = {}): QueueConfig {
  return {
    id: que(n),
    name: { en: `queue ${n}` },
    wrapUpMs: 10_000,
    offerTimeoutMs: 20_000,
    maxWaitMs: null,
    priority: 0,
    skills: [],
    members: members.map(agt),
    ...part,
  };
}

export function configOf(queues: QueueConfig[], skills: Record<number, Record<number, number>> = {}): RoutingConfig {
  const agents = Object.entries(skills).map(([agent, levels]) => ({
    agent: agt(Number(agent)),
    skills: Object.entries(levels).map(([skill, level]) => ({ skill: skl(Number(skill)), level })),
  }));
  return { queues, agents };
}

export function declare(n: number, part: Partial<Declared> = {}): Input {
  const base = { agent: agt(n), signedIn: true, presence: 'available' as const, reason: null, onQueue: true, reachable: true };
  return { kind: 'declare', agent: agt(n), decide: (current) => ok([{ ...base, ...current, ...part }]) };
}

export const queueWork = (n: number, queue = 1, part: Partial<Extract<Input, { kind: 'queue' }>> = {}): Input => ({
  kind: 'queue',
  work: wrk(n),
  interaction: int(n),
  queue: que(queue),
  ...part,
});

/** A router that plays one input after another and remembers all its events. */
export class Play {
  state: RoutingState = emptyState();
  events: LoggedEvent[] = [];
  now: EpochMs = 1_000_000;
  #offers = 0;

  do(...inputs: Input[]): Turn {
    const result = turn(this.state, inputs, this.now, () => off(++this.#offers));
    this.state = result.state;
    this.events.push(...result.events.map(({ event }) => event));
    return result;
  }

  /** Lets time pass, then ticks. */
  after(ms: number): Turn {
    this.now += ms;
    return this.do({ kind: 'tick' });
  }

  offerOf(work: number): OfferId | undefined {
    return this.state.works.get(wrk(work))?.offer?.id;
  }

  agentOf(work: number): AgentId | undefined {
    return this.state.works.get(wrk(work))?.offer?.agent;
  }
}
