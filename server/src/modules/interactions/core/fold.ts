// Folds one event into the document of its interaction. Total and repeatable: an event folded before changes nothing.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { Doc } from './doc.ts';
import { foldCall } from './fold-call.ts';
import { foldWork } from './fold-work.ts';
import { foldStays } from './stays.ts';

type Event = Pick<StoredEvent, 'version' | 'at'> & { type: StoredEvent['type']; data: unknown };

/** Null stays null until the event that starts the interaction. */
export function fold(doc: Doc | null, stored: Event): Doc | null {
  const event = stored as StoredEvent;
  if (doc === null) return event.type === 'interaction.started' ? started(event) : null;
  if (event.version <= doc.version) return doc;
  const stays = doc.stays && { stays: foldStays(doc.stays, event) };
  return { ...foldKnown(doc, event), ...stays, version: event.version };
}

function started(event: Extract<StoredEvent, { type: 'interaction.started' }>): Doc {
  const { interaction, channel, direction, customer, call, local } = event.data;
  return {
    id: interaction,
    version: event.version,
    channel,
    direction,
    customer,
    call: call ?? null,
    local,
    startedAt: event.at,
    answeredAt: null,
    endedAt: null,
    cause: null,
    endStage: null,
    segments: [],
    legs: [],
    works: [],
    wrapUps: [],
    recordings: [],
    origin: null,
    stays: [],
  };
}

function foldKnown(doc: Doc, event: StoredEvent): Doc {
  switch (event.type) {
    case 'interaction.ended': {
      // Nothing of a contact goes on after it: what a crash left open is closed with it.
      const close = <T extends { endedAt: number | null }>(each: T): T => (each.endedAt === null ? { ...each, endedAt: event.at } : each);
      return {
        ...doc,
        endedAt: event.at,
        cause: event.data.cause,
        endStage: event.data.stage,
        endedBy: event.data.by,
        segments: doc.segments.map((segment) =>
          segment.endedAt === null ? { ...close(segment), outcome: segment.outcome ?? 'ended' } : segment,
        ),
        legs: doc.legs.map(close),
        works: doc.works.map((work) =>
          work.state === 'queued' || work.state === 'offered' ? { ...work, state: 'left', agent: null, offer: null } : work,
        ),
      };
    }
    case 'interaction.wrapped-up': {
      const { work, agent, disposition, resolved, notes } = event.data;
      return {
        ...doc,
        wrapUps: [...doc.wrapUps.filter((each) => each.work !== work), { work, agent, disposition, resolved, notes, at: event.at }],
      };
    }
    case 'interaction.customer-changed':
      return { ...doc, customer: event.data.customer };
    case 'lane.entered':
      return { ...doc, tags: [...new Set([...(doc.tags ?? []), event.data.tag])] };
    case 'flow.started': {
      const { run, flow } = event.data;
      const segment = { id: run, kind: 'flow', flow, queue: null, agent: null, startedAt: event.at, endedAt: null, outcome: null } as const;
      return { ...doc, segments: [...doc.segments, segment] };
    }
    case 'flow.ended':
      return {
        ...doc,
        segments: doc.segments.map((each) =>
          each.id === event.data.run ? { ...each, endedAt: event.at, outcome: event.data.outcome } : each,
        ),
      };
    case 'recording.started':
      return {
        ...doc,
        recordings: [
          ...doc.recordings,
          { id: event.data.recording, state: 'recording', durationMs: null, whole: null, startedAt: event.at },
        ],
      };
    case 'recording.sealed':
      return recording(doc, event.data.recording, { state: 'sealed', durationMs: event.data.durationMs, whole: event.data.whole });
    case 'recording.lost':
      return recording(doc, event.data.recording, { state: 'lost' });
    case 'recording.erased':
      return recording(doc, event.data.recording, { state: 'erased' });
    default:
      return foldWork(foldCall(doc, event), event);
  }
}

function recording(doc: Doc, id: string, change: Partial<Doc['recordings'][number]>): Doc {
  return { ...doc, recordings: doc.recordings.map((each) => (each.id === id ? { ...each, ...change } : each)) };
}
