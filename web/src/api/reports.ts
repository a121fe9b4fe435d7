// Reports and the files made of them.
import type { KpiDefinition, KpiDefinitions } from '@tandem/contract/api/kpis.ts';
import type { AgentReport, QueueReport, ReportInterval, ReportKind, ReportPeriod } from '@tandem/contract/api/reports.ts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { queryString, type Api } from './client.ts';

export type { AgentReport, QueueReport, ReportInterval, ReportKind, ReportPeriod } from '@tandem/contract/api/reports.ts';
export type { KpiDefinition } from '@tandem/contract/api/kpis.ts';

export type ReportFilter = {
  period?: ReportPeriod | undefined;
  from?: string | undefined;
  to?: string | undefined;
  interval: ReportInterval;
  zone?: string | undefined;
  queue?: string | undefined;
  agent?: string | undefined;
  team?: string | undefined;
  number?: string | undefined;
};

/** Today goes on: it is read again and again. */
const AGAIN_MS = 30_000;

export function reportQuery(api: Api, kind: ReportKind, filter: ReportFilter) {
  return queryOptions({
    queryKey: ['report', kind, filter],
    queryFn: ({ signal }) => api.get<QueueReport | AgentReport>(`/reports/${kind}`, filter, signal),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

/** What each figure means, by its name. They change with the version of the server only. */
export function definitionsQuery(api: Api) {
  return queryOptions({
    queryKey: ['kpi-definitions'],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, KpiDefinition>> =>
      new Map((await api.get<KpiDefinitions>('/kpis/definitions', {}, signal)).items.map((item) => [item.id, item])),
    staleTime: Infinity,
  });
}

export function readReportFile(api: Api, kind: ReportKind, format: 'csv' | 'xlsx', filter: ReportFilter): Promise<ArrayBuffer> {
  return api.bytes(`/reports/${kind}/export${queryString({ ...filter, format })}`);
}
