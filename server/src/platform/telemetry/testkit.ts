// For tests of spans: a tracer that keeps what it is told, and facts and events of one call.
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { LoggedEvent } from './event-spans.ts';
import type { Span, Tracer } from './tracing.ts';

export const CALL = 'cal_019307d4-3f5e-7c11-8a2b-5f0e9d1c2b3a';
export const TRACE = '019307d43f5e7c118a2b5f0e9d1c2b3a';

export function kept(wants = true): { tracer: Tracer; spans: Span[] } {
  const spans: Span[] = [];
  return { spans, tracer: { on: true, wants: () => wants, record: (span) => void spans.push(span), stop: () => Promise.resolve() } };
}
export const fact = (kind: EdgeFact['kind'], at: number, more: object): EdgeFact =>
  ({ kind, at, tenant: 'tnt_1', call: CALL, ...more }) as unknown as EdgeFact;
export const event = (type: LoggedEvent['type'], at: number, data: object): LoggedEvent =>
  ({ type, at, data: { interaction: 'int_1', ...data } }) as unknown as LoggedEvent;
export const named = (spans: Span[], name: string): Span[] => spans.filter((span) => span.name === name);
