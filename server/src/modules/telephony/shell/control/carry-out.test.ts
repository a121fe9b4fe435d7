// What a step led to, carried out later than the steps behind it were taken: the database was away, and the call went on.
import { expect, it } from 'vitest';
import { silentLog } from '../../../../platform/lifecycle/types.ts';
import { newCall, stepCall } from '../../core/control/step.ts';
import type { CallState, ControlEffect, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import { carryOut } from './carry-out.ts';

const offered: ControlInput = {
  kind: 'offer.made',
  offer: 'off_a',
  device: 'dev_a',
  leg: 'leg_agent',
  ringMs: 20_000,
  work: 'wrk_a',
  queue: 'que_a',
  agent: 'agt_a',
};
const answered: ControlInput = { kind: 'leg.answered', leg: 'leg_agent' };
const hungUp: ControlInput = { kind: 'leg.ended', leg: 'leg_agent', cause: 'normal', by: 'remote', sipStatus: null };

function after(inputs: readonly ControlInput[]) {
  const call = { tenant: 'tnt_a', call: 'cal_a', interaction: 'int_a', person: 'cus_a', caller: null, agent: null, device: null } as const;
  const effects: ControlEffect[] = [];
  const state = inputs.reduce<CallState>(
    (before, input) => {
      const step = stepCall(before, input, 0);
      effects.push(...step.effects);
      return step.state;
    },
    newCall(call, 'leg_customer'),
  );
  return { state, effects };
}

/** Each effect of routing, in order, with the call as it stands by then. */
async function told({ state, effects }: ReturnType<typeof after>): Promise<string[]> {
  const seen: string[] = [];
  const routing = {
    offerAnswered: async () => (seen.push('answered'), true),
    offerEnded: async (_tenant: string, _offer: string, outcome: string) => void seen.push(outcome),
  };
  const unused = () => Promise.reject(new Error('not for this'));
  const options = { log: silentLog as Log, now: () => 0, id: (prefix: string) => `${prefix}_x` as never, tell: () => {} };
  const rest = { startFlow: unused, attempted: unused, putBack: unused, again: async (input: ControlInput) => void seen.push(input.kind) };
  for (const effect of effects)
    if (effect.do === 'offer-answered' || effect.do === 'offer-ended')
      await carryOut(state, effect, 0, { ports: { routing } as unknown as ControlPorts, ...options, ...rest });
  return seen;
}

it('an agent who answered gets the customer where routing still means it', async () => {
  expect(await told(after([offered, answered]))).toEqual(['answered', 'offer.accepted']);
});

it('an agent who answered and hung up before routing could be asked is never given the customer, who keeps his place', async () => {
  expect(await told(after([offered, answered, hungUp]))).toEqual(['declined']);
});
