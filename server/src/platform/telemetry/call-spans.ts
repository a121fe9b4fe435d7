// What the log says of an interaction as spans: the call itself, its flow and nodes, the queue, offers, rings, talk, hold and wrap-up.
import type { EventData, EventName } from '@tandem/contract/events.ts';
import type { CallId } from '@tandem/contract/ids.ts';
import { openSpans, type OpenSpans } from './open-spans.ts';
import { rootOf, spanId, traceOfCall, type Span, type Tracer } from './tracing.ts';

export type LoggedEvent = { [N in EventName]: { type: N; data: EventData<N>; at: number } }[EventName];

type Traced = { call: CallId; spans: OpenSpans; startAt: number; endedAt: number | null };

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
    const { call } = event.data;
    if (!tracer.wants(traceOfCall(call))) return null;
    const traced = { call, spans: openSpans(traceOfCall(call), record), startAt: event.at, endedAt: null };
    calls.set(stream, traced);
    tidy(event.at);
    return traced;
  }

  function tidy(now: number): void {
    for (const [stream, { endedAt, spans }] of calls) {
      if (endedAt === null ? calls.size <= MOST : now - endedAt < LINGER_MS && calls.size <= MOST) continue;
      spans.endAll(endedAt ?? now);
      calls.delete(stream);
    }
  }

  const spans: CallSpans = {
    logged(stream, event) {
      const traced = begun(stream, event);
      if (!traced) return;
      fold(traced, event);
      if (event.type !== 'interaction.ended') return;
      traced.endedAt = event.at;
      const { trace, span } = rootOf(traced.call);
      record({
        trace,
        span,
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

const [RUN, NODE, QUEUE, OFFER, RING, TALK, HOLD, WRAP_UP] = [
  'flow',
  'flow node',
  'queue',
  'offer',
  'ring',
  'talk',
  'hold',
  'wrap-up',
] as const;

/** Keys are what the facts are about, so that a fact told twice changes nothing. */
function fold({ call, spans }: Traced, event: LoggedEvent): void {
  const { at } = event;
  const { trace, span: root } = rootOf(call);
  switch (event.type) {
    case 'flow.started':
      spans.begin({
        name: RUN,
        key: event.data.run,
        parent: root,
        at,
        attributes: { 'tandem.flow': event.data.flow, 'tandem.version': event.data.version },
      });
      return;
    case 'flow.node-entered': {
      const { run, node, type } = event.data;
      spans.endAll(at, NODE);
      spans.begin({
        name: NODE,
        key: `${run}/${node}/${at}`,
        parent: spanId(trace, RUN, run),
        at,
        attributes: { 'tandem.node': node, 'tandem.node.type': type },
      });
      return;
    }
    case 'flow.ended':
      spans.endAll(at, NODE);
      spans.end(RUN, event.data.run, at, { 'tandem.outcome': event.data.outcome }, event.data.outcome === 'failed' ? 'failed' : undefined);
      return;
    case 'work.queued':
      spans.begin({
        name: QUEUE,
        key: event.data.work,
        parent: root,
        at,
        attributes: { 'tandem.queue': event.data.queue, 'tandem.priority': event.data.priority },
      });
      return;
    case 'work.offered': {
      const { work, offer, agent, why } = event.data;
      const attributes = { 'tandem.agent': agent, 'tandem.offer': offer, 'tandem.rule': why.rule, 'tandem.eligible': why.eligible };
      spans.begin({ name: OFFER, key: offer, parent: spanId(trace, QUEUE, work), at, attributes });
      return;
    }
    case 'work.offer-ended':
      return spans.end(OFFER, event.data.offer, at, { 'tandem.outcome': event.data.outcome });
    case 'work.assigned':
      spans.end(OFFER, event.data.offer, at, { 'tandem.outcome': 'answered' });
      return spans.end(QUEUE, event.data.work, at, { 'tandem.outcome': 'assigned' });
    case 'work.abandoned':
      return spans.end(QUEUE, event.data.work, at, { 'tandem.outcome': 'abandoned' });
    case 'work.removed':
      return spans.end(QUEUE, event.data.work, at, { 'tandem.outcome': event.data.reason });
    case 'call.dialled': {
      const { leg, agent } = event.data;
      const attributes = { 'tandem.leg': leg, ...(agent === undefined ? {} : { 'tandem.agent': agent }) };
      spans.begin({ name: RING, key: leg, parent: spans.last(OFFER) ?? root, at, attributes });
      return;
    }
    case 'call.answered':
      return spans.end(RING, event.data.leg, at, { 'tandem.outcome': 'answered' });
    case 'call.leg-ended':
      return spans.end(RING, event.data.leg, at, { 'tandem.outcome': event.data.cause });
    case 'call.bridged': {
      const { agent, legs } = event.data;
      const attributes = { 'tandem.legs': legs.length, ...(agent === undefined ? {} : { 'tandem.agent': agent }) };
      spans.endAll(at, TALK);
      spans.begin({ name: TALK, key: legs.join(), parent: root, at, attributes });
      return;
    }
    case 'call.held':
      spans.begin({ name: HOLD, key: event.data.leg, parent: spans.last(TALK) ?? root, at, attributes: { 'tandem.by': event.data.by } });
      return;
    case 'call.resumed':
      return spans.end(HOLD, event.data.leg, at);
    case 'work.released':
      spans.endAll(at, HOLD);
      spans.endAll(at, TALK);
      if (event.data.wrapUpUntil !== null)
        spans.begin({ name: WRAP_UP, key: event.data.work, parent: root, at, attributes: { 'tandem.agent': event.data.agent } });
      return;
    case 'work.completed':
      return spans.end(WRAP_UP, event.data.work, at);
    case 'interaction.ended':
      for (const name of [HOLD, TALK, RING, OFFER, QUEUE]) spans.endAll(at, name);
      return;
    default:
      return;
  }
}
