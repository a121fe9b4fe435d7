// How the installation does, the check of the network, and the SIP messages of a contact.
import type { SipTrace } from '@tandem/contract/api/sip-traces.ts';
import type { NetworkCheck, SystemHealth } from '@tandem/contract/api/system.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';

export const healthQuery = (api: Api) =>
  queryOptions({
    queryKey: ['system', 'health'],
    queryFn: ({ signal }) => api.get<SystemHealth>('/system/health', {}, signal),
    refetchInterval: 15_000,
  });

export const checkNetwork = (api: Api) => api.send<NetworkCheck>('POST', '/system/network-check');

/** Each reading is written to the audit trail: asked for by hand, never by itself. */
export const sipTraceQuery = (api: Api, interaction: string) =>
  queryOptions({
    queryKey: ['sip-trace', interaction],
    queryFn: ({ signal }) => api.get<SipTrace>(`/interactions/${interaction}/sip-trace`, {}, signal),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

export const sipTraceFile = (interaction: string, format: 'text' | 'pcapng') =>
  `/api/v1/interactions/${interaction}/sip-trace/file?format=${format}`;
