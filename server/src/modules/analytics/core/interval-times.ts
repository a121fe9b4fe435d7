// What an agent did by quarter of an hour: offers by queue, and time on queue and busy. Every zone's day and hour begins on a quarter.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import { MINUTE, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import type { AgentNow } from './agent.ts';
import { NO_QUEUE } from './contributions.ts';

export const QUARTER_MS: DurationMs = 15 * MINUTE;

export type AgentTimes = { offers: number; noAnswers: number; busyMs: DurationMs; onQueueMs: DurationMs };
/** Beginning of the quarter, agent, and the queue of the offers; times belong to no queue. */
export type TimesKey = `${EpochMs}|${AgentId}|${QueueId | typeof NO_QUEUE}`;

export const NO_TIMES: AgentTimes = { offers: 0, noAnswers: 0, busyMs: 0, onQueueMs: 0 };

export const plusTimes = (a: AgentTimes, b: AgentTimes): AgentTimes => ({
  offers: a.offers + b.offers,
  noAnswers: a.noAnswers + b.noAnswers,
  busyMs: a.busyMs + b.busyMs,
  onQueueMs: a.onQueueMs + b.onQueueMs,
});

export const quarterOf = (at: EpochMs): EpochMs => Math.floor(at / QUARTER_MS) * QUARTER_MS;

/** What the event ends and counts: the stretch since `now.since`, cut at each quarter, and the offer. */
export function timesOf(now: AgentNow, event: StoredEvent, agent: AgentId): [TimesKey, AgentTimes][] {
  const parts = openTimes(now, event.at, agent);
  const at = quarterOf(event.at);
  if (event.type === 'work.offered') parts.push([`${at}|${agent}|${event.data.queue}`, { ...NO_TIMES, offers: 1 }]);
  if (event.type === 'work.offer-ended' && event.data.outcome === 'no-answer')
    parts.push([`${at}|${agent}|${event.data.queue}`, { ...NO_TIMES, noAnswers: 1 }]);
  return parts;
}

/** What the stretch that began at `now.since` adds up to `to`; the rule of on-queue and busy is that of the days (core/agent.ts). */
export function openTimes(now: AgentNow, to: EpochMs, agent: AgentId): [TimesKey, AgentTimes][] {
  const busy = now.busy.length > 0;
  if (!busy && !now.ready) return [];
  const parts: [TimesKey, AgentTimes][] = [];
  for (let at = now.since; at < to;) {
    const quarter = quarterOf(at);
    const end = Math.min(to, quarter + QUARTER_MS);
    parts.push([`${quarter}|${agent}|${NO_QUEUE}`, { ...NO_TIMES, onQueueMs: end - at, busyMs: busy ? end - at : 0 }]);
    at = end;
  }
  return parts;
}

/** Which quarter, whose, and of which queue. */
export function timesKeyParts(key: TimesKey): { at: EpochMs; agent: AgentId; queue: QueueId | typeof NO_QUEUE } {
  const [at, agent, queue] = key.split('|');
  return { at: Number(at), agent: agent as AgentId, queue: queue as QueueId | typeof NO_QUEUE };
}
