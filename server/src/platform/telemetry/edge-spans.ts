// What the edge's facts say as spans: the INVITE of each leg until its final answer, its media, its recordings.
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { CallId, LegId } from '@tandem/contract/ids.ts';
import { openSpans, type OpenSpans } from './open-spans.ts';
import { rootOf, spanId, traceOfCall, type Tracer } from './tracing.ts';

/** Legs of a call that are up, and what has begun in it. */
type Traced = { spans: OpenSpans; legs: Set<string>; recordings: Set<string> };

/** Told each fact as it is journaled, in order. Calls that began before this process did are passed over. */
export function edgeSpans(tracer: Tracer): (fact: EdgeFact) => void {
  if (!tracer.on) return () => undefined;
  const calls = new Map<CallId, Traced>();
  /** The call whose trace has a leg. */
  const callOf = new Map<LegId, CallId>();

  /** A leg went over into another call's room: there its media go on, in the trace of that call. */
  function moved(fact: Extract<EdgeFact, { kind: 'leg.moved' }>): void {
    const left = callOf.get(fact.leg);
    if (!fact.done || left === fact.call) return;
    if (left !== undefined) {
      const before = calls.get(left)!;
      before.spans.end(MEDIA, fact.leg, fact.at, { 'tandem.moved-to': fact.call });
      before.legs.delete(fact.leg);
      callOf.delete(fact.leg);
      tidy(left, before, fact.at);
    }
    const traced = calls.get(fact.call);
    if (!traced) return;
    const links = left === undefined ? [] : [rootOf(left)];
    const attributes = { 'tandem.leg': fact.leg };
    traced.spans.begin({ name: MEDIA, key: fact.leg, parent: rootOf(fact.call).span, at: fact.at, attributes, links });
    traced.legs.add(fact.leg);
    callOf.set(fact.leg, fact.call);
  }

  function tidy(call: CallId, { spans, legs, recordings }: Traced, at: number): void {
    if (legs.size > 0 || recordings.size > 0) return;
    spans.endAll(at);
    calls.delete(call);
  }

  function tracedOf(fact: EdgeFact, call: CallId): Traced | null {
    const found = calls.get(call);
    if (found) return found;
    const begins = fact.kind === 'leg.arrived' || fact.kind === 'leg.dialled';
    if (!begins || !tracer.wants(traceOfCall(fact.call))) return null;
    const traced = { spans: openSpans(traceOfCall(fact.call), tracer.record), legs: new Set<string>(), recordings: new Set<string>() };
    calls.set(fact.call, traced);
    return traced;
  }

  return (fact) => {
    if (fact.kind === 'leg.moved') return moved(fact);
    // One that failed on its way ends in the other call and stands in the trace of the one it left.
    const call = (fact.kind === 'leg.ended' ? callOf.get(fact.leg) : null) ?? fact.call;
    const traced = tracedOf(fact, call);
    if (!traced) return;
    fold(traced, fact);
    if (fact.kind === 'leg.arrived' || fact.kind === 'leg.dialled') callOf.set(fact.leg, call);
    if (fact.kind === 'leg.ended') callOf.delete(fact.leg);
    tidy(call, traced, fact.at);
  };
}

const INVITE = 'sip INVITE';
const MEDIA = 'media leg';
const RECORDING = 'recording';

function fold({ spans, legs, recordings }: Traced, fact: EdgeFact): void {
  const { at, call } = fact;
  const root = rootOf(call);
  switch (fact.kind) {
    case 'leg.arrived':
    case 'leg.dialled': {
      const inbound = fact.kind === 'leg.arrived';
      legs.add(fact.leg);
      const from = fact.kind === 'leg.arrived' ? { 'tandem.source': fact.source.kind } : {};
      spans.begin({
        name: INVITE,
        key: fact.leg,
        // Whoever is rung is rung by core, which records that ring under this id.
        parent: inbound ? root.span : spanId(root.trace, 'ring', fact.leg),
        at,
        kind: inbound ? 'server' : 'client',
        attributes: { 'tandem.leg': fact.leg, 'tandem.direction': inbound ? 'inbound' : 'outbound', ...from },
      });
      return;
    }
    case 'leg.answered':
      spans.end(INVITE, fact.leg, at, { 'sip.status': 200 });
      spans.begin({ name: MEDIA, key: fact.leg, parent: root.span, at, attributes: { 'tandem.leg': fact.leg } });
      return;
    case 'leg.ended': {
      const told = {
        'tandem.cause': fact.cause,
        'tandem.by': fact.by,
        ...(fact.sipStatus === null ? {} : { 'sip.status': fact.sipStatus }),
      };
      spans.end(INVITE, fact.leg, at, told, FAULTS.has(fact.cause) ? fact.cause : undefined);
      spans.end(MEDIA, fact.leg, at, told, FAULTS.has(fact.cause) ? fact.cause : undefined);
      legs.delete(fact.leg);
      return;
    }
    case 'recording.started':
      recordings.add(fact.recording);
      spans.begin({ name: RECORDING, key: fact.recording, parent: root.span, at, attributes: { 'tandem.recording': fact.recording } });
      return;
    case 'recording.sealed':
      spans.end(
        RECORDING,
        fact.recording,
        at,
        { 'tandem.bytes': fact.bytes, 'tandem.whole': fact.whole },
        fact.file === '' ? 'no file' : undefined,
      );
      recordings.delete(fact.recording);
      return;
    default:
      return;
  }
}

/** Ends that are faults of somebody's system; a caller who gives up is none. */
const FAULTS = new Set(['unreachable', 'bad-request', 'media-failed', 'congestion', 'system-restart', 'system-crash', 'failed']);
