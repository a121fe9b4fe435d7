// Reading interactions and their events, and wrapping them up.
import type { EventView, InteractionCount, InteractionDetail, InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';

/** The contract's intersection says twice what a recording is; TypeScript reads the shorter one first. */
export type ContactDetail = Omit<InteractionDetail, 'recordings'> & {
  recordings: {
    id: `rec_${string}`;
    state: 'recording' | 'sealed' | 'lost' | 'erased';
    durationMs: number | null;
    whole: boolean | null;
    startedAt: number;
  }[];
};

/** A contact in a list. */
export type ContactRow = InteractionSummary;

export type Page<T> = { items: T[]; nextCursor: string | null };

/** What the API can filter by; times are epoch ms, from inclusive, to exclusive. */
export type InteractionFilter = {
  state?: string | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  customer?: string | undefined;
  direction?: string | undefined;
  /** `true` as text, as it stands in the address. */
  missed?: 'true' | undefined;
  from?: number | undefined;
  to?: number | undefined;
  search?: string | undefined;
  channel?: string | undefined;
  team?: string | undefined;
  number?: string | undefined;
  durationMin?: number | undefined;
  durationMax?: number | undefined;
  disposition?: string | undefined;
  recorded?: 'true' | 'false' | undefined;
  outcome?: string | undefined;
  per?: 'agent' | undefined;
};

export const PAGE_SIZE = 50;

export function readInteractions(
  api: Api,
  filter: InteractionFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<InteractionSummary>> {
  return api.get('/interactions', { ...filter, limit: PAGE_SIZE, cursor }, signal);
}

/** How many a list of this filter has. */
export function contactCountQuery(api: Api, filter: InteractionFilter) {
  return queryOptions({
    queryKey: ['interaction-count', filter],
    queryFn: ({ signal }) => api.get<InteractionCount>('/interactions/count', filter, signal),
    staleTime: 15_000,
  });
}

/** The newest that are open now. */
export function openContactsQuery(api: Api) {
  return queryOptions({
    queryKey: ['open-contacts'],
    queryFn: ({ signal }) => readInteractions(api, { state: 'open' }, null, signal),
  });
}

export function interactionQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['interaction', id],
    queryFn: ({ signal }) => api.get<ContactDetail>(`/interactions/${id}`, {}, signal),
  });
}

/** Long contacts have long histories: so many pages of 200 are read at once, more when they are asked for. */
export const EVENT_PAGES = 10;

export function interactionEventsQuery(api: Api, id: string, pages: number) {
  return queryOptions({
    queryKey: ['interaction-events', id, pages],
    // What is on the screen stays while more is read.
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<{ items: EventView[]; complete: boolean }> => {
      const items: EventView[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < pages; page++) {
        const answer: Page<EventView> = await api.get(`/interactions/${id}/events`, { limit: 200, cursor }, signal);
        items.push(...answer.items);
        cursor = answer.nextCursor;
        if (cursor === null) return { items, complete: true };
      }
      return { items, complete: false };
    },
  });
}

export type WrapUpValue = { disposition: string; resolved: boolean; notes?: string };

export function wrapUp(api: Api, id: string, value: WrapUpValue): Promise<unknown> {
  return api.send('PUT', `/interactions/${id}/wrap-up`, value);
}

/** A minute more, as far as the queue allows. */
export function moreWrapUp(api: Api, id: string): Promise<ContactDetail> {
  return api.send('POST', `/interactions/${id}/wrap-up/more`);
}

/** Nobody is known to be the caller any more. */
export function takeBackCustomer(api: Api, id: string): Promise<ContactDetail> {
  return api.send('DELETE', `/interactions/${id}/customer`);
}

/** The caller nobody knew is this customer; also where somebody had said that he is another. */
export function setContactCustomer(api: Api, id: string, customer: string): Promise<ContactDetail> {
  return api.send('PUT', `/interactions/${id}/customer`, { customer });
}
