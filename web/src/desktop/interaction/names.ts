// The names that a contact's events need, from what is already on the page.
import type { InteractionDetail } from '@tandem/contract/api/interactions.ts';
import type { Names } from './sentence.ts';

export function namesOf(
  detail: Pick<InteractionDetail, 'agent' | 'queue' | 'segments' | 'legs'>,
  agents: readonly { id: string; name: string }[],
  dispositions: ReadonlyMap<string, readonly string[]>,
): Names {
  const named = [detail, ...detail.segments];
  // Somebody may have no name (any more): then the plain word for what he is reads better than a gap.
  const byId = (all: readonly { id: string; name: string }[]) =>
    new Map(all.filter(({ name }) => Boolean(name)).map(({ id, name }) => [id, name]));
  return {
    agents: byId([...agents, ...named.flatMap(({ agent }) => agent ?? [])]),
    queues: byId(named.flatMap(({ queue }) => queue ?? [])),
    dispositions,
    legs: new Map(detail.legs.map(({ id, party }) => [id, party])),
  };
}
