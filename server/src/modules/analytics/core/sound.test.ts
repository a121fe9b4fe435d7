// One alarm for a contact that sounds badly, however many of its legs do.
import { expect, test } from 'vitest';
import type { StoredEvent } from '@tandem/contract/events.ts';
import { foldSound, type SoundDoc } from './sound.ts';

const about = { interaction: 'int_1', call: 'cal_1' };
const poor = (leg: string, mos = 2) => ({
  type: 'call.quality-alarm',
  data: { ...about, leg, agent: 'agt_1', mos, limit: 3.1, belowMs: 20_000 },
});
const well = (leg: string) => ({ type: 'call.quality-restored', data: { ...about, leg } });
const left = (leg: string) => ({ type: 'call.leg-ended', data: { ...about, leg, cause: 'normal', by: 'remote', sipStatus: null } });
const ended = { type: 'interaction.ended', data: { interaction: 'int_1' } };

const after = (...events: object[]): SoundDoc | null => (events as StoredEvent[]).reduce<SoundDoc | null>(foldSound, null);

test('it begins with the first leg and names its agent and the score', () => {
  expect(after(poor('leg_a'))).toMatchObject({
    measure: 'callSound',
    level: 'alarm',
    agent: 'agt_1',
    value: 2,
    limit: 3.1,
    legs: ['leg_a'],
  });
  expect(after(poor('leg_a'), poor('leg_b', 1.5))).toMatchObject({ value: 1.5, legs: ['leg_a', 'leg_b'] });
});

test('it is over when the last of them is well, has gone, or the contact ended', () => {
  const both = [poor('leg_a'), poor('leg_b')];
  expect(after(...both, well('leg_a'))).toMatchObject({ legs: ['leg_b'] });
  expect(after(...both, well('leg_a'), left('leg_b'))).toBeNull();
  expect(after(...both, ended)).toBeNull();
});

test('other legs that end change nothing, and where nothing was told there is no alarm', () => {
  const open = after(poor('leg_a'));
  expect(foldSound(open, left('leg_z') as StoredEvent)).toBe(open);
  expect(after(left('leg_a'), well('leg_a'), ended)).toBeNull();
});
