// The part of the fold that is about legs: who was on the line, who talked without a work item, who was asked, and where the customer was parked.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { Doc, Leg, Segment } from './doc.ts';

export function foldCall(doc: Doc, event: StoredEvent): Doc {
  switch (event.type) {
    case 'call.arrived':
      return add(doc, { ...blank(event.at), id: event.data.leg, call: event.data.call, party: 'customer' });
    case 'call.dialled': {
      const agent = event.data.agent !== undefined || event.data.device !== undefined;
      const party = agent
        ? 'agent'
        : doc.direction === 'outbound' && !doc.legs.some((leg) => leg.party === 'customer')
          ? 'customer'
          : 'other';
      return add(doc, { ...blank(event.at), id: event.data.leg, call: event.data.call, party, agent: event.data.agent ?? null });
    }
    case 'call.answered':
      return change(doc, event.data.leg, { answeredAt: event.at });
    case 'call.leg-ended': {
      const { leg, cause, sipStatus, quality } = event.data;
      const next = change(doc, leg, { endedAt: event.at, cause, sipStatus, quality: quality ?? null });
      const agent = doc.legs.find((each) => each.id === leg)?.agent ?? null;
      const over = close(next, event.at, 'ended', (each) => each.id === leg);
      // Work ends by its own event; a talk without work ends with the phone, unless he goes on with another.
      const goesOn = over.legs.some((each) => each.agent === agent && each.answeredAt !== null && each.endedAt === null);
      return agent === null || goesOn ? over : close(over, event.at, 'ended', (each) => isTalk(each) && each.agent === agent);
    }
    case 'call.bridged': {
      const { agent } = event.data;
      if (agent === undefined) return doc;
      const answered = doc.answeredAt === null ? { ...doc, answeredAt: event.at } : doc;
      const has = doc.segments.some((each) => each.kind === 'agent' && each.agent === agent && each.endedAt === null);
      return has ? answered : open(answered, { id: `${TALK}${event.version}`, kind: 'agent', agent, startedAt: event.at });
    }
    case 'call.consulted': {
      const { leg, by } = event.data;
      return open(change(doc, leg, { party: 'consulted' }), { id: leg, kind: 'consult', agent: by, startedAt: event.at });
    }
    case 'call.conferenced':
      return close(doc, event.at, 'conference', (each) => each.kind === 'consult');
    case 'call.transferred':
      return event.data.kind === 'attended' && event.data.accepted
        ? close(doc, event.at, 'transferred', (each) => each.kind === 'consult')
        : doc;
    case 'call.taken-over': {
      const { leg, call, by } = event.data;
      const was = blank(event.at);
      return add(doc, { ...was, id: leg, call, party: 'agent', answeredAt: event.at, agent: by });
    }
    case 'call.parked':
      return open(doc, { id: `parked-${event.version}`, kind: 'parked', agent: event.data.by, startedAt: event.at });
    case 'call.unparked':
      return close(doc, event.at, event.data.reason, (each) => each.kind === 'parked');
    case 'callback.requested':
      return { ...doc, origin: event.data.origin };
    default:
      return doc;
  }
}

/** Of the ids of talks that no work item stands behind: dialled out, fetched, transferred to a phone. */
const TALK = 'talk-';

export function isTalk(segment: Segment): boolean {
  return segment.kind === 'agent' && segment.id.startsWith(TALK);
}

type Blank = Pick<Leg, 'startedAt' | 'answeredAt' | 'endedAt' | 'cause' | 'sipStatus' | 'quality' | 'agent'>;
function blank(at: number): Blank {
  return { startedAt: at, answeredAt: null, endedAt: null, cause: null, sipStatus: null, quality: null, agent: null };
}

function add(doc: Doc, leg: Leg): Doc {
  return doc.legs.some((each) => each.id === leg.id) ? doc : { ...doc, legs: [...doc.legs, leg] };
}

function change(doc: Doc, id: string, to: Partial<Leg>): Doc {
  return { ...doc, legs: doc.legs.map((leg) => (leg.id === id ? { ...leg, ...to } : leg)) };
}

function open(doc: Doc, what: Pick<Segment, 'id' | 'kind' | 'agent' | 'startedAt'>): Doc {
  if (doc.segments.some((each) => each.id === what.id)) return doc;
  return { ...doc, segments: [...doc.segments, { ...what, flow: null, queue: null, endedAt: null, outcome: null }] };
}

function close(doc: Doc, at: number, outcome: string, which: (segment: Segment) => boolean): Doc {
  return {
    ...doc,
    segments: doc.segments.map((each) => (each.endedAt === null && which(each) ? { ...each, endedAt: at, outcome } : each)),
  };
}
