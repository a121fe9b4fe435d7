// Spans of the log: what begins and ends what, events told twice, calls taken up, and the tries of a call-back.
import { describe, expect, it } from 'vitest';
import { callSpans } from './call-spans.ts';
import { edgeSpans } from './edge-spans.ts';
import type { LoggedEvent } from './event-spans.ts';
import { CALL, event, fact, kept, named, TRACE } from './testkit.ts';
import { rootOf, spanId, type Span } from './tracing.ts';

describe('spans of the log', () => {
  it('told twice are one, and what is open when the call ends is closed with it', () => {
    const { tracer, spans } = kept();
    const { logged, callOf } = callSpans(tracer);
    const tell = (...told: Parameters<typeof event>) => logged('int_1', event(...told));
    tell('work.queued', 1, { work: 'wrk_0', queue: 'que_1', priority: 5 });
    expect(callOf('int_1')).toBeNull();
    tell('interaction.started', 10, { call: CALL });
    expect(callOf('int_1')).toBe(CALL);
    for (let times = 0; times < 2; times++) tell('work.queued', 20, { work: 'wrk_1', queue: 'que_1', priority: 5 });
    tell('work.offered', 25, { work: 'wrk_1', offer: 'off_1', agent: 'agt_1', why: { rule: 'idle', eligible: 2 } });
    tell('work.offer-ended', 30, { work: 'wrk_1', offer: 'off_1', agent: 'agt_1', outcome: 'no-answer' });
    tell('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'queue' });
    tell('work.abandoned', 51, { work: 'wrk_1', stage: 'queue', waitedMs: 31 });
    expect(spans.map(({ name, startAt, endAt }) => [name, startAt, endAt])).toEqual([
      ['offer', 25, 30],
      ['queue', 20, 50],
      ['call', 10, 50],
    ]);
    expect(named(spans, 'offer')[0]?.parent).toBe(named(spans, 'queue')[0]?.span);
  });

  it('go on in a process that takes the call up: what ended is not told again, what is open ends in the same span', () => {
    const before = kept();
    const after = kept();
    const told = [
      event('interaction.started', 10, { call: CALL }),
      event('flow.started', 11, { run: 'run_1', flow: 'flo_1', version: 1 }),
      event('flow.ended', 15, { run: 'run_1', outcome: 'assigned' }),
      event('work.queued', 20, { work: 'wrk_1', queue: 'que_1', priority: 5 }),
    ];
    const [first, second] = [callSpans(before.tracer), callSpans(after.tracer)];
    for (const each of told) first.logged('int_1', each);
    second.takeUp('int_1', told);
    expect([named(before.spans, 'flow').length, after.spans.length]).toEqual([1, 0]);
    second.logged('int_1', event('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'queue' }));
    expect(after.spans.map(({ name, startAt, endAt }) => [name, startAt, endAt])).toEqual([
      ['queue', 20, 50],
      ['call', 10, 50],
    ]);
  });

  it('of consultation, conference, parking and being held twice, each from when to when and how it ended', () => {
    const { tracer, spans } = kept();
    const { logged } = callSpans(tracer);
    const tell = (type: LoggedEvent['type'], at: number, data: object = {}) => logged('int_1', event(type, at, { call: CALL, ...data }));
    tell('interaction.started', 10);
    tell('call.bridged', 20, { legs: ['leg_c', 'leg_a'], agent: 'agt_1' });
    for (const at of [21, 25]) {
      tell('call.held', at, { leg: 'leg_c', by: 'agent' });
      tell('call.resumed', at + 1, { leg: 'leg_c', by: 'agent' });
    }
    // The first does not come; with the second there are three, until he leaves.
    tell('call.dialled', 30, { leg: 'leg_x', agent: 'agt_2' });
    tell('call.consulted', 30, { leg: 'leg_x', by: 'agt_1', target: 'somebody' });
    tell('call.leg-ended', 32, { leg: 'leg_x', cause: 'busy' });
    tell('call.consulted', 40, { leg: 'leg_y', by: 'agt_1', target: 'somebody' });
    tell('call.conferenced', 45, { legs: ['leg_c', 'leg_a', 'leg_y'], by: 'agt_1' });
    tell('call.leg-ended', 47, { leg: 'leg_other', cause: 'normal' });
    tell('call.leg-ended', 50, { leg: 'leg_y', cause: 'normal' });
    tell('call.parked', 60, { leg: 'leg_c', by: 'agt_1', place: '7001' });
    tell('work.released', 61, { work: 'wrk_1', agent: 'agt_1', reason: 'transferred', wrapUpUntil: null });
    tell('call.dialled', 70, { leg: 'leg_f', agent: 'agt_3' });
    tell('call.unparked', 75, { leg: 'leg_c', place: '7001', by: 'agt_3', reason: 'fetched' });
    tell('call.bridged', 75, { legs: ['leg_c', 'leg_f'], agent: 'agt_3' });
    tell('call.parked', 80, { leg: 'leg_c', by: 'agt_3', place: '7001' });
    tell('call.unparked', 85, { leg: 'leg_c', place: '7001', by: null, reason: 'left' });
    tell('interaction.ended', 85, { cause: 'normal', by: 'customer', stage: 'other' });
    expect(spans.map(({ name, startAt, endAt, attributes }) => [name, startAt, endAt, attributes['tandem.outcome']])).toEqual([
      ['hold', 21, 22, undefined],
      ['hold', 25, 26, undefined],
      ['ring', 30, 32, 'busy'],
      ['consult', 30, 32, 'busy'],
      ['consult', 40, 45, 'conference'],
      ['conference', 45, 50, 'normal'],
      ['talk', 20, 60, 'parked'],
      ['parked', 60, 75, 'fetched'],
      ['talk', 75, 80, 'parked'],
      ['parked', 80, 85, 'left'],
      ['ring', 70, 85, undefined],
      ['call', 10, 85, undefined],
    ]);
    expect(new Set(spans.map(({ span }) => span)).size).toBe(spans.length);
    const talk = spanId(TRACE, 'talk', 'leg_c,leg_a,agt_1');
    for (const name of ['hold', 'consult', 'conference']) expect(named(spans, name).map(({ parent }) => parent)).toContain(talk);
    expect(named(spans, 'ring')[1]?.parent).toBe(named(spans, 'parked')[0]?.span);
    expect(JSON.stringify(spans)).not.toContain('somebody');
  });

  it('of a supervisor who follows a talk and then takes it over', () => {
    const { tracer, spans } = kept();
    const { logged } = callSpans(tracer);
    const tell = (type: LoggedEvent['type'], at: number, data: object = {}) => logged('int_1', event(type, at, { call: CALL, ...data }));
    tell('interaction.started', 10);
    tell('call.bridged', 20, { legs: ['leg_c', 'leg_a'], agent: 'agt_1' });
    for (const [at, mode] of [
      [30, 'listen'],
      [35, 'barge'],
    ] as const)
      tell('call.monitored', at, { leg: 'leg_s', by: 'agt_9', agent: 'agt_1', mode });
    tell('call.monitor-ended', 40, { leg: 'leg_s', by: 'agt_9', cause: 'normal' });
    tell('call.taken-over', 50, { leg: 'leg_t', by: 'agt_9', agent: 'agt_1' });
    tell('call.bridged', 50, { legs: ['leg_c', 'leg_t'], agent: 'agt_9' });
    tell('work.released', 51, { work: 'wrk_1', agent: 'agt_1', reason: 'transferred', wrapUpUntil: null });
    tell('interaction.ended', 60, { cause: 'normal', by: 'customer', stage: 'agent' });
    expect(spans.map(({ name, startAt, endAt, attributes }) => [name, startAt, endAt, attributes['tandem.outcome']])).toEqual([
      ['monitor', 30, 40, 'normal'],
      ['talk', 20, 50, 'taken-over'],
      ['talk', 50, 60, undefined],
      ['call', 10, 60, undefined],
    ]);
    expect(named(spans, 'monitor')[0]).toMatchObject({
      parent: named(spans, 'talk')[0]?.span,
      attributes: { 'tandem.supervisor': 'agt_9' },
    });
  });

  it('of a talk: whoever was handed the customer talks until the end, not until the first one’s wrap-up', () => {
    const { tracer, spans } = kept();
    const { logged } = callSpans(tracer);
    const tell = (type: LoggedEvent['type'], at: number, data: object = {}) => logged('int_1', event(type, at, { call: CALL, ...data }));
    tell('interaction.started', 10);
    tell('call.bridged', 20, { legs: ['leg_c', 'leg_a'], agent: 'agt_1' });
    tell('call.transferred', 30, { kind: 'attended', by: 'agt_1', target: 'x', accepted: true });
    tell('call.bridged', 30, { legs: ['leg_c', 'leg_b'], agent: 'agt_2' });
    tell('work.released', 31, { work: 'wrk_1', agent: 'agt_1', reason: 'transferred', wrapUpUntil: 40 });
    tell('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'other' });
    expect(named(spans, 'talk').map(({ startAt, endAt, attributes }) => [startAt, endAt, attributes['tandem.outcome']])).toEqual([
      [20, 30, 'transferred'],
      [30, 50, undefined],
    ]);
  });

  it('of a call-back: its tries in the contact’s trace, and of each later one a trace of its own, linked', () => {
    const AGAIN = 'cal_019307d4-3f5e-7c11-8a2b-5f0e9d1c2b3b';
    const { tracer, spans } = kept();
    const told: LoggedEvent[] = [
      event('interaction.started', 10, { call: CALL }),
      event('callback.requested', 11, { queue: 'que_1', notBefore: null, origin: null }),
      event('work.queued', 11, { work: 'wrk_1', queue: 'que_1', priority: 5 }),
      event('call.dialled', 20, { call: CALL, leg: 'leg_1', agent: 'agt_1' }),
      event('call.answered', 22, { call: CALL, leg: 'leg_1' }),
      event('call.dialled', 22, { call: CALL, leg: 'leg_2', trunk: 'trk_1' }),
      event('call.leg-ended', 25, { call: CALL, leg: 'leg_2', cause: 'busy' }),
      event('callback.attempted', 26, { attempt: 1, outcome: 'busy', next: 300 }),
      event('call.dialled', 300, { call: AGAIN, leg: 'leg_3', agent: 'agt_1' }),
      event('call.answered', 302, { call: AGAIN, leg: 'leg_3' }),
      event('call.dialled', 302, { call: AGAIN, leg: 'leg_4', trunk: 'trk_1' }),
      event('call.answered', 305, { call: AGAIN, leg: 'leg_4' }),
      event('call.bridged', 305, { call: AGAIN, legs: ['leg_4', 'leg_3'], agent: 'agt_1' }),
      event('callback.attempted', 305, { attempt: 2, outcome: 'reached', next: null }),
      event('interaction.ended', 400, { cause: 'normal', by: 'customer', stage: 'agent' }),
    ];
    const before = callSpans(tracer);
    for (const each of told.slice(0, 9)) before.logged('int_1', each);
    // Half-way another process takes it up.
    const after = callSpans(tracer);
    after.takeUp('int_1', told.slice(0, 9));
    for (const each of told.slice(9)) after.logged('int_1', each);
    const shown = (of: Span[]) => of.map(({ name, startAt, endAt, attributes }) => [name, startAt, endAt, attributes['tandem.outcome']]);
    expect(shown(spans.filter(({ trace }) => trace === TRACE))).toEqual([
      ['ring', 20, 22, 'answered'],
      ['ring', 22, 25, 'busy'],
      ['call-back try', 20, 26, 'busy'],
      ['call-back', 11, 305, 'reached'],
      ['call-back try', 300, 305, 'reached'],
      ['queue', 11, 400, undefined],
      ['call', 10, 400, undefined],
    ]);
    expect(shown(spans.filter(({ trace }) => trace !== TRACE))).toEqual([
      ['ring', 300, 302, 'answered'],
      ['ring', 302, 305, 'answered'],
      ['talk', 305, 400, undefined],
      ['call', 300, 400, undefined],
    ]);
    const [first, second] = named(spans, 'call-back try');
    expect([first?.links, second?.links]).toEqual([[], [rootOf(AGAIN)]]);
    expect(first?.parent).toBe(named(spans, 'call-back')[0]?.span);
    expect(spans.find(({ span }) => span === rootOf(AGAIN).span)?.links).toEqual([rootOf(CALL)]);
  });

  it('are not gathered of a call that is not wanted', () => {
    const { tracer, spans } = kept(false);
    const { logged } = callSpans(tracer);
    const hear = edgeSpans(tracer);
    logged('int_1', event('interaction.started', 10, { call: CALL }));
    logged('int_1', event('interaction.ended', 50, { cause: 'normal', by: 'customer', stage: 'queue' }));
    hear(fact('leg.arrived', 10, { leg: 'leg_1', source: { kind: 'trunk' } }));
    hear(fact('leg.ended', 20, { leg: 'leg_1', cause: 'normal', by: 'remote', sipStatus: null }));
    expect(spans).toEqual([]);
  });
});
