// A contact's stays in queues, as lists look for them: when it was queued, how that ended, who took it. Counted as analytics counts them; a
// test compares the two over random days.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export type Stay = {
  work: WorkId;
  queue: QueueId;
  /** Its customer is not on the line: it counts for who handles it, and in no queue. */
  callback: boolean;
  queuedAt: EpochMs;
  /** `talking` and `wrap-up` are with an agent, `done` too once he has finished. */
  state: 'waiting' | 'ringing' | 'talking' | 'wrap-up' | 'done' | 'abandoned' | 'removed';
  /** The offers that ring for it: several where its queue rings everybody. Absent where none does, and in contacts of before. */
  rung?: readonly OfferId[];
  /** Given up while an agent was being rung. */
  ring: boolean;
  waitedMs: DurationMs | null;
  agent: AgentId | null;
  takenAt: EpochMs | null;
  transferred: boolean;
};

export function foldStays(stays: readonly Stay[], event: StoredEvent): readonly Stay[] {
  switch (event.type) {
    case 'work.queued': {
      const { work, queue, queuedAt, task } = event.data;
      if (stays.some((stay) => stay.work === work)) return stays;
      return [...stays, { ...NEW_STAY, work, queue, queuedAt, callback: task === 'callback' }];
    }
    case 'work.offered':
      return each(stays, event.data.work, IN_LINE, (stay) => ringing(stay, [...new Set([...(stay.rung ?? []), event.data.offer])]));
    case 'work.offer-ended':
      return each(stays, event.data.work, ['ringing'], (stay) =>
        ringing(
          stay,
          (stay.rung ?? []).filter((offer) => offer !== event.data.offer),
        ),
      );
    case 'work.assigned': {
      const { agent, waitedMs } = event.data;
      return change(stays, event.data.work, IN_LINE, { state: 'talking', agent, waitedMs, takenAt: event.at });
    }
    case 'work.moved': {
      const { work, queue, from, waitedMs } = event.data;
      const left = stays.find((stay) => stay.work === work && IN_LINE.includes(stay.state));
      if (left === undefined || queue === from) return stays;
      const gone: Stay = { ...left, state: 'removed', waitedMs };
      // It keeps the wait it had: in the new line it was queued when it was queued in the old one.
      return [...stays.map((stay) => (stay === left ? gone : stay)), { ...left, queue, state: 'waiting' }];
    }
    case 'work.abandoned':
      return change(stays, event.data.work, IN_LINE, {
        state: 'abandoned',
        ring: event.data.stage === 'ring',
        waitedMs: event.data.waitedMs,
      });
    case 'work.removed':
      return change(stays, event.data.work, IN_LINE, { state: 'removed', waitedMs: event.data.waitedMs });
    case 'work.released':
      return change(stays, event.data.work, ['talking'], { state: 'wrap-up', transferred: event.data.reason === 'transferred' });
    case 'work.completed':
      return change(stays, event.data.work, ['wrap-up'], { state: 'done' });
    default:
      return stays;
  }
}

const IN_LINE: readonly Stay['state'][] = ['waiting', 'ringing'];
const NEW_STAY = { state: 'waiting', ring: false, waitedMs: null, agent: null, takenAt: null, transferred: false } as const;

function change(stays: readonly Stay[], work: WorkId, from: readonly Stay['state'][], to: Partial<Stay>): readonly Stay[] {
  return each(stays, work, from, ({ rung: _, ...stay }) => ({ ...stay, ...to }));
}

function each(stays: readonly Stay[], work: WorkId, from: readonly Stay['state'][], to: (stay: Stay) => Stay): readonly Stay[] {
  return stays.map((stay) => (stay.work === work && from.includes(stay.state) ? to(stay) : stay));
}

/** It waits again when the last phone is silent. */
function ringing({ rung: _, ...stay }: Stay, rung: readonly OfferId[]): Stay {
  return rung.length === 0 ? { ...stay, state: 'waiting' } : { ...stay, state: 'ringing', rung };
}
