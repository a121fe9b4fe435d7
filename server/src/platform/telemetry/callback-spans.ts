// Tries of a call-back: each is a span of the contact's trace; from the second on it is also a call, and so a trace, of its own, linked to the first.
import type { CallId, InteractionId } from '@tandem/contract/ids.ts';
import type { EventPlace, LoggedEvent } from './event-spans.ts';
import { openSpans } from './open-spans.ts';
import { rootOf, traceOfCall, spanId, type Span, type Tracer } from './tracing.ts';

export type Tries = {
  /** Where spans of this event stand; null where the trace of its call is not wanted. */
  placeOf(event: LoggedEvent): EventPlace | null;
  heard(event: LoggedEvent): void;
  /** Whatever is open is over. */
  end(at: number): void;
};

/** `call`: the contact's first, whose trace is the contact's. */
export function createTries(
  { call: first, place, interaction }: { call: CallId; place: EventPlace; interaction: InteractionId },
  { wants, record }: Pick<Tracer, 'wants' | 'record'>,
): Tries {
  let asked = false;
  /** The agent's phone that rang last for it. */
  let rang: { call: CallId; at: number } | null = null;
  let later: { call: CallId; place: EventPlace | null; startAt: number } | null = null;

  function end(at: number): void {
    const over = later;
    later = null;
    if (!over?.place) return;
    over.place.spans.endAll(at);
    const attributes = { 'tandem.call': over.call, 'tandem.interaction': interaction };
    const links = [rootOf(first)];
    record({ ...rootOf(over.call), parent: null, name: 'call', kind: 'server', startAt: over.startAt, endAt: at, attributes, links });
  }

  return {
    placeOf(event) {
      const call = 'call' in event.data ? event.data.call : first;
      if (call === first) return place;
      if (later?.call !== call) {
        end(event.at);
        const { trace } = rootOf(call);
        later = { call, place: wants(trace) ? { spans: openSpans(trace, record), root: rootOf(call) } : null, startAt: event.at };
      }
      return later.place;
    },
    heard(event) {
      if (event.type === 'callback.requested') asked = true;
      if (event.type === 'call.dialled' && asked && event.data.agent !== undefined) rang = { call: event.data.call, at: event.at };
      if (event.type !== 'callback.attempted') return;
      const { attempt, outcome } = event.data;
      const { call, at: startAt } = rang ?? { call: first, at: event.at };
      const span: Span = {
        trace: traceOfCall(first),
        span: spanId(traceOfCall(first), 'call-back try', String(attempt)),
        parent: spanId(traceOfCall(first), 'call-back'),
        name: 'call-back try',
        kind: 'internal',
        startAt,
        endAt: event.at,
        attributes: { 'tandem.attempt': attempt, 'tandem.outcome': outcome, 'tandem.call': call },
        links: call === first ? [] : [rootOf(call)],
      };
      record(outcome === 'failed' ? { ...span, failed: outcome } : span);
      // Who was reached talks on in it.
      if (outcome !== 'reached') end(event.at);
    },
    end,
  };
}
