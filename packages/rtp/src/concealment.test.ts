// What is made up sounds like what was heard, fades away, and joins what comes next without a click.
import { describe, expect, it } from 'vitest';
import { Concealment, FADED_AFTER } from './concealment.ts';
import { findPeriod } from './pitch.ts';

const FRAME = 160;
const voice = (hz: number) => (at: number) =>
  Math.round(6_000 * Math.sin((2 * Math.PI * hz * at) / 8_000) + 2_500 * Math.sin((4 * Math.PI * hz * at) / 8_000));

function frameOf(wave: (at: number) => number, index: number): Int16Array {
  return Int16Array.from({ length: FRAME }, (_, at) => wave(index * FRAME + at));
}

/** Hears five frames, then makes up `lost` and hears two more. */
function play(wave: (at: number) => number, lost: number) {
  const concealment = new Concealment();
  const all: number[] = [];
  for (let index = 0; index < 5 + lost + 2; index++) {
    const frame = frameOf(wave, index);
    if (index >= 5 && index < 5 + lost) concealment.conceal(frame, 0, FRAME);
    else concealment.resume(frame, 0, FRAME);
    concealment.remember(frame);
    all.push(...frame);
  }
  return all;
}

const power = (samples: readonly number[]): number => samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
const steepest = (samples: readonly number[]): number =>
  samples.slice(1).reduce((most, sample, index) => Math.max(most, Math.abs(sample - samples[index]!)), 0);

describe('concealment', () => {
  it.each([70, 100, 125, 160, 190])('finds the period of a voice of %d Hz', (hz) => {
    const wave = voice(hz);
    const { samples, likeness } = findPeriod(
      Int16Array.from({ length: 400 }, (_, at) => wave(at)),
      240,
      160,
    );
    // A high voice repeats itself after two periods too.
    const periods = Math.round(samples / (8_000 / hz));
    expect(Math.abs(samples - (periods * 8_000) / hz)).toBeLessThanOrEqual(1);
    expect(likeness).toBeGreaterThan(0.98);
  });

  it.each([70, 100, 125, 160, 190])('hides one lost packet of a voice of %d Hz: within -15 dB of what was said', (hz) => {
    const wave = voice(hz);
    const heard = play(wave, 1).slice(5 * FRAME, 6 * FRAME);
    const error = heard.map((sample, at) => sample - wave(5 * FRAME + at));
    // The first 10 ms are the voice itself; the second are a tenth softer on average.
    expect(power(error) / power([...frameOf(wave, 5)])).toBeLessThan(0.032);
  });

  it('never clicks: no step is steeper than the voice has', () => {
    for (const hz of [70, 100, 125, 160, 190])
      for (const lost of [1, 2, 3, 4]) {
        const wave = voice(hz);
        const own = steepest(Array.from({ length: 800 }, (_, at) => wave(at)));
        expect(steepest(play(wave, lost))).toBeLessThan(1.6 * own);
      }
  });

  it('fades away within 60 ms and says so', () => {
    const concealment = new Concealment();
    const wave = voice(125);
    for (let index = 0; index < 5; index++) concealment.remember(frameOf(wave, index));
    const audible: boolean[] = [];
    const levels: number[] = [];
    for (let index = 0; index < 4; index++) {
      const frame = new Int16Array(FRAME);
      audible.push(concealment.conceal(frame, 0, FRAME));
      concealment.remember(frame);
      levels.push(power([...frame]));
    }
    expect(audible).toEqual([true, true, true, false]);
    expect(levels[3]).toBe(0);
    expect(levels[1]! / levels[0]!).toBeLessThan(0.7);
    expect(levels[2]! / levels[1]!).toBeLessThan(0.3);
    expect(FADED_AFTER).toBe(480);
  });
});
