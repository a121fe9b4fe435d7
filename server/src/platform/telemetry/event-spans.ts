// What each event of an interaction begins and ends: flow and nodes, queue, offers, rings, talk, hold, consultation, conference, monitoring, parking, call-back, wrap-up.
import type { EventData, EventName } from '@tandem/contract/events.ts';
import type { OpenSpans } from './open-spans.ts';
import { spanId, type SpanPlace } from './tracing.ts';

export type LoggedEvent = { [N in EventName]: { type: N; data: EventData<N>; at: number } }[EventName];

/** The spans of one call that are open, and the span above all of them. */
export type EventPlace = { spans: OpenSpans; root: SpanPlace };

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
const [CONSULT, CONFERENCE, PARKED, CALL_BACK, MONITOR] = ['consult', 'conference', 'parked', 'call-back', 'monitor'] as const;
/** What an agent's part of the contact is made of, innermost first. */
const HIS_PART = [HOLD, CONSULT, CONFERENCE, TALK] as const;

/** Keys are what the facts are about, so that a fact told twice changes nothing. */
export function foldEvent({ spans, root: { trace, span: root } }: EventPlace, event: LoggedEvent): void {
  const { at } = event;
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
      spans.begin({ name: RING, key: leg, parent: spans.last(OFFER) ?? spans.last(PARKED) ?? root, at, attributes });
      return;
    }
    case 'call.answered':
      return spans.end(RING, event.data.leg, at, { 'tandem.outcome': 'answered' });
    case 'call.leg-ended': {
      const { leg, cause } = event.data;
      spans.end(RING, leg, at, { 'tandem.outcome': cause });
      for (const name of [CONSULT, CONFERENCE]) spans.endAbout(name, leg, at, { 'tandem.outcome': cause });
      return;
    }
    case 'call.bridged': {
      const { agent, legs } = event.data;
      const attributes = { 'tandem.legs': legs.length, ...(agent === undefined ? {} : { 'tandem.agent': agent }) };
      spans.endAll(at, TALK);
      spans.begin({ name: TALK, key: [...legs, agent].join(), parent: root, at, attributes });
      return;
    }
    case 'call.held': {
      const { leg, by } = event.data;
      // He may be held more than once.
      spans.begin({ name: HOLD, key: `${leg},${at}`, parent: spans.last(TALK) ?? root, at, attributes: { 'tandem.by': by } });
      return;
    }
    case 'call.resumed':
      return spans.endAbout(HOLD, event.data.leg, at);
    case 'call.consulted': {
      const { leg, by } = event.data;
      const attributes = { 'tandem.leg': leg, 'tandem.agent': by };
      spans.begin({ name: CONSULT, key: leg, parent: spans.last(TALK) ?? root, at, attributes });
      return;
    }
    case 'call.conferenced': {
      const { legs, by } = event.data;
      spans.endAll(at, CONSULT, { 'tandem.outcome': 'conference' });
      const attributes = { 'tandem.legs': legs.length, 'tandem.agent': by };
      spans.begin({ name: CONFERENCE, key: legs.join(), parent: spans.last(TALK) ?? root, at, attributes });
      return;
    }
    case 'call.transferred':
      if (event.data.accepted) for (const name of HIS_PART) spans.endAll(at, name, { 'tandem.outcome': 'transferred' });
      return;
    case 'call.taken-over':
      for (const name of HIS_PART) spans.endAll(at, name, { 'tandem.outcome': 'taken-over' });
      return;
    case 'call.monitored': {
      const { leg, by, agent, mode } = event.data;
      const attributes = { 'tandem.leg': leg, 'tandem.supervisor': by, 'tandem.agent': agent, 'tandem.mode': mode };
      spans.begin({ name: MONITOR, key: leg, parent: spans.last(TALK) ?? root, at, attributes });
      return;
    }
    case 'call.monitor-ended':
      return spans.end(MONITOR, event.data.leg, at, { 'tandem.outcome': event.data.cause });
    case 'call.parked': {
      const { leg, by, place } = event.data;
      for (const name of HIS_PART) spans.endAll(at, name, { 'tandem.outcome': 'parked' });
      spans.begin({ name: PARKED, key: `${leg},${at}`, parent: root, at, attributes: { 'tandem.place': place, 'tandem.agent': by } });
      return;
    }
    case 'call.unparked': {
      const { leg, reason, by } = event.data;
      return spans.endAbout(PARKED, leg, at, { 'tandem.outcome': reason, ...(by === null ? {} : { 'tandem.fetched-by': by }) });
    }
    case 'callback.requested':
      spans.begin({ name: CALL_BACK, parent: root, at, attributes: { 'tandem.queue': event.data.queue } });
      return;
    case 'callback.attempted':
      // Tried again later, or over.
      if (event.data.next === null)
        spans.end(CALL_BACK, '', at, { 'tandem.outcome': event.data.outcome, 'tandem.attempts': event.data.attempt });
      return;
    case 'work.released':
      if (event.data.reason !== 'transferred') for (const name of [HOLD, CONSULT, CONFERENCE]) spans.endAll(at, name);
      // Whoever has the customer since talks on.
      spans.endAbout(TALK, event.data.agent, at);
      if (event.data.wrapUpUntil !== null)
        spans.begin({ name: WRAP_UP, key: event.data.work, parent: root, at, attributes: { 'tandem.agent': event.data.agent } });
      return;
    case 'work.completed':
      return spans.end(WRAP_UP, event.data.work, at);
    case 'interaction.ended':
      for (const name of [...HIS_PART, MONITOR, PARKED, RING, OFFER, QUEUE, CALL_BACK]) spans.endAll(at, name);
      return;
    default:
      return;
  }
}
