// API requests as spans: in the caller's own trace where he sends one, else in that of the call they are about, else in one of their own.
import { randomBytes } from 'node:crypto';
import type { CallId } from '@tandem/contract/ids.ts';
import { rootOf, type SpanPlace, type Tracer } from './tracing.ts';

export type AnsweredRequest = {
  method: string;
  /** As declared, e.g. `/api/v1/calls/:id/hold`: never the path itself. */
  route: string;
  status: number;
  /** The `id` in the path, where there is one. */
  object: string | null;
  /** W3C Trace Context header, as it came. */
  traceparent: string | undefined;
  startAt: number;
  endAt: number;
};

/** `callOf` finds the call of an interaction. */
export function tracedRequests(tracer: Tracer, callOf: (interaction: string) => CallId | null): (request: AnsweredRequest) => void {
  if (!tracer.on) return () => undefined;
  return ({ method, route, status, object, traceparent, startAt, endAt }) => {
    const call = object === null ? null : object.startsWith('cal_') ? (object as CallId) : callOf(object);
    const mine = call === null ? null : rootOf(call);
    const theirs = parseTraceparent(traceparent);
    const within = theirs ?? mine;
    tracer.record({
      trace: within?.trace ?? randomBytes(16).toString('hex'),
      span: randomBytes(8).toString('hex'),
      parent: within?.span ?? null,
      name: `${method} ${route}`,
      kind: 'server',
      startAt,
      endAt,
      attributes: { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
      ...(status >= 500 ? { failed: String(status) } : {}),
      // In his trace, and found from the call's all the same.
      ...(theirs && mine ? { links: [mine] } : {}),
    });
  };
}

/** W3C Trace Context, section 3.2: version, trace id, parent id, flags. What does not fit is as if it were not there. */
export function parseTraceparent(header: string | undefined): SpanPlace | null {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(header?.trim() ?? '');
  if (!match || match[1] === 'ff' || (match[1] === '00' && match[4] !== undefined)) return null;
  const [, , trace = '', span = ''] = match;
  return /^0+$/.test(trace) || /^0+$/.test(span) ? null : { trace, span };
}
