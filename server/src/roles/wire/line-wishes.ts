// What a customer's own story adds to his place in the line: his level, which has points, the agent who looks after him or spoke with him last, and what he
// is a case of.
import type { AgentId, CustomerId, InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Modules } from './modules.ts';

export type Wishes = {
  preferred: { agent: AgentId; forMs: number } | null;
  /** His level, where the rules of routing know it: what agents are good at is learned by it too. */
  level?: string;
  topic?: string;
};

const NONE: Wishes = { preferred: null };

/** Nothing where nobody knows who he is, or nothing was set up. */
export async function wishesOf(
  { directory, customers, interactions }: Pick<Modules, 'directory' | 'customers' | 'interactions'>,
  tenant: TenantId,
  {
    interaction,
    queue,
    person,
  }: { interaction: InteractionId; queue: QueueId; /** Null where nobody knows who he is. */ person: CustomerId | null },
): Promise<Wishes> {
  if (!person) return NONE;
  const [{ levels }, lastAgentMs] = await Promise.all([directory.routingRules(tenant), directory.lastAgentMs(tenant, queue)]);
  if (levels.length === 0 && lastAgentMs === 0) return NONE;
  const { level, owner } = await customers.customer(tenant, person);
  const agent = lastAgentMs === 0 ? null : (owner ?? (await interactions.lastAgentOf(tenant, person, interaction)));
  const known = levels.find((each) => each.level.toLowerCase() === level?.toLowerCase());
  return {
    preferred: agent === null ? null : { agent, forMs: lastAgentMs },
    ...(known ? { level: known.level, topic: known.level.toLowerCase() } : {}),
  };
}
