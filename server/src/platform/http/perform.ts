// Does for a caller what a request of his own would do, by the same route: his permission, the schemas, the handler, the audit trail.
import { Value } from 'typebox/value';
import type { Language } from '@tandem/contract/texts.ts';
import { invariant } from '../../kernel/assert.ts';
import { AppError } from '../errors/types.ts';
import { objectOf } from './audit-object.ts';
import type { AnyRoute, Auditor, Caller, Route } from './types.ts';
import { requestValidator } from './validation.ts';

/** A request by the pattern of its route, `{ path: '/queues/:id', params: { id } }`. */
export type Performance = {
  method: Route['method'];
  path: string;
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
};
/** Throws what the route would answer with; `access.denied` and `access.person-only` where he may not. */
export type Perform = (by: { caller: Caller; language: Language; requestId: string }, request: Performance) => Promise<unknown>;

export function createPerform(routes: readonly AnyRoute[], auditor: Auditor): Perform {
  const byName = new Map(routes.flatMap((route) => ('public' in route ? [] : [[`${route.method} ${route.path}`, route] as const])));
  return async ({ caller, language, requestId }, { method, path, params = {}, query = {}, body }) => {
    const route = byName.get(`${method} ${path}`);
    invariant(route !== undefined, `there is a route ${method} ${path}`);
    if (route.person === true && caller.via === 'api-key') throw new AppError('access.person-only');
    if (route.action !== null && caller.scope(route.action) === null) throw new AppError('access.denied', { action: route.action });
    // A copy: what the handler keeps must not be what somebody else still holds.
    const parts = requestValidator(route.schema)({ params, query, body: Value.Clone(body) }, language);
    const answer: unknown = await route.handle({ ...parts, caller, headers: {}, language, requestId });
    if (route.audit !== undefined) {
      const { tenant, user, ip } = caller;
      const details = {
        params,
        ...(typeof body === 'object' && body !== null ? { fields: Object.keys(body) } : {}),
        ...route.auditDetails?.({ body: parts.body }, answer),
      };
      const byKey = caller.via === 'api-key' ? { key: caller.session } : {};
      await auditor.record({ tenant, user, ...byKey, action: route.audit, object: objectOf(params, answer), outcome: 'done', ip, details });
    }
    return answer;
  };
}
