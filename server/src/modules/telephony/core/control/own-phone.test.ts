// A call that an agent wants to make and that comes to nothing: for as long as he hears why, his phone is no phone for the next contact.
import { expect, it } from 'vitest';
import { occupied } from './occupied.ts';
import { newCall, stepCall } from './step.ts';
import type { CallState, ControlInput } from './state.ts';

const AT = 50_000;
const call: CallState = newCall(
  {
    tenant: 'tnt_a',
    call: 'cal_a',
    interaction: 'int_a',
    person: 'cus_a',
    caller: null,
    out: {
      to: { kind: 'trunk', trunk: 'trk_a', address: { kind: 'e164', e164: '+8613700009999' } },
      from: { address: { kind: 'unknown', text: 't' }, display: '' },
      timeoutMs: 30_000,
      callback: false,
      dialled: false,
    },
  },
  'leg_customer',
);
const dialled: ControlInput[] = [
  { kind: 'dial-out', leg: 'leg_agent', device: 'dev_a', agent: 'agt_a' },
  { kind: 'leg.answered', leg: 'leg_agent' },
  { kind: 'leg.ended', leg: 'leg_customer', cause: 'busy', by: 'remote', sipStatus: 486 },
];

it('he is busy until the tone is over, then his leg is hung up and he is free', () => {
  const told: string[] = [];
  const after = (inputs: readonly ControlInput[], state: CallState, at = AT): CallState =>
    inputs.reduce((before, input) => {
      const { state: next, effects } = stepCall(before, input, at);
      for (const effect of effects) {
        if (effect.do === 'occupy') told.push(`${effect.agent} ${effect.occupied ? 'busy' : 'free'}`);
        if (effect.do === 'edge' && effect.command.do === 'hangup') told.push(`${effect.command.leg} hung up`);
        if (effect.do === 'end-interaction') told.push('the contact is over');
      }
      return next;
    }, state);
  const failed = after(dialled, call);
  expect(failed.tone).toEqual({ leg: 'leg_agent', agent: 'agt_a', until: AT + 3_000 });
  expect(occupied(failed)).toEqual(['agt_a']);
  expect(told).toEqual(['agt_a busy', 'the contact is over']);
  const over = after([{ kind: 'timer' }], failed, AT + 3_000);
  expect(occupied(over)).toEqual([]);
  expect(told.slice(2)).toEqual(['leg_agent hung up', 'agt_a free']);
});
