// The history over HTTP: what was changed, and having an earlier state again.
import { HistoryPage, HistoryQuery, RestoredState, RestoreState } from '@tandem/contract/api/history.ts';
import { HISTORY_ACTIONS } from '@tandem/contract/history.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { Type } from 'typebox';
import type { ErrorCode } from '../../../platform/errors/catalogue.ts';
import { route, type AnyRoute, type Route } from '../../../platform/http/types.ts';
import type { History } from './history.ts';

/** `others`: the routes by which things are restored, whose refusals are the history's too. */
export function historyRoutes(history: History, others: readonly AnyRoute[]): Route[] {
  const actions = new Set<string>([...Object.values(HISTORY_ACTIONS), 'flows:write']);
  const restores = ({ method, action, path }: Route) => method !== 'GET' && (actions.has(action ?? '') || path.startsWith('/wallboards'));
  const refusals = others.flatMap((each) => ('public' in each || !restores(each) ? [] : (each.errors ?? [])));
  const errors = [
    'history.not-found',
    'history.changed-since',
    'history.not-restorable',
    'history.asks',
    'history.secret-gone',
    'history.recordings-gone',
    'history.see-versions',
    ...refusals,
  ] as const satisfies readonly ErrorCode[];
  return [
    route({
      method: 'GET',
      path: '/history',
      summary: 'What administrators changed, newest first: of everything, of one kind or of one object, each with what differs',
      tag: 'audit',
      // The action of each kind: who may set it up.
      action: null,
      errors: ['access.denied'],
      schema: { query: HistoryQuery, response: HistoryPage },
      handle: ({ caller, query }) => history.list(caller, query),
    }),
    route({
      method: 'POST',
      path: '/history/:id/restore',
      summary: 'Has an object be as it was before or after a change: a new change, by the rules that hold for any',
      tag: 'audit',
      action: null,
      audit: 'history.restore',
      errors: [...new Set(errors)],
      schema: { params: Type.Object({ id: IdOf('evt') }), body: RestoreState, response: RestoredState },
      handle: ({ caller, language, requestId, params, body }) => history.restore({ caller, language, requestId }, params.id, body),
    }),
  ] as Route[];
}
