// Reports over HTTP: by interval, queue, agent and number, on the screen and as a file.
import { AgentReport, ExportQuery, QueueReport, ReportQuery } from '@tandem/contract/api/reports.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { toCsv, toXlsx } from './report-export.ts';
import type { Reports } from './report-service.ts';

const KINDS = ['queues', 'agents', 'numbers'] as const;

export function reportRoutes(reports: Reports): Route[] {
  return [
    route({
      method: 'GET',
      path: '/reports/queues',
      summary: 'Figures of queues by interval of a time zone, and over all of it; intervals in which nothing was counted are left out',
      tag: 'reports',
      action: 'kpis:read',
      errors: ['queue.not-found', 'report.too-large'],
      schema: { query: ReportQuery, response: QueueReport },
      handle: ({ caller, query, language }) => reports.queues(caller, query, language),
    }),
    route({
      method: 'GET',
      path: '/reports/agents',
      summary: 'Figures of agents by interval of a time zone; a contact counts when the agent took it',
      tag: 'reports',
      action: 'kpis:read',
      errors: ['queue.not-found', 'report.too-large'],
      schema: { query: ReportQuery, response: AgentReport },
      handle: ({ caller, query, language }) => reports.agents(caller, query, language),
    }),
    route({
      method: 'GET',
      path: '/reports/numbers',
      summary: 'Figures by the number of ours that was called, by interval of a time zone',
      tag: 'reports',
      action: 'kpis:read',
      errors: ['queue.not-found', 'report.too-large'],
      schema: { query: ReportQuery, response: QueueReport },
      handle: ({ caller, query, language }) => reports.numbers(caller, query, language),
    }),
    ...KINDS.map((kind) =>
      route({
        method: 'GET',
        path: `/reports/${kind}/export`,
        summary:
          'The same report as a file: CSV (the intervals), or an XLSX workbook with sums and intervals, in the language of the request',
        tag: 'reports',
        action: 'kpis:read',
        audit: 'report.export',
        errors: ['queue.not-found', 'report.too-large'],
        schema: { query: ExportQuery, response: null, produces: 'text/csv' },
        async handle({ caller, query: { format = 'csv', bom = 'yes', ...query }, language }) {
          const report = await reports[kind](caller, query, language);
          return format === 'xlsx' ? toXlsx(report, language) : toCsv(report, language, bom === 'yes');
        },
      }),
    ),
  ] as Route[];
}
