// The alert feed over HTTP.
import { AlertLimits } from '@tandem/contract/api/alert-limits.ts';
import { AcknowledgeAlert, Alert, AlertCount, AlertPage } from '@tandem/contract/api/alerts.ts';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import { actorOf, route, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Analytics } from './analytics.ts';

export function alertRoutes({ alerts, alertLimits }: Pick<Analytics, 'alerts' | 'alertLimits'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/alert-limits',
      summary: 'From when on the alert feed tells of something, everywhere and in single queues',
      tag: 'kpis',
      action: 'alerts:read',
      schema: { response: AlertLimits },
      handle: ({ caller }) => alertLimits.get(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/alert-limits',
      summary: 'Sets from when on the alert feed tells of something; entries that are no longer beyond a limit end',
      tag: 'kpis',
      action: 'thresholds:write',
      audit: 'alert-limits.change',
      errors: ['threshold.bad-limits', 'queue.not-found'],
      schema: { body: AlertLimits, response: AlertLimits },
      handle: ({ caller, body }) => alertLimits.put(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'GET',
      path: '/alerts',
      summary: 'What needs a supervisor: what lasts, then what was over within a day, newest first',
      tag: 'kpis',
      action: 'alerts:read',
      schema: { query: WholeQuery, response: AlertPage },
      handle: async ({ caller, query, language }) =>
        pageOfWhole(
          await alerts.list(caller, language),
          query,
          ({ clearedAt, raisedAt, id }) => `${clearedAt === null ? 0 : 1} ${String(9e15 - raisedAt).padStart(16, '0')} ${id}`,
        ),
    }),
    route({
      method: 'GET',
      path: '/alerts/count',
      summary: 'How many entries last, and how many of them nobody has taken',
      tag: 'kpis',
      action: 'alerts:read',
      schema: { response: AlertCount },
      handle: ({ caller }) => alerts.count(caller),
    }),
    route({
      method: 'POST',
      path: '/alerts/:id/acknowledge',
      summary: 'Takes care of an entry, and lets it rest for some minutes where asked to; the others see who did',
      tag: 'kpis',
      action: 'alerts:take',
      audit: 'alert.take',
      errors: ['alarm.not-found', 'alarm.over', 'alarm.got-worse'],
      schema: { params: Type.Object({ id: IdOf('alm') }), body: AcknowledgeAlert, response: Alert },
      handle: ({ caller, params, body, language }) => alerts.take(caller, params.id, body, language),
    }),
  ] as Route[];
}
