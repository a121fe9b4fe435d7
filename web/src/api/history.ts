// What was changed in the settings, and having an earlier state again.
import type { HistoryEntry, RestoredState, RestoreState } from '@tandem/contract/api/history.ts';
import type { HistoryKind } from '@tandem/contract/history.ts';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { ADMIN_KEY } from './admin.ts';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';
import { ApiError } from './problem.ts';

export type { HistoryChange, HistoryEntry, RestoreState } from '@tandem/contract/api/history.ts';

/** All of it: what was changed elsewhere than in the settings is to be read again. */
export const HISTORY_KEY = [...ADMIN_KEY, 'history'] as const;

const PAGE = 20;

/** Of one object, of one kind, or of everything the user may set up. */
export const historyQuery = (api: Api, kind?: HistoryKind, id?: string) =>
  infiniteQueryOptions({
    queryKey: [...HISTORY_KEY, kind ?? null, id ?? null],
    queryFn: ({ pageParam, signal }) => api.get<Page<HistoryEntry>>('/history', { kind, id, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const restoreState = (api: Api, entry: string, state: RestoreState) =>
  api.send<RestoredState>('POST', `/history/${entry}/restore`, state);

/** Takes the user's own last change of an object back. Where somebody else changed it since, the server's refusal is thrown. */
export async function undoLast(api: Api, user: string, kind: HistoryKind, id: string): Promise<HistoryEntry> {
  const { items } = await api.get<Page<HistoryEntry>>('/history', { kind, id, limit: PAGE });
  const own = items.find((entry) => entry.user?.id === user);
  if (!own) throw new ApiError(404, null, null);
  return restoreState(api, own.id, { to: 'before', unlessChangedSince: true });
}
