// Which interactions a scope reaches: by the agents who have or had them, or by queue.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';

/** `all`, or those that one of the agents took part in or that are in one of the queues. */
export type Reach = 'all' | { agents: readonly AgentId[]; queues: readonly QueueId[] };

/** Whom the scope needs: `agentsIn` is asked for the agents of teams and sites beforehand. */
export function reachOf(
  scope: Scope | null,
  caller: { agent: AgentId | null; queues: readonly string[] },
  others: readonly AgentId[],
): Reach {
  const own = caller.agent === null ? [] : [caller.agent];
  switch (scope) {
    case null:
      return { agents: [], queues: [] };
    case 'own':
      return { agents: own, queues: [] };
    case 'team':
    case 'site':
      return { agents: [...new Set([...own, ...others])], queues: [] };
    case 'queue':
      return { agents: own, queues: caller.queues as readonly QueueId[] };
    case 'tenant':
      return 'all';
  }
}

export function reaches(reach: Reach, interaction: { agents: readonly AgentId[]; queue: QueueId | null }): boolean {
  if (reach === 'all') return true;
  return (
    interaction.agents.some((agent) => reach.agents.includes(agent)) ||
    (interaction.queue !== null && reach.queues.includes(interaction.queue))
  );
}
