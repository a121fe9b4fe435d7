// The configuration routing decided by, folded from the log's changes of queues, skills, agents' skills, predictions, and what holds for all queues.
import type { RoutingRules as TenantRules } from '@tandem/contract/api/routing-rules.ts';
import type { EventData, StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, Id, QueueId } from '@tandem/contract/ids.ts';
import type { Matching } from '@tandem/contract/routing.ts';
import { skillRuleByIds } from '@tandem/contract/skill-rule.ts';
import { rulesOf } from '../../server/src/modules/routing/core/rules.ts';
import type { QueueConfig, RoutingConfig, SkillNeed } from '../../server/src/modules/routing/core/types.ts';

/** A queue with what only figures need of it. */
export type TwinQueue = QueueConfig & { key?: string; serviceLevel?: { thresholdMs: number; target: number } };
export type TwinConfig = Omit<RoutingConfig, 'queues'> & { queues: readonly TwinQueue[] };
/** As the log has it: the rule of skills in words. */
type LoggedQueue = Omit<TwinQueue, 'requires'> & { requires?: string | null };

/** The newest configuration after each change, with the seq of the change. */
export function configurations(events: readonly StoredEvent[]): { seq: number; at: number; config: TwinConfig }[] {
  const queues = new Map<QueueId, LoggedQueue>();
  const keys = new Map<string, Id<'skl'>>();
  const skills = new Map<AgentId, readonly SkillNeed[]>();
  const matched = new Map<QueueId, Matching | null>();
  let rules: TenantRules | null = null;
  const versions: { seq: number; at: number; config: TwinConfig }[] = [];
  /** False where routing does not decide by it. */
  const take = ({ kind, id, value }: EventData<'config.changed'>): boolean => {
    if (kind === 'queue') {
      if (value === null) queues.delete(id as QueueId);
      else queues.set(id as QueueId, value as LoggedQueue);
    } else if (kind === 'agent-skills') skills.set(id as AgentId, (value as { skills?: readonly SkillNeed[] } | null)?.skills ?? []);
    else if (kind === 'skill') keys.set((value as { key?: string } | null)?.key ?? id, id as Id<'skl'>);
    else if (kind === 'routing-rules') rules = value as TenantRules;
    else return false;
    return true;
  };
  for (const event of events) {
    if (event.type === 'matching.applied') matched.set(event.data.queue, event.data.matching);
    else if (event.type !== 'config.changed' || !take(event.data)) continue;
    // As directory hands it over: whoever is a member or has a skill, by id.
    const agents = [...new Set([...skills.keys(), ...[...queues.values()].flatMap((queue) => queue.members)])].sort();
    versions.push({
      seq: event.seq,
      at: event.at,
      config: {
        queues: [...queues.values()].map((queue) => ({
          ...queue,
          requires: skillRuleByIds(queue.requires, keys),
          matching: matched.get(queue.id) ?? null,
        })),
        agents: agents.map((agent) => ({ agent, skills: skills.get(agent) ?? [] })),
        ...(rules === null ? {} : { rules: rulesOf(rules) }),
      },
    });
  }
  return versions;
}
