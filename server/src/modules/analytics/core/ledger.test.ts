// Scripts of contacts, and the figures they must come to.
import { describe, expect, test } from 'vitest';
import type { Figures } from './figures.ts';
import { NO_FIGURES } from './figures.ts';
import { GRACE_MS } from './ledger.ts';
import { floorNow } from './live.ts';
import { queueKpis } from './report.ts';
import { agent, contactScript, fold, presence, queue, serviceLevel, type TestEvent } from './testkit.ts';

const DAY = '2026-11-20';
const T = Date.parse('2026-11-20T09:00:00Z');
const S = 1_000;
const figures = (events: TestEvent[], q = 1, day = DAY): Figures => fold(events).queueDays.get(`${day}|${queue(q)}`) ?? NO_FIGURES;
const outside = (events: TestEvent[], day = DAY): Figures => fold(events).queueDays.get(`${day}|`) ?? NO_FIGURES;

function answeredContact(n: number, at: number, { wait = 12 * S, talk = 100 * S, acw = 20 * S, a = 1, q = 1 } = {}): TestEvent[] {
  const c = contactScript(n);
  return [
    c.started(at), c.flowStarted(at), c.queued(at, q), c.offered(at + wait - 4 * S, a, q), c.assigned(at + wait, a, q), c.flowEnded(at + wait), c.bridged(at + wait + 200, a),
    c.released(at + wait + talk, a, true, q), c.ended(at + wait + talk, 'agent'), c.completed(at + wait + talk + acw, a, q),
  ];
}

