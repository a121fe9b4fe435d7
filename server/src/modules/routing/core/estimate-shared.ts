// Which other queues the same agents serve, and how many agents each brings: worked out anew when somebody comes or goes, not for each customer.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { Kind } from './book.ts';
import { hasRoom } from './capacity.ts';
import type { RoutingState } from './types.ts';

/** `others`: its agents who are there and do not serve the one; `without`: those of the one who do not serve it. */
export type Rival = { queue: QueueId; others: number; without: number };

const known = new WeakMap<Kind, { readiness: number; rivals: readonly Rival[] }>();

export function competing({ book, agents }: RoutingState, kind: Kind): readonly Rival[] {
  const remembered = known.get(kind);
  if (remembered?.readiness === book.readiness) return remembered.rivals;
  const there = (id: AgentId): boolean => hasRoom(book.seats.get(id)?.ready ?? 0, kind.channel);
  const mine = [...kind.fits].filter(there);
  const queues = new Set(mine.flatMap((id) => [...(agents.get(id)?.queues ?? [])]));
  queues.delete(kind.queue);
  const rivals = [...queues].map((queue): Rival => {
    const members = [...(book.rows.get(queue)?.members.keys() ?? [])];
    const others = members.filter((id) => there(id) && !kind.fits.has(id)).length;
    const without = mine.filter((id) => !agents.get(id)?.queues.has(queue)).length;
    return { queue, others, without };
  });
  known.set(kind, { readiness: book.readiness, rivals });
  return rivals;
}
