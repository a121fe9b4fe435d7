// A queue that rings everybody at once, seen from the call: several agents ring for one customer, one gets him, all others fall silent.
import { expect, it } from 'vitest';
import type { AgentId, LegId, OfferId } from '@tandem/contract/ids.ts';
import { engagedIn } from './engaged.ts';
import { legsOf } from './ending.ts';
import { partiesOf } from './parties-view.ts';
import { offersOf } from './rung.ts';
import type { CallState, ControlEffect, ControlInput } from './state.ts';
import { newCall } from './step.ts';
import { runCall } from './testkit.ts';

const start = newCall({ tenant: 'tnt_a', call: 'cal_a', interaction: 'int_a', person: 'cus_a', caller: null }, 'leg_customer');
const made = (n: number, along = false): ControlInput => ({
  kind: 'offer.made',
  offer: `off_${n}`,
  work: 'wrk_1',
  queue: 'que_1',
  agent: `agt_${n}`,
  device: `dev_${n}`,
  leg: `leg_${n}`,
  ringMs: 20_000,
  ...(along ? { along: [{ leg: `leg_${n}b`, device: `dev_${n}b` }] } : {}),
});
const begun: ControlInput[] = [{ kind: 'flow.began' }, { kind: 'flow.answer' }, { kind: 'leg.answered', leg: 'leg_customer' }];

const run = (inputs: ControlInput[], from: CallState = start) => runCall(from, inputs);
const hungUp = (effects: readonly ControlEffect[]): LegId[] =>
  effects.flatMap((effect) => (effect.do === 'edge' && effect.command.do === 'hangup' ? [effect.command.leg] : []));
const agents = (state: CallState): AgentId[] => offersOf(state).map(({ agent }) => agent);
const ringing = (): CallState => run([...begun, made(1), made(2, true), made(3)]).state;
const ended = (leg: LegId, cause: 'declined' | 'withdrawn' | 'no-answer'): ControlInput => ({
  kind: 'leg.ended',
  leg,
  cause,
  by: 'remote',
  sipStatus: null,
});

it('three ring; the second answers and has the customer; the others are let go in the same step', () => {
  const before = ringing();
  expect(agents(before)).toEqual(['agt_1', 'agt_2', 'agt_3']);
  expect(engagedIn(before).map(({ agent, phase }) => `${agent} ${phase}`)).toEqual(['agt_1 ringing', 'agt_2 ringing', 'agt_3 ringing']);
  expect(partiesOf(before).map(({ leg }) => leg)).toEqual(['leg_customer', 'leg_1', 'leg_2', 'leg_3']);
  const answered = run([{ kind: 'leg.answered', leg: 'leg_2' }], before);
  // His own second phone is silent at once; the others ring until routing has said that he has the customer.
  expect(hungUp(answered.effects)).toEqual(['leg_2b']);
  expect(answered.effects).toContainEqual({ do: 'offer-answered', offer: 'off_2' });
  const { state, effects } = run([{ kind: 'offer.accepted', offer: 'off_2' }], answered.state);
  expect(hungUp(effects)).toEqual(['leg_1', 'leg_3']);
  expect(state.agent).toMatchObject({ agent: 'agt_2', leg: 'leg_2', work: 'wrk_1' });
  expect(offersOf(state)).toEqual([]);
  // Routing withdraws them too: there is nothing left to do.
  for (const offer of ['off_1', 'off_3'] as OfferId[])
    expect(run([{ kind: 'offer.withdrawn', offer, cause: 'withdrawn' }], state).effects).toEqual([]);
});

it('two answer at once: routing says who has him, the other’s phone is let go, answered as it is', () => {
  const both = run(
    [
      { kind: 'leg.answered', leg: 'leg_3' },
      { kind: 'leg.answered', leg: 'leg_1' },
    ],
    ringing(),
  );
  expect(both.effects.flatMap((effect) => (effect.do === 'offer-answered' ? [effect.offer] : []))).toEqual(['off_3', 'off_1']);
  const { state, effects } = run(
    [
      { kind: 'offer.accepted', offer: 'off_3' },
      { kind: 'offer.refused', offer: 'off_1' },
    ],
    both.state,
  );
  expect(state.agent?.agent).toBe('agt_3');
  expect(hungUp(effects)).toEqual(['leg_1', 'leg_2', 'leg_2b']);
  expect(effects.filter((effect) => effect.do === 'log' && effect.fact.type === 'call.bridged')).toHaveLength(1);
});

it('one declines: the others ring on; all decline: none is left', () => {
  const one = run([ended('leg_1', 'declined')], ringing());
  expect(one.effects).toContainEqual({ do: 'offer-ended', offer: 'off_1', outcome: 'declined' });
  expect([agents(one.state), hungUp(one.effects)]).toEqual([['agt_2', 'agt_3'], []]);
  const all = run([ended('leg_2', 'declined'), ended('leg_3', 'no-answer')], one.state);
  expect(all.effects.flatMap((effect) => (effect.do === 'offer-ended' ? [`${effect.offer} ${effect.outcome}`] : []))).toEqual([
    'off_2 declined',
    'off_3 no-answer',
  ]);
  // Declined at one phone is declined at the other.
  expect(hungUp(all.effects)).toEqual(['leg_2b']);
  expect([agents(all.state), all.state.beside]).toEqual([[], undefined]);
});

it('the customer hangs up: every phone falls silent, and each leg is answered for until it is gone', () => {
  const { state, effects } = run([ended('leg_customer', 'withdrawn')], ringing());
  expect(hungUp(effects)).toEqual(['leg_1', 'leg_2', 'leg_2b', 'leg_3']);
  expect(legsOf(state)).toEqual(['leg_1', 'leg_2', 'leg_2b', 'leg_3']);
  expect(effects).toContainEqual(expect.objectContaining({ do: 'end-interaction', stage: 'ring' }));
});

it('the same offers told twice, after a restart of routing, ring once', () => {
  const again = run([made(1), made(3), made(2, true)], ringing());
  expect(again.effects).toEqual([]);
  expect(agents(again.state)).toEqual(['agt_1', 'agt_2', 'agt_3']);
});
