// The floor at one moment, from contacts in every state.
import { expect, test } from 'vitest';
import { floorNow } from './live.ts';
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
  const { inFlow, queues } = floorNow(ledger.contacts.values(), T + 30 * S);
  expect(inFlow).toBe(1);
  expect(queues.get(queue(1))).toEqual({ waiting: 1, ringing: 1, talking: 1, wrappingUp: 0, longestWaitMs: 25 * S });
  expect(queues.get(queue(2))).toEqual({ waiting: 0, ringing: 0, talking: 0, wrappingUp: 1, longestWaitMs: 0 });
});
