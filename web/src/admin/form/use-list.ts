// A list that administrators set up, kept true: what anybody changes is in it a moment later.
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ADMIN_KEY, change, listQuery, make, remove, type Listed, type ListName } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { useTouched } from '../../live/LiveProvider.tsx';

/** `everyMs`: read again so often, where no event tells of what changes. */
export function useList<L extends ListName>(list: L, enabled = true, everyMs: number | false = false): UseQueryResult<Listed<L>[]> {
  return useQuery({ ...listQuery(useApi(), list), enabled, refetchInterval: everyMs });
}

/** For each page of the settings once: settings that anybody changed are read again. */
export function useFreshLists(): void {
  const readAgain = useReadAgain();
  useTouched((touched) => {
    if (touched === 'all' || touched.config) void readAgain();
  });
}

/** Reads again what is on the screen of the settings, and what other screens filter by. */
export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ADMIN_KEY }),
      queries.invalidateQueries({ queryKey: ['queues'] }),
      queries.invalidateQueries({ queryKey: ['agents'] }),
    ]);
  }, [queries]);
}

/** Making, changing and removing one of a list; all of it is read again afterwards. */
export function useListActs<L extends ListName>(list: L) {
  const api = useApi();
  const readAgain = useReadAgain();
  const thenRead = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    await readAgain();
    return done;
  };
  return {
    make: (value: unknown) => thenRead(make<Listed<L>>(api, list, value)),
    change: (id: string, value: unknown) => thenRead(change<Listed<L>>(api, list, id, value)),
    remove: (id: string) => thenRead(remove(api, list, id)),
  };
}
