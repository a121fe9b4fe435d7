// Which interactions a scope reaches: by the agents who have or had them, or by queue.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { Scope } from '@tandem/contract/permissions.ts';

/** `all`, or those that one of the agents took part in, that are in one of the queues, or that left a message in a box of `boxes`. */
export type Reach = 'all' | { agents: readonly AgentId[]; queues: readonly QueueId[]; boxes?: Boxes };

/** Boxes for messages: an agent's own, and those of queues. */
export type Boxes = { agent: AgentId | null; queues: readonly QueueId[] };
export type BoxReach = 'all' | Boxes;
/** Where a message lies: one of the two. */
export type Box = { queue: QueueId | null; agent: AgentId | null };

/** `own`: the caller's own box and those of his queues. */
export function boxReachOf(scope: Scope | null, caller: { agent: AgentId | null; queues: readonly string[] }): BoxReach {
  if (scope === 'tenant') return 'all';
  return scope === null ? { agent: null, queues: [] } : { agent: caller.agent, queues: caller.queues as readonly QueueId[] };
}

export function reachesBox(reach: BoxReach, box: Box): boolean {
  if (reach === 'all') return true;
  return box.queue === null ? box.agent !== null && box.agent === reach.agent : reach.queues.includes(box.queue);
}

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

export function reaches(reach: Reach, interaction: { agents: readonly AgentId[]; queue: QueueId | null; boxes?: readonly Box[] }): boolean {
  if (reach === 'all') return true;
  const { boxes } = reach;
  return (
    (boxes !== undefined && (interaction.boxes ?? []).some((box) => reachesBox(boxes, box))) ||
    interaction.agents.some((agent) => reach.agents.includes(agent)) ||
    (interaction.queue !== null && reach.queues.includes(interaction.queue))
  );
}
