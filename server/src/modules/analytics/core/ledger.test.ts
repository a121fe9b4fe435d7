// Scripts of contacts, and the figures they must come to.
import { describe, expect, test } from 'vitest';
import type { Figures } from './figures.ts';
import { NO_FIGURES } from './figures.ts';
import { GRACE_MS } from './ledger.ts';
import { agent, answeredContact, contactScript, fold, queue, serviceLevel, type TestEvent } from './testkit.ts';

const DAY = '2026-11-20';
const T = Date.parse('2026-11-20T09:00:00Z');
const S = 1_000;
const figures = (events: TestEvent[], q = 1, day = DAY): Figures => fold(events).queueDays.get(`${day}|${queue(q)}`) ?? NO_FIGURES;
const outside = (events: TestEvent[], day = DAY): Figures => fold(events).queueDays.get(`${day}|`) ?? NO_FIGURES;

describe('a contact in a queue', () => {
  test('answered in time: wait, talk from the bridge on, wrap-up', () => {
    expect(figures(answeredContact(1, T))).toMatchObject({
      offered: 1,
      answered: 1,
      answeredInTime: 1,
      answeredWaitMs: 12 * S,
      longestAnswerMs: 12 * S,
      handled: 1,
      talkMs: 99_800,
      holdMs: 0,
      acwMs: 20 * S,
      offers: 1,
      noAnswers: 0,
      abandonedInQueue: 0,
      abandonedInRing: 0,
      shortAbandoned: 0,
      flowOuts: 0,
    });
  });

  test('handled counts only when wrap-up is over, and times with it', () => {
    expect(figures(answeredContact(1, T).slice(0, -1))).toMatchObject({ answered: 1, handled: 0, talkMs: 0, acwMs: 0 });
  });

  test('exactly at the threshold is in time, a millisecond later is not; the threshold is the one of the moment of queuing', () => {
    const events = [
      serviceLevel(T, 1, 12 * S),
      ...answeredContact(1, T),
      ...answeredContact(2, T, { wait: 12 * S + 1 }),
      serviceLevel(T + 1, 1, 30 * S),
      ...answeredContact(3, T + 2, { wait: 30 * S }),
    ];
    expect(figures(events)).toMatchObject({ answered: 3, answeredInTime: 2 });
    // Queued under the old threshold, answered under the new one.
    const c = contactScript(4);
    expect(
      figures([
        serviceLevel(T, 1, 12 * S),
        c.started(T),
        c.queued(T),
        serviceLevel(T + 1, 1, 60 * S),
        c.offered(T + 2, 1),
        c.assigned(T + 20 * S, 1),
      ]).answeredInTime,
    ).toBe(0);
  });

  test.each<[string, number, 'queue' | 'ring', Partial<Figures>]>([
    ['in queue', 9 * S, 'queue', { abandonedInQueue: 1, abandonedInRing: 0, shortAbandoned: 0, abandonedWaitMs: 9 * S }],
    ['in ring', 30 * S, 'ring', { abandonedInQueue: 0, abandonedInRing: 1, shortAbandoned: 0, abandonedWaitMs: 30 * S }],
    ['at once', 4_999, 'queue', { abandonedInQueue: 1, shortAbandoned: 1, abandonedWaitMs: 4_999 }],
    ['at the limit', 5 * S, 'queue', { shortAbandoned: 0 }],
  ])('abandoned %s', (_, after, stage, expected) => {
    const c = contactScript(1);
    const events = [c.started(T), c.flowStarted(T), c.queued(T)];
    if (stage === 'ring') events.push(c.offered(T + 1, 1), c.offerEnded(T + after, 1, 'withdrawn'));
    const ends = [c.abandoned(T + after, stage), c.ended(T + after, stage === 'ring' ? 'ring' : 'flow')];
    for (const order of [ends, ends.toReversed()]) {
      expect(figures([...events, ...order])).toMatchObject({ offered: 1, answered: 0, ...expected });
      expect(outside([...events, ...order])).toMatchObject({ arrived: 1, abandonedInFlow: 0, abandonedInQueue: 0, abandonedInRing: 0 });
    }
  });

  test('hanging up in the flow belongs to no queue; letting the flow end is no abandon', () => {
    const c = contactScript(1);
    const before = [c.started(T), c.flowStarted(T)];
    expect(outside([...before, c.ended(T + S, 'flow')])).toMatchObject({ arrived: 1, abandonedInFlow: 1 });
    expect(outside([...before, c.ended(T + S, 'flow', 'flow')])).toMatchObject({ arrived: 1, abandonedInFlow: 0 });
    expect(outside([...before, c.ended(T + S, 'flow', 'system')])).toMatchObject({ abandonedInFlow: 0 });
    expect(fold([c.started(T, 'outbound'), c.flowStarted(T), c.ended(T + S, 'flow')]).queueDays.size).toBe(0);
  });

  test('timed out of the queue, then hung up in the flow: a flow-out there, an abandon here, no abandon of the queue', () => {
    const c = contactScript(1);
    const events = [c.started(T), c.flowStarted(T), c.queued(T), c.removed(T + 60 * S), c.ended(T + 70 * S, 'flow')];
    expect(figures(events)).toMatchObject({ offered: 1, flowOuts: 1, abandonedInQueue: 0, abandonedWaitMs: 0 });
    expect(outside(events)).toMatchObject({ abandonedInFlow: 1 });
  });

  test('not answered, declined, unreachable: three offers, one of them not answered; the wait runs on', () => {
    const c = contactScript(1);
    const events = [c.started(T), c.queued(T)];
    for (const [n, outcome] of (['no-answer', 'declined', 'unreachable'] as const).entries()) {
      events.push(c.offered(T + n * 10 * S, n + 1), c.offerEnded(T + n * 10 * S + 5 * S, n + 1, outcome));
    }
    events.push(c.offered(T + 40 * S, 4), c.assigned(T + 42 * S, 4));
    const ledger = fold(events);
    expect(ledger.queueDays.get(`${DAY}|${queue(1)}`)).toMatchObject({
      offers: 4,
      noAnswers: 1,
      answered: 1,
      answeredWaitMs: 42 * S,
      answeredInTime: 0,
    });
    expect(ledger.agentDays.get(`${DAY}|${agent(1)}`)).toMatchObject({ offers: 1, noAnswers: 1, answered: 0 });
    expect(ledger.agentDays.get(`${DAY}|${agent(2)}`)).toMatchObject({ offers: 1, noAnswers: 0 });
    expect(ledger.agentDays.get(`${DAY}|${agent(4)}`)).toMatchObject({ offers: 1, answered: 1 });
  });

  test('hold is not talk; a hold that nobody lifted ends with the contact, a failed transfer lifts it', () => {
    const c = contactScript(1);
    const talk = (...middle: TestEvent[]) => {
      const events = [
        c.started(T),
        c.queued(T),
        c.offered(T, 1),
        c.assigned(T, 1),
        ...middle,
        c.released(T + 100 * S, 1, false),
        c.completed(T + 100 * S, 1),
      ];
      const { talkMs, holdMs, acwMs } = figures(events);
      return { talkMs, holdMs, acwMs };
    };
    expect(talk(c.held(T + 10 * S), c.resumed(T + 40 * S))).toEqual({ talkMs: 70 * S, holdMs: 30 * S, acwMs: 0 });
    expect(talk(c.held(T + 10 * S), c.held(T + 20 * S), c.resumed(T + 40 * S), c.held(T + 90 * S))).toEqual({
      talkMs: 60 * S,
      holdMs: 40 * S,
      acwMs: 0,
    });
    expect(talk(c.held(T + 10 * S), c.transferFailed(T + 30 * S, 1, '486'))).toEqual({ talkMs: 80 * S, holdMs: 20 * S, acwMs: 0 });
    expect(talk(c.held(T + 10 * S), c.transferFailed(T + 30 * S, 1, 'not-found'))).toEqual({ talkMs: 10 * S, holdMs: 90 * S, acwMs: 0 });
  });

  test('passed on to another queue: one contact of each, a transfer out of the first', () => {
    const c = contactScript(1);
    const events = [
      c.started(T),
      c.queued(T),
      c.offered(T, 1),
      c.assigned(T + 5 * S, 1),
      c.released(T + 65 * S, 1, false, 1, 1, 'transferred'),
      c.completed(T + 65 * S, 1),
      c.queued(T + 65 * S, 2, 2),
      c.offered(T + 65 * S, 2, 2, 2),
      c.assigned(T + 95 * S, 2, 2, 2),
      c.released(T + 200 * S, 2, false, 2, 2),
      c.completed(T + 200 * S, 2, 2, 2),
      c.ended(T + 200 * S, 'agent'),
    ];
    expect(figures(events, 1)).toMatchObject({ offered: 1, answered: 1, handled: 1, transfersOut: 1, talkMs: 60 * S });
    expect(figures(events, 2)).toMatchObject({
      offered: 1,
      answered: 1,
      handled: 1,
      transfersOut: 0,
      answeredWaitMs: 30 * S,
      answeredInTime: 0,
    });
    expect(outside(events)).toMatchObject({ arrived: 1 });
  });

  test('counts on the day it was queued, whatever comes after midnight; the agent on the day he took it', () => {
    const at = Date.parse('2026-11-20T23:59:50Z');
    const ledger = fold(answeredContact(1, at));
    expect(ledger.queueDays.get(`${DAY}|${queue(1)}`)).toMatchObject({ offered: 1, answered: 1, handled: 1, acwMs: 20 * S });
    expect(ledger.queueDays.has(`2026-11-21|${queue(1)}`)).toBe(false);
    expect(ledger.agentDays.get(`2026-11-21|${agent(1)}`)).toMatchObject({ answered: 1, handled: 1, offers: 0 });
    expect(ledger.agentDays.get(`${DAY}|${agent(1)}`)).toMatchObject({ offers: 1, handled: 0, busyMs: 2 * S });
  });

  test('what comes twice or long after the end changes nothing', () => {
    const events = answeredContact(1, T);
    const again = events.flatMap((event) => [event, event]);
    const once = fold(events).queueDays;
    expect(fold(again).queueDays).toEqual(once);
    const c = contactScript(1);
    expect(fold([...events, c.queued(T + GRACE_MS + 133 * S, 2, 2)]).queueDays).toEqual(once);
  });
});
