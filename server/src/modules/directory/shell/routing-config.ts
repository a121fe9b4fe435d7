// What routing needs to know of a tenant, in one read: queues with their rules by the ids of skills, who has which, and what holds for all.
import type { Queue } from '@tandem/contract/api/queues.ts';
import { USUAL_RULES, type RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import type { AgentId, Id, QueueId } from '@tandem/contract/ids.ts';
import { skillRuleByIds, type SkillRuleByIds } from '@tandem/contract/skill-rule.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { readQueues } from './queues.ts';
import type { DirectoryTables } from './tables.ts';

type SkillId = Id<'skl'>;

export type RoutingConfig = {
  queues: (Omit<Queue, 'requires'> & { requires: SkillRuleByIds | null })[];
  /** Every agent that is a member of a queue or has a skill. */
  agents: { agent: AgentId; skills: { skill: SkillId; level: number }[]; queues: QueueId[] }[];
  rules: RoutingRules;
};

export async function readRoutingConfig(tx: Tx): Promise<RoutingConfig> {
  const queues = await readQueues(tx);
  const tables = tx.tables<DirectoryTables>();
  const rows = await tables.selectFrom('directory_agent_skill').select(['agent', 'skill', 'level']).orderBy('skill').execute();
  const known = await tables.selectFrom('directory_skill').select(['id', 'key']).execute();
  const ids = new Map(known.map(({ id, key }) => [key, id]));
  const skills = Map.groupBy(rows, (row) => row.agent);
  const agents = new Set<AgentId>([...skills.keys(), ...queues.flatMap((queue) => queue.members)]);
  return {
    queues: queues.map((queue) => ({ ...queue, requires: skillRuleByIds(queue.requires, ids) })),
    agents: [...agents].sort().map((agent) => ({
      agent,
      skills: (skills.get(agent) ?? []).map(({ skill, level }) => ({ skill, level })),
      queues: queues.filter((queue) => queue.members.includes(agent)).map((queue) => queue.id),
    })),
    rules: await readRoutingRules(tx),
  };
}

export async function readRoutingRules(tx: Tx): Promise<RoutingRules> {
  const row = await tx.tables<DirectoryTables>().selectFrom('directory_routing_rules').select('rules').executeTakeFirst();
  return { ...USUAL_RULES, ...row?.rules };
}
