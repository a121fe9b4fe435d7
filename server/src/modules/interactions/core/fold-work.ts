// The part of the fold that is about waiting, offers and agents.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { Doc, Leg, Segment, Work } from './doc.ts';
import { isTalk } from './fold-call.ts';

export function foldWork(doc: Doc, event: StoredEvent): Doc {
  switch (event.type) {
    case 'work.queued': {
      const { work: id, queue } = event.data;
      const works: Work[] = [...doc.works.filter((work) => work.id !== id), { id, queue, agent: null, offer: null, state: 'queued' }];
      return { ...doc, works, segments: [...doc.segments, segment(id, 'queue', event.data.queue, null, event.at)] };
    }
    case 'work.offered':
      return change(doc, event.data.work, (each) => rungBy(each, [...(each.state === 'offered' ? rung(each) : []), event.data]));
    case 'work.offer-ended': {
      const { work: id, agent, offer, takenBy } = event.data;
      const spared = takenBy === undefined ? doc : { ...doc, legs: doc.legs.map((leg) => sparing(leg, agent)) };
      // An offer that was answered meanwhile is no longer this work's.
      return change(spared, id, (each) =>
        each.state === 'offered'
          ? rungBy(
              each,
              rung(each).filter((one) => one.offer !== offer),
            )
          : each,
      );
    }
    case 'work.assigned': {
      const { work: id, agent, offer, queue } = event.data;
      const next = close(work(doc, id, { state: 'assigned', agent, offer }), id, event.at, 'answered');
      return {
        ...next,
        answeredAt: next.answeredAt ?? event.at,
        // The talk may have been told before the work.
        segments: [
          ...next.segments.filter((each) => !(isTalk(each) && each.agent === agent && each.endedAt === null)),
          segment(offer, 'agent', queue, agent, event.at),
        ],
      };
    }
    case 'work.abandoned':
      return close(work(doc, event.data.work, { state: 'left', agent: null, offer: null }), event.data.work, event.at, 'abandoned');
    case 'work.removed':
      return close(work(doc, event.data.work, { state: 'left', agent: null, offer: null }), event.data.work, event.at, event.data.reason);
    case 'work.moved': {
      const { work: id, queue, from } = event.data;
      if (queue === from) return doc;
      // The stay in the old queue keeps a name of its own: the item stands in the new one under its own.
      const stays = doc.segments.map((each) =>
        each.id === id && each.endedAt === null ? { ...each, id: `${id}@${event.version}`, endedAt: event.at, outcome: 'moved' } : each,
      );
      return {
        ...doc,
        works: doc.works.map((each) => (each.id === id ? { ...each, queue } : each)),
        segments: [...stays, segment(id, 'queue', queue, null, event.at)],
      };
    }
    case 'work.released': {
      const offer = doc.works.find((each) => each.id === event.data.work)?.offer;
      const { wrapUpUntil, moreMs = 0 } = event.data;
      const next = work(doc, event.data.work, { state: 'released', wrapUpUntil, moreMs });
      return offer ? close(next, offer, event.at, event.data.reason) : next;
    }
    case 'work.wrap-up-extended':
      return work(doc, event.data.work, { wrapUpUntil: event.data.wrapUpUntil, moreMs: event.data.moreMs });
    case 'work.completed':
      return work(doc, event.data.work, { state: 'completed' });
    default:
      return doc;
  }
}

function segment(id: string, kind: 'queue' | 'agent', queue: Segment['queue'], agent: Segment['agent'], startedAt: number): Segment {
  return { id, kind, flow: null, queue, agent, startedAt, endedAt: null, outcome: null };
}

/** From now on it has one agent at most. */
function work(doc: Doc, id: string, part: Partial<Work>): Doc {
  return change(doc, id, ({ beside: _, ...each }) => ({ ...each, ...part }));
}

function change(doc: Doc, id: string, to: (work: Work) => Work): Doc {
  return { ...doc, works: doc.works.map((each) => (each.id === id ? to(each) : each)) };
}

type Rung = NonNullable<Work['beside']>[number];

/** Whose phones ring for it: one agent's as a rule, several where the queue rings everybody at once. */
function rung({ agent, offer, beside = [] }: Work): Rung[] {
  return agent === null || offer === null ? beside : [{ agent, offer }, ...beside];
}

function rungBy({ beside: _, ...each }: Work, [first, ...others]: readonly Rung[]): Work {
  if (first === undefined) return { ...each, state: 'queued', agent: null, offer: null };
  const besides = others.map(({ agent, offer }) => ({ agent, offer }));
  return { ...each, state: 'offered', agent: first.agent, offer: first.offer, ...(besides.length === 0 ? {} : { beside: besides }) };
}

const sparing = (leg: Leg, agent: Leg['agent']): Leg =>
  leg.agent === agent && leg.answeredAt === null && leg.endedAt === null ? { ...leg, spared: true } : leg;

/** Ends the open segment of that id; a closed one keeps its end. */
function close(doc: Doc, id: string, at: number, outcome: string): Doc {
  return {
    ...doc,
    segments: doc.segments.map((each) => (each.id === id && each.endedAt === null ? { ...each, endedAt: at, outcome } : each)),
  };
}
