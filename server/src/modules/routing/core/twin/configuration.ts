// The configuration routing decided by, folded from the log's changes of queues, skills, agents' skills, predictions, and what holds for all queues.
import { USUAL_RULES, type RoutingRules as TenantRules } from '@tandem/contract/api/routing-rules.ts';
import type { EventData, StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, Id, QueueId } from '@tandem/contract/ids.ts';
import type { Matching } from '@tandem/contract/routing.ts';
import { skillRuleByIds } from '@tandem/contract/skill-rule.ts';
import { rulesOf } from '../rules.ts';
import type { QueueConfig, RoutingConfig, SkillNeed } from '../types.ts';

/** A queue with what only figures need of it. */
export type TwinQueue = QueueConfig & {
  key?: string;
  serviceLevel?: { thresholdMs: number; target: number };
  /** `requires` as people wrote it. */
  requiresText?: string | null;
};
export type TwinConfig = Omit<RoutingConfig, 'queues'> & { queues: readonly TwinQueue[] };
/** As the log has it: the rule of skills in words, and a rule of spill that is none as null. */
type LoggedQueue = Omit<TwinQueue, 'requires' | 'spill'> & { requires?: string | null; spill?: TwinQueue['spill'] | null };
/** A digital worker, as the log has him. */
type LoggedWorker = { on: boolean; queues: readonly QueueId[]; skills: readonly SkillNeed[]; capacity: { voice: number } };

/** Takes changes one by one, in the log's order. */
export class ConfigFold {
  readonly #queues = new Map<QueueId, LoggedQueue>();
  readonly #keys = new Map<string, Id<'skl'>>();
  readonly #skills = new Map<AgentId, readonly SkillNeed[]>();
  readonly #matched = new Map<QueueId, Matching | null>();
  readonly #workers = new Map<AgentId, LoggedWorker>();
  #rules: TenantRules | null = null;

  /** False where routing does not decide by it. */
  take(event: StoredEvent): boolean {
    if (event.type === 'matching.applied') this.#matched.set(event.data.queue, event.data.matching);
    return event.type === 'matching.applied' || (event.type === 'config.changed' && this.#changed(event.data));
  }

  /** As it is handed over to routing: of agents, whoever is a member or has a skill, by id; digital workers after them. */
  now(): TwinConfig {
    const queues = [...this.#queues.values()];
    const workers = [...this.#workers].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const people = [...new Set([...this.#skills.keys(), ...queues.flatMap((queue) => queue.members)])].sort();
    const serving = (id: QueueId) => workers.filter(([, worker]) => worker.queues.includes(id)).map(([agent]) => agent);
    return {
      queues: queues.map(({ spill, ...queue }) => ({
        ...queue,
        members: [...new Set([...queue.members, ...serving(queue.id)])],
        requires: skillRuleByIds(queue.requires, this.#keys),
        requiresText: queue.requires ?? null,
        matching: this.#matched.get(queue.id) ?? null,
        ...(spill ? { spill } : {}),
      })),
      agents: [
        ...people.filter((agent) => !this.#workers.has(agent)).map((agent) => ({ agent, skills: this.#skills.get(agent) ?? [] })),
        ...workers.map(([agent, { on, skills, capacity }]) => ({ agent, skills, most: { ...capacity }, digital: { on } })),
      ],
      ...(this.#rules === null ? {} : { rules: rulesOf(this.#rules) }),
    };
  }

  #changed({ kind, id, value }: EventData<'config.changed'>): boolean {
    if (kind === 'queue') {
      if (value === null) this.#queues.delete(id as QueueId);
      else this.#queues.set(id as QueueId, value as LoggedQueue);
    } else if (kind === 'agent-skills') this.#skills.set(id as AgentId, (value as { skills?: readonly SkillNeed[] } | null)?.skills ?? []);
    else if (kind === 'skill') this.#keys.set((value as { key?: string } | null)?.key ?? id, id as Id<'skl'>);
    else if (kind === 'routing-rules') this.#rules = { ...USUAL_RULES, ...(value as TenantRules) };
    else if (kind === 'digital-worker') {
      if (value === null) this.#workers.delete(id as AgentId);
      else this.#workers.set(id as AgentId, value as LoggedWorker);
    } else return false;
    return true;
  }
}

/** The newest configuration after each change, with the seq of the change. */
export function configurations(events: readonly StoredEvent[]): { seq: number; at: number; config: TwinConfig }[] {
  const fold = new ConfigFold();
  return events.flatMap((event) => (fold.take(event) ? [{ seq: event.seq, at: event.at, config: fold.now() }] : []));
}
