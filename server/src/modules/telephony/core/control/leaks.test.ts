// Two calls of one agent under whatever happens in whatever order: nothing that was begun is left over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallId, LegId } from '@tandem/contract/ids.ts';
import { attendedTransfer } from './attended.ts';
import { createModel, type Model } from './testkit.ts';
import { offersOf } from './rung.ts';
import type { CallState, ControlInput, OutTarget, Target } from './state.ts';
import { newCall } from './step.ts';

const A: CallId = 'cal_a';
const B: CallId = 'cal_b';
const colleague: OutTarget = { kind: 'device', device: 'dev_2', agent: 'agt_2' };
const outside: OutTarget = { kind: 'trunk', trunk: 'trk_1', address: { kind: 'e164', e164: '+8613800000000' } };
const about = { tenant: 'tnt_a', person: 'cus_a', caller: null } as const;

type How = 'in' | 'out' | 'callback' | 'first';

/** The customer's call: he calls (`in`), an agent dials him (`out`), or he is called back, by an agent or before there is one (`first`). */
function customersCall(how: How): CallState {
  const out = { to: outside, from: { address: { kind: 'unknown', text: 't' }, display: '' }, timeoutMs: 20_000, dialled: false } as const;
  const line = { work: 'wrk_1', queue: 'que_1', queuedAt: 5, priority: 0, skills: [], holdMs: 30_000 } as const;
  const called = { ...out, callback: how !== 'out', ...(how === 'first' ? { first: line } : {}) };
  return newCall({ ...about, call: A, interaction: 'int_a', ...(how === 'in' ? {} : { out: called }) }, 'leg_customer');
}
/** The agent's second call, from his desk phone. */
const agentsCall = (): CallState => newCall({ ...about, call: B, interaction: 'int_b', agent: 'agt_1' }, 'leg_desk');

const targets: readonly Target[] = [null, { kind: 'flow', flow: 'flo_1' }, colleague, outside];

const MODES = ['listen', 'whisper', 'barge', 'take-over'] as const;

/** One thing that somebody does, by number. */
const deeds: readonly ((model: Model, pick: (n: number) => number) => void)[] = [
  ...(
    [
      { kind: 'hold' },
      { kind: 'resume' },
      { kind: 'consult.cancel' },
      { kind: 'consult.swap' },
      { kind: 'consult.complete' },
      { kind: 'conference' },
      { kind: 'monitor.change', mode: 'barge' },
      { kind: 'monitor.change', mode: 'take-over' },
      { kind: 'monitor.end' },
      { kind: 'flow.stop-record' },
      { kind: 'digits', digits: '1' },
      { kind: 'park', place: '7001', until: 60_000, queuedAt: 5 },
      { kind: 'flow.hang-up', cause: 'normal' },
      { kind: 'flow.answer' },
      { kind: 'digit', leg: 'leg_customer', digit: '#' },
    ] as const satisfies readonly ControlInput[]
  ).map((input) => (model: Model) => model.step(A, input)),
  (model) => model.step(A, { kind: 'consult', target: colleague, leg: model.fresh(), text: 'agent2' }),
  (model) => model.step(A, { kind: 'carry', leg: model.fresh(), device: 'dev_9' }),
  (model) => model.step(A, { kind: 'carry', leg: model.fresh(), device: 'dev_9' }),
  (model) => model.step(A, { kind: 'carry.cancel' }),
  (model, pick) => model.step(A, { kind: 'monitor', leg: model.fresh(), device: 'dev_s', agent: 'agt_s', mode: MODES[pick(4)]! }),
  (model, pick) => model.step(A, { kind: 'monitor', leg: model.fresh(), device: 'dev_s', agent: 'agt_s', mode: MODES[pick(4)]! }),
  (model) => model.step(A, { kind: 'fetch', leg: model.fresh(), device: 'dev_3', agent: 'agt_3', why: 'fetched' }),
  (model, pick) => model.step(A, { kind: 'transfer', target: targets[pick(targets.length)]!, leg: model.fresh(), text: 't', refer: null }),
  (model) => model.step(A, { kind: 'flow.dial', target: outside, leg: model.fresh(), timeoutMs: 9_000 }),
  (model) => model.step(A, { kind: 'flow.record', step: 's', recording: 'rec_v', maxMs: 5_000, endKeys: '#', beep: true }),
  (model) => model.step(A, { kind: 'played', leg: 'leg_customer', play: 'beep-rec_v', end: 'finished' }),
  (model) => model.step(A, { kind: 'played', leg: 'leg_customer', play: 'first-greeting', end: 'finished' }),
  (model) => model.step(A, { kind: 'played', leg: 'leg_customer', play: 'first-sorry', end: 'finished' }),
  (model) => model.sealed(A, 'rec_v'),
  (model) => offer(model),
  (model) => offer(model),
  (model) => offer(model),
  (model) => model.step(A, { kind: 'conference' }),
  (model) => model.step(A, { kind: 'conference' }),
  (model, pick) => {
    const leg = [...model.legs.keys()][pick(model.legs.size)];
    if (leg) model.step(A, { kind: 'drop', leg });
  },
  (model) => model.step(B, { kind: 'connect', target: colleague, leg: model.fresh() }),
  (model) => model.step(B, { kind: 'join-place', call: A, device: 'dev_1', agent: 'agt_1' }),
  (model) => attended(model),
  (model, pick) => hungUp(model, pick),
  // What rings is answered more often than not.
  (model, pick) => picked(model, pick, (leg) => model.answer(leg)),
  (model, pick) => picked(model, pick, (leg) => model.answer(leg)),
  (model, pick) => picked(model, pick, (leg) => model.answer(leg)),
  ...Array.from({ length: 12 }, () => (model: Model) => void model.next()),
  (model) => void model.tick(),
];