describe('a contact in a queue', () => {
  test('answered in time: wait, talk from the bridge on, wrap-up', () => {
    expect(figures(answeredContact(1, T))).toMatchObject({
      offered: 1, answered: 1, answeredInTime: 1, answeredWaitMs: 12 * S, longestAnswerMs: 12 * S, handled: 1, talkMs: 99_800, holdMs: 0, acwMs: 20 * S, offers: 1, noAnswers: 0,
      abandonedInQueue: 0, abandonedInRing: 0, shortAbandoned: 0, flowOuts: 0,
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
    expect(figures([serviceLevel(T, 1, 12 * S), c.started(T), c.queued(T), serviceLevel(T + 1, 1, 60 * S), c.offered(T + 2, 1), c.assigned(T + 20 * S, 1)]).answeredInTime).toBe(0);
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
    expect(ledger.queueDays.get(`${DAY}|${queue(1)}`)).toMatchObject({ offers: 4, noAnswers: 1, answered: 1, answeredWaitMs: 42 * S, answeredInTime: 0 });
    expect(ledger.agentDays.get(`${DAY}|${agent(1)}`)).toMatchObject({ offers: 1, noAnswers: 1, answered: 0 });
    expect(ledger.agentDays.get(`${DAY}|${agent(2)}`)).toMatchObject({ offers: 1, noAnswers: 0 });
    expect(ledger.agentDays.get(`${DAY}|${agent(4)}`)).toMatchObject({ offers: 1, answered: 1 });
  });

  test('hold is not talk; a hold that nobody lifted ends with the contact, a failed transfer lifts it', () => {
    const c = contactScript(1);
    const talk = (...middle: TestEvent[]) => {
      const events = [c.started(T), c.queued(T), c.offered(T, 1), c.assigned(T, 1), ...middle, c.released(T + 100 * S, 1, false), c.completed(T + 100 * S, 1)];
      const { talkMs, holdMs, acwMs } = figures(events);
      return { talkMs, holdMs, acwMs };
    };
    expect(talk(c.held(T + 10 * S), c.resumed(T + 40 * S))).toEqual({ talkMs: 70 * S, holdMs: 30 * S, acwMs: 0 });
    expect(talk(c.held(T + 10 * S), c.held(T + 20 * S), c.resumed(T + 40 * S), c.held(T + 90 * S))).toEqual({ talkMs: 60 * S, holdMs: 40 * S, acwMs: 0 });
    expect(talk(c.held(T + 10 * S), c.transferFailed(T + 30 * S, 1, '486'))).toEqual({ talkMs: 80 * S, holdMs: 20 * S, acwMs: 0 });
    expect(talk(c.held(T + 10 * S), c.transferFailed(T + 30 * S, 1, 'not-found'))).toEqual({ talkMs: 10 * S, holdMs: 90 * S, acwMs: 0 });
  });

  test('passed on to another queue: one contact of each, a transfer out of the first', () => {
    const c = contactScript(1);
    const events = [
      c.started(T), c.queued(T), c.offered(T, 1), c.assigned(T + 5 * S, 1), c.released(T + 65 * S, 1, false, 1, 1, 'transferred'), c.completed(T + 65 * S, 1),
      c.queued(T + 65 * S, 2, 2), c.offered(T + 65 * S, 2, 2, 2), c.assigned(T + 95 * S, 2, 2, 2), c.released(T + 200 * S, 2, false, 2, 2), c.completed(T + 200 * S, 2, 2, 2), c.ended(T + 200 * S, 'agent'),
    ];
    expect(figures(events, 1)).toMatchObject({ offered: 1, answered: 1, handled: 1, transfersOut: 1, talkMs: 60 * S });
    expect(figures(events, 2)).toMatchObject({ offered: 1, answered: 1, handled: 1, transfersOut: 0, answeredWaitMs: 30 * S, answeredInTime: 0 });
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

describe('formulas', () => {
  const some: Figures = {
    ...NO_FIGURES, offered: 20, answered: 10, answeredInTime: 8, abandonedInQueue: 4, abandonedInRing: 2, shortAbandoned: 1, flowOuts: 3, answeredWaitMs: 100 * S, abandonedWaitMs: 60 * S,
    offers: 16, noAnswers: 4, handled: 8, talkMs: 800 * S, holdMs: 80 * S, acwMs: 160 * S, transfersOut: 2,
  };
  test('each by its definition', () => {
    expect(queueKpis(some)).toMatchObject({
      abandoned: 6, serviceLevel: 8 / 15, answerRate: 0.5, abandonRate: 0.3, asaMs: 10 * S, abandonTimeMs: 10 * S, ahtMs: 130 * S, transferRate: 0.25, noAnswerRate: 0.25,
    });
  });
  test('nothing to divide by: null, never zero or NaN', () => {
    expect(queueKpis(NO_FIGURES)).toMatchObject({
      serviceLevel: null, answerRate: null, abandonRate: null, asaMs: null, abandonTimeMs: null, ahtMs: null, transferRate: null, noAnswerRate: null, waitP50Ms: null, longestWaitMs: null,
    });
  });
});

describe('occupancy', () => {
  const of = (events: TestEvent[], day = DAY) => fold(events).agentDays.get(`${day}|${agent(1)}`);

  test('busy from the offer to the end of wrap-up, over the time on queue', () => {
    const events = [presence(T - 60 * S, 1, 'ready'), ...answeredContact(1, T), presence(T + 240 * S, 1, 'off-queue')];
    expect(of(events)).toMatchObject({ onQueueMs: 300 * S, busyMs: 124 * S });
  });

  test('gone off queue during a contact: the contact still counts, so that nobody is busier than 100 %', () => {
    const events = [presence(T, 1, 'ready'), ...answeredContact(1, T), presence(T + 20 * S, 1, 'away')].toSorted((a, b) => a.at - b.at);
    expect(of(events)).toMatchObject({ onQueueMs: 132 * S, busyMs: 124 * S });
  });

  test('two contacts at once count once', () => {
    const events = [presence(T, 1, 'ready'), ...answeredContact(1, T), ...answeredContact(2, T + 60 * S), presence(T + 200 * S, 1, 'offline')].toSorted((a, b) => a.at - b.at);
    expect(of(events)).toMatchObject({ onQueueMs: 200 * S, busyMs: 184 * S });
  });

  test('away, off queue and offline are not on queue', () => {
    expect(of([presence(T, 1, 'away'), presence(T + 60 * S, 1, 'off-queue'), presence(T + 90 * S, 1, 'offline')])).toBeUndefined();
  });

  test('is cut at midnight', () => {
    const at = Date.parse('2026-11-20T22:00:00Z');
    const events = [presence(at, 1, 'ready'), presence(at + 5 * 3_600 * S, 1, 'offline')];
    expect([of(events)?.onQueueMs, of(events, '2026-11-21')?.onQueueMs]).toEqual([7_200 * S, 10_800 * S]);
  });
});

test('the floor now', () => {
  const [flow, waits, rings, talks, wraps, gone] = [contactScript(1), contactScript(2), contactScript(3), contactScript(4), contactScript(5), contactScript(6)];
  const ledger = fold([
    flow.started(T), flow.flowStarted(T),
    waits.started(T), waits.flowStarted(T), waits.queued(T + 10 * S),
    rings.started(T), rings.queued(T + 5 * S), rings.offered(T + 20 * S, 1),
    talks.started(T), talks.queued(T), talks.offered(T, 2), talks.assigned(T + S, 2),
    wraps.started(T), wraps.queued(T, 2), wraps.offered(T, 3, 2), wraps.assigned(T + S, 3, 2), wraps.released(T + 9 * S, 3, true, 2), wraps.ended(T + 9 * S, 'agent'),
    gone.started(T), gone.queued(T), gone.ended(T + 9 * S, 'flow'),
  ]);
  const { inFlow, queues } = floorNow(ledger.contacts.values(), T + 30 * S);
  expect(inFlow).toBe(1);
  expect(queues.get(queue(1))).toEqual({ waiting: 1, ringing: 1, talking: 1, wrappingUp: 0, longestWaitMs: 25 * S });
  expect(queues.get(queue(2))).toEqual({ waiting: 0, ringing: 0, talking: 0, wrappingUp: 1, longestWaitMs: 0 });
});
