// Gives waiting work to free agents: the line in its order, each item to the longest idle agent who fits it.
import type { AgentId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { byIdle, heldFor, lacksSkill, needsIn, notFree, notReady, openQueues } from './eligible.ts';
import type { Agent, LoggedEvent, QueueConfig, RoutingState, Why, Work } from './types.ts';

export type Assignment = { work: WorkId; agent: AgentId; why: Why };

const SHOWN_CANDIDATES = 20;

/**
 * Greedy and therefore fair: an item goes without only if no free agent fits it, and a later one never takes an agent from an earlier one.
 * Items with the same queue and needs share one list of fitting agents, so the cost is agents x kinds of work, not agents x items:
 * 5,000 waiting x 1,000 free agents are matched in a few ms (bench/routing.ts).
 */
export function match(state: RoutingState, now: EpochMs): Assignment[] {
  if (state.line.length === 0) return [];
  const free = [...state.agents.values()].filter((agent) => !notReady(agent) && !notFree(state, agent, now)).sort(byIdle);
  const serving = byQueue(free);
  const fitting = new Map<string, Agent[]>();
  const taken = new Set<AgentId>();
  const assignments: Assignment[] = [];
  for (const id of state.line) {
    if (taken.size === free.length) break;
    const work = state.works.get(id)!;
    const held = heldFor(state, work);
    if (held !== null) {
      if (taken.has(held.id) || !free.includes(held)) continue;
      taken.add(held.id);
      assignments.push({ work: id, agent: held.id, why: explainChoice(work, held, [held], now) });
      continue;
    }
    const queues = openQueues(state, work, now);
    const kind = kindOf(work, queues.length);
    let agents = fitting.get(kind);
    if (agents?.length === 0) continue;
    agents = (agents ?? fit(work, queues, serving)).filter((agent) => !taken.has(agent.id));
    fitting.set(kind, agents);
    const chosen = choose(work, agents);
    if (!chosen) continue;
    taken.add(chosen.id);
    assignments.push({ work: id, agent: chosen.id, why: explainChoice(work, chosen, agents, now) });
  }
  return assignments;
}

/** Who was tried in this round waits for the next one, which begins when nobody else is left. */
function choose(work: Work, agents: readonly Agent[]): Agent | undefined {
  return work.tried.length === 0 ? agents[0] : (agents.find((agent) => !work.tried.includes(agent.id)) ?? agents[0]);
}

function byQueue(free: readonly Agent[]): ReadonlyMap<QueueId, Agent[]> {
  const serving = new Map<QueueId, Agent[]>();
  for (const agent of free) {
    for (const queue of agent.queues) {
      const agents = serving.get(queue);
      if (agents) agents.push(agent);
      else serving.set(queue, [agent]);
    }
  }
  return serving;
}

function fit(work: Work, queues: readonly QueueConfig[], serving: ReadonlyMap<QueueId, Agent[]>): Agent[] {
  const fitting = queues.map((queue) => {
    const needs = needsIn(queue, work);
    return (serving.get(queue.id) ?? []).filter((agent) => !lacksSkill(agent, needs));
  });
  if (fitting.length <= 1) return fitting[0] ?? [];
  return [...new Set(fitting.flat())].sort(byIdle);
}

/** Work of one kind is fit for by the same agents: same queue, same needs, overflowed equally far. */
function kindOf(work: Work, open: number): string {
  const kind = open === 1 ? work.queue : `${work.queue}+${open}`;
  return work.skills.length === 0 ? kind : `${kind} ${JSON.stringify(work.skills)}`;
}

function explainChoice(work: Work, chosen: Agent, agents: readonly Agent[], now: EpochMs): Why {
  const idle = (agent: Agent) => Math.max(0, now - agent.idleSince);
  return {
    rule: work.reservedFor === chosen.id ? 'reserved' : chosen.queues.has(work.queue) ? 'longest-idle' : 'longest-idle, overflow',
    eligible: agents.length,
    idleMs: idle(chosen),
    waitedMs: now - work.queuedAt,
    candidates: agents.slice(0, SHOWN_CANDIDATES).map((agent) => ({ agent: agent.id, idleMs: idle(agent) })),
  };
}

/** The offers that assignments become; `nextId` gives each a fresh id. */
export function offerAll(state: RoutingState, assignments: readonly Assignment[], now: EpochMs, nextId: () => OfferId): LoggedEvent[] {
  return assignments.map(({ work: id, agent, why }) => {
    const work = state.works.get(id)!;
    const expiresAt = now + (state.queues.get(work.queue)?.offerTimeoutMs ?? 0);
    const data = { interaction: work.interaction, work: id, queue: work.queue, offer: nextId(), agent, expiresAt, why };
    return { type: 'work.offered', at: now, data };
  });
}
