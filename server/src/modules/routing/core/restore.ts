// Puts the router's state together again from what is stored: configuration, declared presence, agents' idle times, open work.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { openBook } from './open-book.ts';
import { emptyState, evolve, evolveAll, newAgent } from './evolve.ts';
import { FRESH } from './occupancy.ts';
import { offersOf } from './offers.ts';
import {
  RULES,
  type Agent,
  type Declared,
  type LoggedEvent,
  type QueueStats,
  type RoutingConfig,
  type RoutingState,
  type Work,
} from './types.ts';

/** What is optional is absent in rows of earlier versions. */
export type StoredAgent = Pick<Agent, 'id' | 'idleSince' | 'pause'> &
  Partial<Pick<Agent, 'occupiedBy' | 'occupiedAt' | 'taken' | 'occupancy' | 'restUntil'>>;
export type Stored = {
  config: RoutingConfig;
  declared: readonly Declared[];
  agents: readonly StoredAgent[];
  works: readonly Work[];
  stats?: ReadonlyMap<QueueId, QueueStats>;
  at: number;
};

export function restore(stored: Stored): RoutingState {
  const agents = new Map<AgentId, Agent>();
  const change = (id: AgentId, part: Partial<Agent>) => agents.set(id, { ...(agents.get(id) ?? newAgent(id)), ...part });
  for (const {
    id,
    idleSince,
    pause,
    restUntil = null,
    taken = 0,
    occupancy = FRESH,
    occupiedBy = null,
    occupiedAt = null,
  } of stored.agents)
    change(id, { idleSince, pause, restUntil, taken, occupancy, occupiedBy, occupiedAt });
  for (const declared of stored.declared) change(declared.agent, { declared });
  const works = new Map<WorkId, Work>();
  const offers = new Map<OfferId, WorkId>();
  for (const work of stored.works.map(whole)) {
    works.set(work.id, work);
    for (const { id, agent } of offersOf(work)) {
      offers.set(id, work.id);
      change(agent, { holds: [...(agents.get(agent)?.holds ?? []), work.id] });
    }
  }
  const facts = { stats: stored.stats ?? new Map(), rules: RULES, queues: new Map(), agents, works, offers };
  return evolve({ ...facts, book: openBook(facts, stored.at) }, { type: 'config.replaced', at: stored.at, data: stored.config });
}

/** Rows of earlier versions lack what was added since. */
function whole(work: Work): Work {
  return {
    ...work,
    task: work.task ?? 'call',
    notBefore: work.notBefore ?? null,
    channel: work.channel ?? 'voice',
    reservedFor: work.reservedFor ?? null,
    reservedUntil: work.reservedUntil ?? null,
    estimateMs: work.estimateMs ?? null,
    assignedAt: work.assignedAt ?? null,
  };
}

/** Open work as the log tells it, for when the tables are in doubt: the streams of the interactions concerned, each by version. */
export function worksOfLog(streams: readonly (readonly StoredEvent[])[]): Work[] {
  const works = streams.map((stream) => {
    const facts = stream.filter((event) => event.type.startsWith('work.')).map(({ type, data, at }) => ({ type, data, at }) as LoggedEvent);
    return [...evolveAll(emptyState(), facts).works.values()];
  });
  return works.flat();
}
