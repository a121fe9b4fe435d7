// The floor at one moment, from contacts in every state.
import { expect, test } from 'vitest';
import { floorNow, NOTHING_NOW } from './live.ts';
import { contactScript, fold, queue } from './testkit.ts';

const T = Date.parse('2026-11-20T09:00:00Z');
const S = 1_000;

test('the floor now', () => {
  const [flow, waits, rings, talks, wraps, gone] = [
    contactScript(1),
    contactScript(2),
    contactScript(3),
    contactScript(4),
    contactScript(5),
    contactScript(6),
  ];
  const ledger = fold([
    flow.started(T),
    flow.flowStarted(T),
    waits.started(T),
    waits.flowStarted(T),
    waits.queued(T + 10 * S),
    rings.started(T),
    rings.queued(T + 5 * S),
    rings.offered(T + 20 * S, 1),
    talks.started(T),
    talks.queued(T),
    talks.offered(T, 2),
    talks.assigned(T + S, 2),
    wraps.started(T),
    wraps.queued(T, 2),
    wraps.offered(T, 3, 2),
    wraps.assigned(T + S, 3, 2),
    wraps.released(T + 9 * S, 3, true, 2),
    wraps.ended(T + 9 * S, 'agent'),
    gone.started(T),
    gone.queued(T),
    gone.ended(T + 9 * S, 'flow'),
  ]);
  const { inFlow, queues } = floorNow(ledger.contacts.values(), { now: T + 30 * S, shortAbandonMs: 5 * S });
  expect(inFlow).toBe(1);
  expect(queues.get(queue(1))).toEqual({
    ...NOTHING_NOW,
    waiting: 1,
    ringing: 1,
    talking: 1,
    longestWaitMs: 25 * S,
    waitedMs: 45 * S,
    // The threshold is 20 s: who has waited 25 s has missed it, who waits 20 s has not yet.
    late: 1,
    recentInTime: 1,
    recentDecided: 2,
  });
  expect(queues.get(queue(2))).toEqual({ ...NOTHING_NOW, wrappingUp: 1, recentInTime: 1, recentDecided: 1 });
});