function offer(model: Model): void {
  const state = model.stateOf(A);
  // Of a queue that rings everybody at once several come for the same work.
  const rung = offersOf(state ?? { offer: null });
  if (!state || state.over || rung.length > 2 || state.agent || state.ringing || state.other) return;
  if (state.line === null && !state.flow && !state.out?.callback) return;
  if (state.out && state.out.dialled && state.line === null) return;
  const work = rung.at(0)?.work ?? state.line?.work ?? ('wrk_1' as const);
  if (model.works.has(work)) return;
  const leg = model.fresh();
  model.step(A, {
    kind: 'offer.made',
    offer: `off_${leg}`,
    work,
    queue: 'que_1',
    agent: rung.length === 0 ? 'agt_1' : `agt_r${rung.length}`,
    device: 'dev_1',
    leg,
    ringMs: 20_000,
    along: [{ leg: model.fresh(), device: 'dev_9' }],
  });
}
function attended(model: Model): void {
  const [a, b] = [model.stateOf(A), model.stateOf(B)];
  if (!a?.agent || !b) return;
  const wanted = attendedTransfer(a, b, { leg: a.agent.leg, id: 'refer' }, b.customer.leg, 't');
  if (wanted.ok) model.step(wanted.value.call, wanted.value.input);
}
function picked(model: Model, pick: (n: number) => number, does: (leg: LegId) => void): void {
  const leg = [...model.legs.keys()].filter((each) => !model.legs.get(each)!.up && each !== 'leg_desk')[pick(4)];
  if (leg) does(leg);
}
function hungUp(model: Model, pick: (n: number) => number): void {
  const leg = [...model.legs.keys()][pick(model.legs.size)];
  if (leg) model.ended(leg, 'normal', 'remote');
}

function play(how: How, numbers: readonly number[]): Model {
  let at = 0;
  const pick = (n: number): number => (n === 0 ? 0 : numbers[at++ % numbers.length]! % n);
  const model = createModel([customersCall(how), agentsCall()], pick);
  model.arrive(B, 'leg_desk');
  if (how === 'in') {
    model.arrive(A, 'leg_customer');
    model.step(A, { kind: 'flow.began' });
    model.step(A, { kind: 'flow.answer' });
  } else if (how === 'out') model.step(A, { kind: 'dial-out', leg: model.fresh(), device: 'dev_1', agent: 'agt_1' });
  else if (how === 'first') model.step(A, { kind: 'ring-customer' });
  for (let n = 0; n < 120; n++) deeds[pick(deeds.length)]!(model, pick);
  settle(model);
  return model;
}

/** Everybody who is left hangs up, and what waits happens. */
function settle(model: Model): void {
  for (let round = 0; round < 20; round++) {
    while (model.next());
    for (const call of model.openCalls()) {
      const state = model.stateOf(call)!;
      if (!state.over && state.out !== null && !state.out.dialled) model.step(call, { kind: 'hang-up', cause: 'normal', by: 'system' });
    }
    for (const leg of ['leg_customer', 'leg_desk'] as const) if (model.legs.has(leg)) model.ended(leg, 'normal', 'remote');
    while (model.next());
    model.sealed(A, 'rec_v');
    model.tick();
  }
}

describe('nothing is left over', () => {
  it.each(['in', 'out', 'callback', 'first'] as const)('of a customer’s call (%s) and an agent’s second one', (how) => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 60, maxLength: 200 }), (numbers) => {
        const model = play(how, numbers);
        expect(model.seen.leaked).toEqual([]);
        expect([...model.legs.keys()]).toEqual([]);
        expect(model.openCalls()).toEqual([]);
        expect([...model.works]).toEqual([]);
        expect([...model.recordings]).toEqual([]);
        expect(model.occupied()).toEqual([]);
        expect([...model.seen.ends.values()].every((times) => times === 1)).toBe(true);
        if (how === 'in' || how === 'out') expect(model.seen.ends.get(A)).toBe(1);
        if (how === 'first') expect((model.seen.ends.get(A) ?? 0) + model.seen.attempts).toBeGreaterThan(0);
      }),
      { numRuns: 3_000 },
    );
  });
});

it('the random calls see everything that can happen', () => {
  const seen = new Set<string>();
  for (const numbers of fc.sample(fc.array(fc.nat(10_000), { minLength: 60, maxLength: 200 }), { numRuns: 1_500, seed: 7 }))
    for (const how of ['in', 'out', 'callback', 'first'] as const) for (const fact of play(how, numbers).seen.facts) seen.add(fact);
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'call.consulted',
      'call.conferenced',
      'call.monitored',
      'call.monitor-ended',
      'call.taken-over',
      'call.carried',
      'call.transferred attended true',
      'call.transferred attended false',
      'call.transferred blind true',
      'call.parked',
      'call.unparked fetched',
      'call.unparked timed-out',
      'call.unparked left',
    ]),
  );
});
