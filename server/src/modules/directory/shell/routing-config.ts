// What routing needs to know of a tenant, in one read.
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { AgentId, Id, QueueId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { readQueues } from './queues.ts';
import type { DirectoryTables } from './tables.ts';

export type RoutingConfig = {
  queues: Queue[];
  /** Every agent that is a member of a queue or has a skill. */
  agents: { agent: AgentId; skills: { skill: Id<'skl'>; level: number }[]; queues: QueueId[] }[];
};

export async function readRoutingConfig(tx: Tx): Promise<RoutingConfig> {
  const queues = await readQueues(tx);
  const rows = await tx
    .tables<DirectoryTables>()
    .selectFrom('directory_agent_skill')
    .select(['agent', 'skill', 'level'])
    .orderBy('skill')
    .execute();
  const skills = Map.groupBy(rows, (row) => row.agent);
  const agents = new Set<AgentId>([...skills.keys(), ...queues.flatMap((queue) => queue.members)]);
  return {
    queues,
    agents: [...agents].sort().map((agent) => ({
      agent,
      skills: (skills.get(agent) ?? []).map(({ skill, level }) => ({ skill, level })),
      queues: queues.filter((queue) => queue.members.includes(agent)).map((queue) => queue.id),
    })),
  };
}
