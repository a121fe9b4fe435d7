// What is told of the agents in a call: who, how, on which phone, and with whom else.
import { describe, expect, it } from 'vitest';
import { engagedIn } from './engaged.ts';
import type { CallState, OutTarget } from './state.ts';
import { newCall, stepCall } from './step.ts';

const colleague: OutTarget = { kind: 'device', device: 'dev_2', agent: 'agt_2' };
const call = newCall({ tenant: 'tnt_a', call: 'cal_a', interaction: 'int_a', person: 'cus_a', caller: null }, 'leg_customer');
const talker = { leg: 'leg_agent', device: 'dev_1', agent: 'agt_1', work: 'wrk_1', queue: 'que_1' } as const;
const talking: CallState = { ...call, customer: { leg: 'leg_customer', up: true }, agent: talker };
const told = (state: CallState) =>
  engagedIn(state).map(({ agent, phase, device, queue, other }) => ({ agent, phase, device, queue, other }));
const one = { agent: 'agt_1', device: 'dev_1', queue: 'que_1', other: null };

describe('the agents of a call', () => {
  it('are those whose phones ring, and who talk', () => {
    const offer = { work: 'wrk_1', queue: 'que_1', agent: 'agt_1', offer: 'off_1', leg: 'leg_agent', device: 'dev_1' } as const;
    expect(told({ ...call, offer })).toEqual([{ ...one, phase: 'ringing' }]);
    expect(told(talking)).toEqual([{ ...one, phase: 'talking' }]);
    expect(told({ ...talking, hold: 'api' })).toEqual([{ ...one, phase: 'held' }]);
  });

  it('are nobody once it is over, and never who listens', () => {
    expect(told({ ...talking, over: true })).toEqual([]);
    const monitor = { leg: 'leg_s', device: 'dev_s', agent: 'agt_s', of: 'agt_1', mode: 'listen', announced: false } as const;
    expect(told({ ...talking, monitor: { ...monitor, joined: true, phase: 'up' } })).toEqual([{ ...one, phase: 'talking' }]);
  });

  it('are both in a consultation, each with the other named', () => {
    const asked = stepCall(talking, { kind: 'consult', target: colleague, leg: 'leg_c', text: 'agent2' }).state;
    const first = { ...one, phase: 'consulting', other: { agent: 'agt_2', text: 'agent2' } };
    const second = { agent: 'agt_2', device: 'dev_2', queue: 'que_1', other: { agent: 'agt_1', text: '' } };
    expect(told(asked)).toEqual([first, { ...second, phase: 'ringing' }]);
    const up = stepCall(asked, { kind: 'leg.answered', leg: 'leg_c' }).state;
    expect(told(up)).toEqual([first, { ...second, phase: 'consulting' }]);
    const swapped = stepCall(up, { kind: 'consult.swap' }).state;
    expect(told(swapped).map(({ phase }) => phase)).toEqual(['talking', 'held']);
    const three = stepCall(up, { kind: 'conference' }).state;
    expect(told(three).map(({ phase }) => phase)).toEqual(['conference', 'conference']);
    const handed = stepCall(up, { kind: 'consult.complete' }).state;
    expect(told(handed)).toEqual([{ agent: 'agt_2', phase: 'talking', device: 'dev_2', queue: null, other: null }]);
  });

  it('may be the target of a transfer, and a colleague who calls', () => {
    const asked = stepCall(talking, { kind: 'transfer', target: colleague, leg: 'leg_t', text: 'agent2', refer: null }).state;
    expect(told(asked).at(-1)).toEqual({ agent: 'agt_2', phase: 'ringing', device: 'dev_2', queue: null, other: null });
    const about = { tenant: 'tnt_a', call: 'cal_b', interaction: 'int_b', person: 'cus_a', caller: null } as const;
    const own = newCall({ ...about, agent: 'agt_3', device: 'dev_3' }, 'leg_own');
    expect(told(own)).toEqual([{ agent: 'agt_3', phase: 'calling', device: 'dev_3', queue: null, other: null }]);
  });

  it('wait for whom they called', () => {
    const out = {
      to: colleague,
      from: { address: { kind: 'unknown', text: 't' }, display: '' },
      timeoutMs: 9,
      callback: false,
      dialled: true,
    } as const;
    const calling: CallState = { ...talking, customer: { leg: 'leg_customer', up: false }, out };
    expect(told(calling)).toEqual([{ ...one, phase: 'calling' }]);
  });
});
