// Figures over HTTP: days, agents, the floor now, what each figure means, and days made anew.
import {
  AgentKpiQuery,
  AgentKpiReport,
  KpiDefinitions,
  KpiLive,
  KpiQuery,
  KpiReport,
  Recompute,
  Recomputed,
} from '@tandem/contract/api/kpis.ts';
import { route, type Route } from '../../../platform/http/types.ts';
import { KPI_DEFINITIONS } from '../core/definitions.ts';
import type { Analytics } from './analytics.ts';

export function analyticsRoutes(analytics: Pick<Analytics, 'report' | 'agents' | 'live' | 'recompute'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/kpis',
      summary: 'Figures of queues by local day, and over all days asked for; today where no day is given',
      tag: 'kpis',
      action: 'kpis:read',
      errors: ['queue.not-found'],
      schema: { query: KpiQuery, response: KpiReport },
      handle: ({ caller, query, language }) => analytics.report(caller, query, language),
    }),
    route({
      method: 'GET',
      path: '/kpis/agents',
      summary: 'Figures of agents on one local day, with what still runs counted up to now',
      tag: 'kpis',
      action: 'kpis:read',
      schema: { query: AgentKpiQuery, response: AgentKpiReport },
      handle: ({ caller, query }) => analytics.agents(caller, query),
    }),
    route({
      method: 'GET',
      path: '/kpis/live',
      summary: 'The floor now: who waits, rings, talks and wraps up in each queue, and the day so far',
      tag: 'kpis',
      action: 'kpis:read',
      schema: { response: KpiLive },
      handle: ({ caller, language }) => analytics.live(caller, language),
    }),
    route({
      method: 'GET',
      path: '/kpis/definitions',
      summary: 'Name, formula, unit and direction of every figure, in both languages',
      tag: 'kpis',
      action: 'kpis:read',
      schema: { response: KpiDefinitions },
      handle: () => Promise.resolve(KPI_DEFINITIONS),
    }),
    route({
      method: 'POST',
      path: '/kpis/recompute',
      summary: 'Makes the figures of these local days anew from the log; counting goes on meanwhile',
      tag: 'kpis',
      action: 'kpis:recompute',
      audit: 'kpis.recompute',
      schema: { body: Recompute, response: Recomputed },
      handle: ({ caller, body }) => analytics.recompute(caller.tenant, body.from, body.to),
    }),
  ] as Route[];
}
