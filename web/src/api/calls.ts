// Live calls: what is up now, what is done with one, dialling out, parked customers and call-backs.
import type { Callback } from '@tandem/contract/api/callbacks.ts';
import type { LiveCall } from '@tandem/contract/api/calls.ts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export type { Callback } from '@tandem/contract/api/callbacks.ts';
export type { LiveCall, Party } from '@tandem/contract/api/calls.ts';
export type ParkedCall = {
  place: string;
  call: string;
  interaction: string;
  by: string;
  byName: string;
  queue: string | null;
  until: number;
};

export const CALLS_KEY = ['calls'] as const;
export const PARKED_KEY = ['parked'] as const;
export const CALLBACKS_KEY = ['callbacks'] as const;

/** A centre with more calls than this at once shows its supervisors the oldest. */
const MOST_PAGES = 5;

/** What the event stream might miss while it is being cut is read anew after this. */
const AGAIN_MS = 10_000;

/** Calls that are up now: an agent's own, or all that a wider role reaches. */
export function callsQuery(api: Api) {
  return queryOptions({
    queryKey: CALLS_KEY,
    queryFn: async ({ signal }): Promise<LiveCall[]> => {
      const items: LiveCall[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const answer: Page<LiveCall> = await api.get('/calls', { limit: 200, cursor }, signal);
        items.push(...answer.items);
        cursor = answer.nextCursor;
        if (cursor === null) break;
      }
      return items;
    },
    refetchInterval: (query) => (query.state.data?.length ? AGAIN_MS : false),
  });
}

/** Customers who are parked now, of the whole tenant. Colleagues' parking is no event of one's own: it is read again and again while in sight. */
export function parkedQuery(api: Api) {
  return queryOptions({
    queryKey: PARKED_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<ParkedCall>>('/parked', { limit: 200 }, signal)).items,
    refetchInterval: 5_000,
  });
}

export type CallAction = 'hold' | 'resume' | 'transfer' | 'consult' | 'swap' | 'conference' | 'complete' | 'park' | 'digits' | 'hang-up';

/** Answers with the call as it then is; with nothing for `digits`. */
export function actOnCall(api: Api, call: string, action: CallAction, body?: Record<string, unknown>): Promise<LiveCall | undefined> {
  return api.send('POST', `/calls/${call}/${action}`, body);
}

export function cancelConsult(api: Api, call: string): Promise<LiveCall> {
  return api.send('DELETE', `/calls/${call}/consult`);
}

export function dropParty(api: Api, call: string, leg: string): Promise<LiveCall> {
  return api.send('DELETE', `/calls/${call}/participants/${leg}`);
}

/** One's own phone `device` rings to take the talk over. */
export function carryCall(api: Api, call: string, device: string): Promise<LiveCall> {
  return api.send('POST', `/calls/${call}/carry`, { device });
}

/** It rings no more. */
export function cancelCarry(api: Api, call: string): Promise<LiveCall> {
  return api.send('DELETE', `/calls/${call}/carry`);
}

/** The caller's own phone rings first. */
export function dialOut(api: Api, to: string, customer?: string): Promise<LiveCall> {
  return api.send('POST', '/calls', { to, ...(customer === undefined ? {} : { customer }) });
}

/** The caller's own phone rings, and then he talks with who was parked. */
export function fetchParked(api: Api, place: string): Promise<LiveCall> {
  return api.send('POST', `/parked/${place}/fetch`);
}

/** Newest first; `state` null: of every state. */
export function callbacksQuery(api: Api, state: Callback['state'] | null) {
  return infiniteQueryOptions({
    queryKey: [...CALLBACKS_KEY, state],
    queryFn: ({ pageParam, signal }) => api.get<Page<Callback>>('/callbacks', { state, limit: 50, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // What colleagues take is no event of one's own.
    refetchInterval: AGAIN_MS,
  });
}

export type CallbackWish = { customer?: string; address?: string; queue: string; notBefore?: number };

export function askCallback(api: Api, wish: CallbackWish): Promise<Callback> {
  return api.send('POST', '/callbacks', wish);
}

/** The caller's own phone rings first. */
export function takeCallback(api: Api, id: string): Promise<Callback> {
  return api.send('POST', `/callbacks/${id}/take`);
}

export function cancelCallback(api: Api, id: string): Promise<Callback> {
  return api.send('DELETE', `/callbacks/${id}`);
}
