// What a wrap-up may say a contact was about: the tree of a queue, its change.
import type { Disposition, Dispositions, PutDispositions } from '@tandem/contract/api/dispositions.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';

export type { Disposition, Dispositions } from '@tandem/contract/api/dispositions.ts';

export const DISPOSITIONS_KEY = ['dispositions'] as const;

/** Of one queue; the tenant's where null. */
export function dispositionsQuery(api: Api, queue: string | null) {
  return queryOptions({
    queryKey: [...DISPOSITIONS_KEY, queue],
    queryFn: ({ signal }) => api.get<Dispositions>('/dispositions', { queue }, signal),
    staleTime: 60_000,
  });
}

export const putDispositions = (api: Api, tree: PutDispositions): Promise<Dispositions> => api.send('PUT', '/dispositions', tree);
export const removeDispositions = (api: Api, queue: string): Promise<void> => api.send('DELETE', `/dispositions/${queue}`);

/** Those that can be chosen: they hold no others. */
export function leavesOf(items: readonly Disposition[]): Disposition[] {
  const groups = new Set(items.map((each) => each.parent));
  return items.filter(({ key }) => !groups.has(key));
}
