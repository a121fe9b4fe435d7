// What the log says of an interaction as spans: the call itself, and below it what its events begin and end.
import type { CallId, InteractionId } from '@tandem/contract/ids.ts';
import { createTries, type Tries } from './callback-spans.ts';
import { foldEvent, type EventPlace, type LoggedEvent } from './event-spans.ts';
import { openSpans } from './open-spans.ts';
import { rootOf, traceOfCall, type Span, type Tracer } from './tracing.ts';

type Traced = { call: CallId; place: EventPlace; tries: Tries; startAt: number; endedAt: number | null };

export type CallSpans = {
  /** Each committed event, as near to its order as the process has it: spans that a late event would close stay open until the call is forgotten. */
  readonly logged: (stream: string, event: LoggedEvent) => void;
  /** What an earlier process logged of an interaction that goes on: its spans are open again, those that ended were recorded by it. */
  takeUp(stream: string, events: readonly LoggedEvent[]): void;
  /** The call that an interaction is about, while it is known here. */
  readonly callOf: (interaction: string) => CallId | null;
};

/** What comes after the end (a flow's last node, wrap-up, the recording) is waited for this long. */
const LINGER_MS = 15 * 60_000;
const MOST = 5_000;

export function callSpans(tracer: Tracer): CallSpans {
  const calls = new Map<string, Traced>();
  let silent = false;
  const record = (span: Span): void => {
    if (!silent) tracer.record(span);
  };

  function begun(stream: string, event: LoggedEvent): Traced | null {
    const known = calls.get(stream);
    if (known || event.type !== 'interaction.started') return known ?? null;
    const { call, interaction } = event.data;
    if (call === undefined || !tracer.wants(traceOfCall(call))) return null;
    const traced = newlyTraced(call, interaction, event.at);
    calls.set(stream, traced);
    tidy(event.at);
    return traced;
  }

  function newlyTraced(call: CallId, interaction: InteractionId, startAt: number): Traced {
    const place = { spans: openSpans(traceOfCall(call), record), root: rootOf(call) };
    const tries = createTries({ call, place, interaction }, { wants: (trace) => tracer.wants(trace), record });
    return { call, place, tries, startAt, endedAt: null };
  }

  function tidy(now: number): void {
    for (const [stream, { endedAt, place, tries }] of calls) {
      if (endedAt === null ? calls.size <= MOST : now - endedAt < LINGER_MS && calls.size <= MOST) continue;
      place.spans.endAll(endedAt ?? now);
      tries.end(endedAt ?? now);
      calls.delete(stream);
    }
  }

  const spans: CallSpans = {
    logged(stream, event) {
      const traced = begun(stream, event);
      if (!traced) return;
      const place = traced.tries.placeOf(event);
      if (place) foldEvent(place, event);
      traced.tries.heard(event);
      if (event.type !== 'interaction.ended') return;
      traced.tries.end(event.at);
      traced.endedAt = event.at;
      record({
        ...rootOf(traced.call),
        parent: null,
        name: 'call',
        kind: 'server',
        startAt: traced.startAt,
        endAt: event.at,
        attributes: {
          'tandem.call': traced.call,
          'tandem.interaction': stream,
          'tandem.cause': event.data.cause,
          'tandem.stage': event.data.stage,
        },
      });
    },
    takeUp(stream, events) {
      silent = true;
      for (const event of events) spans.logged(stream, event);
      silent = false;
    },
    callOf: (interaction) => calls.get(interaction)?.call ?? null,
  };
  return spans;
}
