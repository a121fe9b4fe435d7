// The contacts list with its pages, kept true by the event stream: new contacts come in on top, changed ones change, the rest stays put.
import { replaceEqualDeep, useInfiniteQuery, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useApi } from '../../api/context.tsx';
import { interactionQuery, readInteractions, type ContactRow, type Page } from '../../api/interactions.ts';
import { ApiError } from '../../api/problem.ts';
import type { Touched } from '../../live/batch.ts';
import { useClock, useTouched } from '../../live/LiveProvider.tsx';
import { keepRows, mergeHead, newestFirst, replaceRow } from '../../live/list.ts';
import { matchesFilter, toApiFilter, type Filters } from './filters.ts';

type Pages = InfiniteData<Page<ContactRow>, string | null>;

/** Changed rows below the first page are read one by one; in a storm only so many, the others come with the next change. */
const MOST_SINGLE_READS = 5;

const NOTHING: Touched = {
  interactions: new Set(),
  agents: new Set(),
  customers: new Set(),
  voicemails: false,
  matters: false,
  alarms: false,
  config: false,
};

export function useLiveList(filters: Filters) {
  const api = useApi();
  const queries = useQueryClient();
  const clock = useClock();
  const queryKey = ['interactions', filters];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => readInteractions(api, toApiFilter(filters, clock.now()), pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Later pages are kept by the stream; reading all of them again for a remount would cost one request each.
    staleTime: 15_000,
    structuralSharing: (old, next) => (old === undefined ? next : keepRows(old as Pages, next as Pages, replaceEqualDeep)),
  });

  useTouched((touched) => {
    if (touched === 'all') void queries.invalidateQueries({ queryKey: ['interactions'] });
    else if (touched.interactions.size > 0) void follow(touched);
  });

  async function follow(touched: Touched): Promise<void> {
    const filter = toApiFilter(filters, clock.now());
    try {
      const head = await readInteractions(api, filter, null);
      patch((rows) => mergeHead(rows, head.items, head.nextCursor === null));
      const oldest = head.items.toSorted(newestFirst).at(-1);
      const below = rowsOf(queries.getQueryData<Pages>(queryKey)).filter(
        (row) => touched.interactions.has(row.id) && oldest && newestFirst(row, oldest) > 0,
      );
      for (const { id } of below.slice(0, MOST_SINGLE_READS)) {
        const row = await queries.fetchQuery({ ...interactionQuery(api, id), staleTime: 0 });
        patch((rows) => replaceRow(rows, row, matchesFilter(row, filter)));
      }
    } catch (error) {
      // The next event or the reconnect reads again; the offline banner says why the list may be old.
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** After a patch the rows live in one page: to read on, only the last cursor matters. */
  function patch(change: (rows: ContactRow[]) => ContactRow[]): void {
    queries.setQueryData<Pages>(queryKey, (old): Pages | undefined => {
      const last = old?.pages.at(-1);
      return last ? { pages: [{ items: change(rowsOf(old)), nextCursor: last.nextCursor }], pageParams: [null] } : old;
    });
  }

  // A page that was on its way while the stream changed the list is put behind the list as it was before: read the head once more.
  const reading = query.isFetchingNextPage;
  const wasReading = useRef(false);
  useEffect(() => {
    if (wasReading.current && !reading) void follow(NOTHING);
    wasReading.current = reading;
  });

  const rows = useMemo(() => rowsOf(query.data as Pages | undefined), [query.data]);
  return { ...query, rows };
}

/** A contact as a list that was looked at has it: its page can say whose it is before it was read. */
export function rowInLists(queries: QueryClient, id: string): ContactRow | undefined {
  for (const [, pages] of queries.getQueriesData<Pages>({ queryKey: ['interactions'] })) {
    const row = rowsOf(pages).find((each) => each.id === id);
    if (row) return row;
  }
  return undefined;
}

/** Pages read at different moments may overlap. */
function rowsOf(pages: Pages | undefined): ContactRow[] {
  return [...new Map((pages?.pages ?? []).flatMap((page) => page.items).map((row) => [row.id, row])).values()];
}
