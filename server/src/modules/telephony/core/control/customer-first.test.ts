// A call-back that rings the customer first: what he hears, where he stands, how long he waits, and what becomes of the try.
import { expect, it } from 'vitest';
import type { ControlEffect, ControlInput, CallState } from './state.ts';
import { newCall, stepCall } from './step.ts';
import { nextTimer } from './timers.ts';

const AT = 50_000;
const HOLD_MS = 30_000;
const call: CallState = newCall(
  {
    tenant: 'tnt_a',
    call: 'cal_a',
    interaction: 'int_a',
    person: 'cus_a',
    caller: null,
    out: {
      to: { kind: 'trunk', trunk: 'trk_a', address: { kind: 'e164', e164: '+8613700009999' } },
      from: { address: { kind: 'e164', e164: '+861062220000' }, display: '' },
      timeoutMs: 25_000,
      callback: true,
      dialled: false,
      first: { work: 'wrk_a', queue: 'que_a', queuedAt: 7, priority: 3, skills: [], holdMs: HOLD_MS },
    },
  },
  'leg_customer',
);
const RING: ControlInput = { kind: 'ring-customer' };
const ANSWERED: ControlInput = { kind: 'leg.answered', leg: 'leg_customer' };
const OFFER: ControlInput = {
  kind: 'offer.made',
  offer: 'off_a',
  work: 'wrk_a',
  queue: 'que_a',
  agent: 'agt_a',
  device: 'dev_a',
  leg: 'leg_agent',
  ringMs: 20_000,
};
const played = (play: string): ControlInput => ({ kind: 'played', leg: 'leg_customer', play, end: 'finished' });
const gone = (by: 'remote' | 'local'): ControlInput => ({ kind: 'leg.ended', leg: 'leg_customer', cause: 'normal', by, sipStatus: null });

function after(inputs: readonly ControlInput[], state = call, at = AT): { state: CallState; effects: ControlEffect[] } {
  return inputs.reduce(
    (before, input) => {
      const next = stepCall(before.state, input, at);
      return { state: next.state, effects: [...before.effects, ...next.effects] };
    },
    { state, effects: [] as ControlEffect[] },
  );
}
const told = (effects: readonly ControlEffect[]): unknown[] =>
  effects.flatMap((effect) =>
    effect.do === 'edge' ? [effect.command.do] : effect.do === 'log' || effect.do === 'occupy' ? [] : [effect.do],
  );

it('rings him as the queue is shown, and puts him where he stood when he answers', () => {
  const { state, effects } = after([RING, ANSWERED]);
  expect(told(effects)).toEqual(['dial', 'play', 'queue']);
  expect(effects).toContainEqual(
    expect.objectContaining({ do: 'queue', work: 'wrk_a', queue: 'que_a', queuedAt: 7, callback: { priority: 3, skills: [] } }),
  );
  expect(effects).toContainEqual(
    expect.objectContaining({ command: expect.objectContaining({ do: 'dial', timeoutMs: 25_000, from: call.out?.from }) }),
  );
  expect(nextTimer(state)).toBe(AT + HOLD_MS);
  expect(told(after([played('first-greeting')], state).effects)).toEqual(['play']);
});

it('gives him to the agent who comes, and that is a success; his leaving then is the end of the contact', () => {
  const { state, effects } = after([
    RING,
    ANSWERED,
    OFFER,
    { kind: 'leg.answered', leg: 'leg_agent' },
    { kind: 'offer.accepted', offer: 'off_a' },
  ]);
  expect(effects).toContainEqual({ do: 'attempted', outcome: 'reached' });
  expect(nextTimer(state)).toBe(null);
  const left = after([gone('remote')], state).effects;
  expect(left.map((effect) => effect.do)).toContain('end-interaction');
  expect(left.filter((effect) => effect.do === 'attempted')).toEqual([]);
});

it('tells him so where nobody comes, lets him go, and the try was not served', () => {
  const waiting = after([RING, ANSWERED, played('first-greeting')]).state;
  const late = after([{ kind: 'timer' }], waiting, AT + HOLD_MS);
  expect(told(late.effects)).toEqual(['take-back', 'play']);
  const over = after([played('first-sorry'), gone('local')], late.state, AT + HOLD_MS + 5_000);
  expect(told(over.effects)).toEqual(['hangup', 'attempted']);
  expect(over.effects).toContainEqual({ do: 'attempted', outcome: 'not-served' });
  // Also where nobody says that the words are over.
  expect(told(after([{ kind: 'timer' }], late.state, AT + HOLD_MS + 25_000).effects)).toEqual(['hangup']);
});

it('lets a phone that rings for him at the limit ring on', () => {
  const rung = after([RING, ANSWERED, OFFER]).state;
  const late = after([{ kind: 'timer' }], rung, AT + HOLD_MS);
  expect(late.effects).toEqual([]);
  expect(nextTimer(late.state)).toBe(AT + HOLD_MS + 3_000);
});

it('calls it left where he hangs up in the line, and no answer where he does not take it', () => {
  const left = after([gone('remote')], after([RING, ANSWERED]).state).effects;
  expect(told(left)).toEqual(['leave', 'attempted']);
  expect(left).toContainEqual({ do: 'attempted', outcome: 'left' });
  const silent = after([RING, { kind: 'leg.ended', leg: 'leg_customer', cause: 'no-answer', by: 'local', sipStatus: null }]).effects;
  expect(silent).toContainEqual({ do: 'attempted', outcome: 'no-answer' });
});
