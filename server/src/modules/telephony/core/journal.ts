// What the edge's journal remembers: numbered facts until core has them, and what is open, so that a crash can be told truthfully.
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { CallId, LegId, RecordingId, TenantId } from '@tandem/contract/ids.ts';

export type OpenLeg = { tenant: TenantId; leg: LegId; call: CallId };
export type OpenRecording = { tenant: TenantId; recording: RecordingId; call: CallId };
export type JournalState = { next: number; acknowledged: number; legs: Map<LegId, OpenLeg>; recordings: Map<RecordingId, OpenRecording> };

/** A line of the journal file: the state to go on from, one fact, or an acknowledgement. */
export type JournalLine =
  | { checkpoint: { next: number; acknowledged: number; legs: OpenLeg[]; recordings: OpenRecording[] } }
  | { n: number; fact: EdgeFact }
  | { ack: number };

export function emptyJournal(): JournalState {
  return { next: 1, acknowledged: 0, legs: new Map(), recordings: new Map() };
}

export function checkpointOf(state: JournalState): JournalLine {
  return {
    checkpoint: {
      next: state.next,
      acknowledged: state.acknowledged,
      legs: [...state.legs.values()],
      recordings: [...state.recordings.values()],
    },
  };
}

/**
 * The first number of a process that starts at `now` (epoch ms). Numbers only grow, also where the file was lost or lost its end with the
 * machine's power: a number that core has seen must never come again for another fact. No edge tells a thousand facts a millisecond.
 */
export const firstNumber = (state: JournalState, now: number): number => Math.max(state.next, now * 1_000);

/** Folds one line into the state (in place: the journal is long). */
export function applyLine(state: JournalState, line: JournalLine): void {
  if ('checkpoint' in line) {
    state.next = line.checkpoint.next;
    state.acknowledged = line.checkpoint.acknowledged;
    state.legs = new Map(line.checkpoint.legs.map((leg) => [leg.leg, leg]));
    state.recordings = new Map(line.checkpoint.recordings.map((recording) => [recording.recording, recording]));
  } else if ('ack' in line) {
    state.acknowledged = Math.max(state.acknowledged, line.ack);
    // Core has more than is written here: the file lost its end, and those numbers are taken.
    state.next = Math.max(state.next, line.ack + 1);
  } else {
    state.next = Math.max(state.next, line.n + 1);
    track(state, line.fact);
  }
}

function track(state: JournalState, fact: EdgeFact): void {
  switch (fact.kind) {
    case 'leg.arrived':
    case 'leg.dialled':
      state.legs.set(fact.leg, { tenant: fact.tenant, leg: fact.leg, call: fact.call });
      return;
    case 'leg.ended':
      state.legs.delete(fact.leg);
      return;
    case 'recording.started':
      state.recordings.set(fact.recording, { tenant: fact.tenant, recording: fact.recording, call: fact.call });
      return;
    case 'recording.sealed':
      state.recordings.delete(fact.recording);
      return;
    default:
      return;
  }
}
