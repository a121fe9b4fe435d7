// Queues, agents and customers: what the lists filter by and the side panels show.
import type { Customer, CustomerPatch, CustomerRecord } from '@tandem/contract/api/customers.ts';
import type { Directory } from '@tandem/contract/api/directory.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { Storage } from '@tandem/contract/api/storage.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';
import { ApiError } from './problem.ts';

const QUIET_MS = 60_000;
const REACH_TRIES = 10;
const REACH_AGAIN_MS = 150;

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
    // As it begins to ring he may not be within the agent's reach yet.
    retry: (tried, error) => tried < REACH_TRIES && error instanceof ApiError && error.status === 404,
    retryDelay: REACH_AGAIN_MS,
  });
}

/** Queues and numbers one can pass a customer on to, with how it looks there now. */
export function directoryQuery(api: Api) {
  return queryOptions({
    queryKey: ['directory'],
    queryFn: ({ signal }) => api.get<Directory>('/directory', {}, signal),
    refetchInterval: 5_000,
  });
}

/** Who may be calling: those who have exactly this number. */
export function customersOfNumberQuery(api: Api, address: string) {
  return queryOptions({
    queryKey: ['customers-of', address],
    queryFn: async ({ signal }) => (await api.get<Page<Customer>>('/customers', { address, limit: 20 }, signal)).items,
  });
}

export function customerSearchQuery(api: Api, q: string) {
  return queryOptions({
    queryKey: ['customer-search', q],
    queryFn: async ({ signal }) => (await api.get<Page<Customer>>('/customers', { q, limit: 8 }, signal)).items,
    staleTime: 10_000,
  });
}

/** What lookup tables say about him, e.g. orders. */
export function customerRecordsQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ['customer', id, 'records'],
    queryFn: async ({ signal }) => (await api.get<Page<CustomerRecord>>(`/customers/${id}/records`, {}, signal)).items,
    staleTime: QUIET_MS,
    retry: false,
  });
}

export const changeCustomer = (api: Api, id: string, patch: CustomerPatch): Promise<Customer> =>
  api.send('PATCH', `/customers/${id}`, patch);
export const setCustomerNumbers = (api: Api, id: string, numbers: readonly string[]): Promise<Customer> =>
  api.send('PUT', `/customers/${id}/numbers`, { numbers });

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
