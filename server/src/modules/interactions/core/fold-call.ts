// The part of the fold that is about legs.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { Doc, Leg } from './doc.ts';

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
      return add(doc, { ...blank(event.at), id: event.data.leg, call: event.data.call, party });
    }
    case 'call.answered':
      return change(doc, event.data.leg, { answeredAt: event.at });
    case 'call.leg-ended':
      return change(doc, event.data.leg, { endedAt: event.at, cause: event.data.cause, sipStatus: event.data.sipStatus });
    case 'call.bridged':
      return event.data.agent !== undefined && doc.answeredAt === null ? { ...doc, answeredAt: event.at } : doc;
    default:
      return doc;
  }
}

function blank(at: number): Pick<Leg, 'startedAt' | 'answeredAt' | 'endedAt' | 'cause' | 'sipStatus'> {
  return { startedAt: at, answeredAt: null, endedAt: null, cause: null, sipStatus: null };
}

function add(doc: Doc, leg: Leg): Doc {
  return doc.legs.some((each) => each.id === leg.id) ? doc : { ...doc, legs: [...doc.legs, leg] };
}

function change(doc: Doc, id: string, to: Partial<Leg>): Doc {
  return { ...doc, legs: doc.legs.map((leg) => (leg.id === id ? { ...leg, ...to } : leg)) };
}
