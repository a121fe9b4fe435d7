// What an agent is doing, as far as his occupancy needs it: ready for work or not, and with which work he is busy.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { splitByDay, type Day, type LocalDays } from './days.ts';
import type { AgentFigures } from './figures.ts';

export type AgentNow = {
  /** Declared: signed in, available and on queue. A telephone that dropped off the network does not change what he declared. */
  ready: boolean;
  /** Work he is offered, has or wraps up. A set, so that two contacts at once (chats) are not counted twice. */
  busy: WorkId[];
  since: EpochMs;
};
export type AgentPart = { day: Day; figures: Partial<AgentFigures> };

export const NEW_AGENT: Omit<AgentNow, 'since'> = { ready: false, busy: [] };

/** The agent an event says something new of for his time, or null. */
export function agentOf(event: StoredEvent): AgentId | null {
  switch (event.type) {
    case 'presence.changed':
    case 'work.offered':
    case 'work.offer-ended':
    case 'work.assigned':
    case 'work.completed':
      return event.data.agent;
    default:
      return null;
  }
}

/** The agent after the event, and what it adds to his days: the stretch that it ends, cut at midnight, and offers. */
export function foldAgent(now: AgentNow, event: StoredEvent, days: LocalDays): { now: AgentNow; parts: AgentPart[] } {
  const day = days.dayOf(event.at);
  const next = after(now, event);
  const parts = openParts(now, event.at, days);
  if (event.type === 'work.offered') parts.push({ day, figures: { offers: 1 } });
  if (event.type === 'work.offer-ended' && event.data.outcome === 'no-answer') parts.push({ day, figures: { noAnswers: 1 } });
  // Clocks of two processes may differ by a little: time never runs backwards here.
  return { now: { ...next, since: Math.max(now.since, event.at) }, parts };
}

/** What the stretch that began at `since` adds up to `at`. On-queue time includes work still in hand after he went off queue, so that nobody is busier than 100 %. */
export function openParts(now: AgentNow, at: EpochMs, days: LocalDays): AgentPart[] {
  const busy = now.busy.length > 0;
  if (!busy && !now.ready) return [];
  return splitByDay(now.since, at, days).map(({ day, ms }) => ({ day, figures: { onQueueMs: ms, busyMs: busy ? ms : 0 } }));
}

function after(now: AgentNow, event: StoredEvent): AgentNow {
  switch (event.type) {
    case 'presence.changed': {
      const { signedIn, presence, onQueue } = event.data;
      return { ...now, ready: signedIn && presence === 'available' && onQueue };
    }
    case 'work.offered':
    case 'work.assigned':
      return now.busy.includes(event.data.work) ? now : { ...now, busy: [...now.busy, event.data.work] };
    case 'work.offer-ended':
    case 'work.completed':
      return { ...now, busy: now.busy.filter((work) => work !== event.data.work) };
    default:
      return now;
  }
}
