// What a call takes notice of, when one of its legs sounds badly.
import { describe, expect, it } from 'vitest';
import type { CallState, ControlInput } from './state.ts';
import { newCall, stepCall } from './step.ts';

const waiting: CallState = {
  ...newCall({ tenant: 'tnt_a', call: 'cal_a', interaction: 'int_a', person: 'cus_a', caller: null }, 'leg_customer'),
  customer: { leg: 'leg_customer', up: true },
};
const talking: CallState = { ...waiting, agent: { leg: 'leg_agent', device: 'dev_1', agent: 'agt_1', work: 'wrk_1', queue: 'que_1' } };
const poor: ControlInput = { kind: 'quality.poor', leg: 'leg_customer', mos: 2.004, limit: 3.1, belowMs: 20_000 };
const well: ControlInput = { kind: 'quality.well', leg: 'leg_customer' };
const facts = (state: CallState, input: ControlInput) =>
  stepCall(state, input).effects.flatMap((effect) => (effect.do === 'log' ? [effect.fact] : []));

describe('a leg that sounds badly', () => {
  it('is told of with the agent of the talk, once', () => {
    expect(facts(talking, poor)).toEqual([
      { type: 'call.quality-alarm', data: { call: 'cal_a', leg: 'leg_customer', agent: 'agt_1', mos: 2, limit: 3.1, belowMs: 20_000 } },
    ]);
    const { state } = stepCall(talking, poor);
    expect(state.poor).toEqual(['leg_customer']);
    expect(facts(state, poor)).toEqual([]);
  });

  it('is no news before there is a talk, and is when there is one', () => {
    const { state, effects } = stepCall(waiting, poor);
    expect([state.poor ?? [], effects]).toEqual([[], []]);
    expect(facts({ ...state, agent: talking.agent }, poor)).toHaveLength(1);
  });

  it('is told of when it is well again, where it was told of before', () => {
    const { state } = stepCall(talking, poor);
    expect(facts(state, well)).toEqual([{ type: 'call.quality-restored', data: { call: 'cal_a', leg: 'leg_customer' } }]);
    expect(stepCall(state, well).state.poor).toEqual([]);
    expect(facts(talking, well)).toEqual([]);
  });
});
