// A digital worker in a call: he takes it at once, has it as long as a flow is in charge, and lets go of it in every way it can end.
import type { AgentId, FlowId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { expect, test } from 'vitest';
import { newCall, stepCall } from './step.ts';
import type { CallState, ControlEffect, ControlInput } from './state.ts';

const CUSTOMER = 'leg_1';
const offer = { offer: 'off_1' as OfferId, work: 'wrk_1' as WorkId, queue: 'que_1' as QueueId, agent: 'agt_9' as AgentId };
const contact = { work: offer.work, queue: offer.queue, agent: offer.agent };
const flow = 'flo_9' as FlowId;

const fresh = (): CallState => ({
  ...newCall({ tenant: 'tnt_1', call: 'cal_1', interaction: 'int_1', person: 'cus_1', caller: null }, CUSTOMER),
  customer: { leg: CUSTOMER, up: true },
  flow: true,
  queued: true,
});

function play(...inputs: ControlInput[]): { state: CallState; effects: ControlEffect[] } {
  let state = fresh();
  let effects: ControlEffect[] = [];
  for (const input of inputs) ({ state, effects } = stepCall(state, input, 1_000));
  return { state, effects };
}
const made: ControlInput = { kind: 'offer.digital', ...offer, flow };
const accepted: ControlInput = { kind: 'offer.accepted', offer: offer.offer };
const releases = (effects: readonly ControlEffect[]) => effects.filter((each) => each.do === 'release');

test('asked of routing first; then the flow of the queue is over, and his begins on the same leg', () => {
  expect(play(made).effects).toEqual([{ do: 'offer-answered', offer: offer.offer }]);
  const { state, effects } = play(made, accepted);
  expect(state).toMatchObject({ digital: contact, flow: true, queued: false, agent: null });
  expect(state.asked).toBeUndefined();
  expect(effects).toEqual([
    { do: 'flow', input: { kind: 'assigned' } },
    { do: 'edge', command: { do: 'stop', leg: CUSTOMER } },
    { do: 'start-flow', flow },
  ]);
  // The same offer again, as after a restart.
  expect(stepCall(state, made, 1_000)).toEqual({ state, effects: [] });
});

test('refused or withdrawn before he has it, nothing is left of it', () => {
  for (const input of [
    { kind: 'offer.refused', offer: offer.offer },
    { kind: 'offer.withdrawn', offer: offer.offer, cause: 'withdrawn' },
  ] as const) {
    const { state, effects } = play(made, input);
    expect([state.asked, state.digital, effects]).toEqual([undefined, undefined, []]);
    expect(state.queued).toBe(true);
  }
});

test('where no flow is in charge, or somebody has to be called, he cannot', () => {
  for (const part of [{ flow: false }, { over: true }]) {
    const { effects } = stepCall({ ...fresh(), ...part }, made, 1_000);
    expect(effects).toEqual([{ do: 'offer-ended', offer: offer.offer, outcome: 'unreachable' }]);
  }
});

test('handed over: released as that, and the flow goes on until a person has him', () => {
  const { state, effects } = play(made, accepted, { kind: 'digital.hand-over' });
  expect(effects).toEqual([{ do: 'release', work: offer.work, reason: 'handed-over' }]);
  expect([state.digital, state.flow]).toEqual([undefined, true]);
  expect(stepCall(state, { kind: 'digital.hand-over' }, 1_000)).toEqual({ state, effects: [] });
});

test.each([
  ['normal', 'remote', 'ended'],
  ['system-crash', 'system', 'system'],
] as const)('the customer’s leg ends (%s by %s): released as %s, and the contact ended with an agent', (cause, by, reason) => {
  const { state, effects } = play(made, accepted, { kind: 'leg.ended', leg: CUSTOMER, cause, by, sipStatus: null });
  expect(releases(effects)).toEqual([{ do: 'release', work: offer.work, reason }]);
  expect(effects.find((each) => each.do === 'end-interaction')).toMatchObject({ stage: 'agent' });
  expect(state.digital).toBeUndefined();
});

test('put through to somebody by his flow: passed on as soon as that one has the customer', () => {
  const target = { kind: 'device', device: 'dev_1', agent: null } as const;
  const ringing: ControlInput[] = [made, accepted, { kind: 'flow.transfer', target, leg: 'leg_2' }];
  expect(play(...ringing).state.digital).toEqual(contact);
  const { state, effects } = play(...ringing, { kind: 'leg.answered', leg: 'leg_2' });
  expect(releases(effects)).toEqual([{ do: 'release', work: offer.work, reason: 'transferred' }]);
  expect(state.digital).toBeUndefined();
});
