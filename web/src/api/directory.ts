// Queues, agents and customers: what the lists filter by and the side panels show.
import type { Customer } from '@tandem/contract/api/customers.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { Storage } from '@tandem/contract/api/storage.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

const QUIET_MS = 60_000;

export function queuesQuery(api: Api) {
  return queryOptions({
    queryKey: ['queues'],
    queryFn: async ({ signal }) => (await api.get<Page<Queue>>('/queues', { limit: 200 }, signal)).items,
    staleTime: QUIET_MS,
  });
}

export function customerQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => api.get<Customer>(`/customers/${id}`, {}, signal),
    staleTime: QUIET_MS,
    retry: false,
  });
}

/** His other contacts, newest first. */
export function customerInteractionsQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['customer-interactions', id],
    queryFn: ({ signal }) => api.get<Page<InteractionSummary>>('/interactions', { customer: id, limit: 20 }, signal),
    retry: false,
  });
}

/** For administrators alone. */
export function storageQuery(api: Api) {
  return queryOptions({
    queryKey: ['storage'],
    queryFn: ({ signal }) => api.get<Storage>('/storage', {}, signal),
    refetchInterval: 30_000,
  });
}

export function kpisLiveQuery(api: Api) {
  return queryOptions({
    queryKey: ['kpis-live'],
    queryFn: ({ signal }) => api.get<KpiLive>('/kpis/live', {}, signal),
    refetchInterval: 10_000,
  });
}
