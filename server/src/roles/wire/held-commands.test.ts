// What an edge that was out of reach is told when it is back.
import { expect, it } from 'vitest';
import type { EdgeCommand } from '@tandem/contract/edge.ts';
import { createHeldCommands } from './held-commands.ts';

const stop = (leg: `leg_${string}`): EdgeCommand => ({ do: 'stop', leg });
const hangUp = (leg: `leg_${string}`): EdgeCommand => ({ do: 'hangup', leg, cause: 'withdrawn' });
const dial: EdgeCommand = {
  do: 'dial',
  tenant: 'tnt_a',
  leg: 'leg_b',
  call: 'cal_a',
  to: { kind: 'device', device: 'dev_a' },
  from: { address: { kind: 'unknown', text: '' }, display: '' },
  timeoutMs: 1_000,
};

it('is told in order, once', () => {
  const held = createHeldCommands(() => 0);
  held.hold(stop('leg_a'));
  held.hold(dial);
  expect(held.take()).toEqual([stop('leg_a'), dial]);
  expect(held.take()).toEqual([]);
});

it('is not told to dial what has been given up, nor what is long past', () => {
  let now = 0;
  const held = createHeldCommands(() => now);
  held.hold(stop('leg_a'));
  now = 20_001;
  held.hold(dial);
  held.hold(hangUp('leg_b'));
  expect(held.take()).toEqual([hangUp('leg_b')]);
});
