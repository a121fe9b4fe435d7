// Tones have the frequencies and rhythm of their plan; Goertzel, level meter and reception statistics measure what they say.
import { describe, expect, it } from 'vitest';
import { Goertzel } from './goertzel.ts';
import { LevelMeter, powerToDb } from './level-meter.ts';
import { ReceptionStatistics } from './reception-statistics.ts';
import { renderTone } from './tones.ts';

function power(samples: Int16Array, hz: number): number {
  const filter = new Goertzel(hz);
  filter.add(samples);
  return filter.power();
}

describe('tones', () => {
  it.each([
    ['cn', [450], 450, 8_000, 40_000],
    ['us', [440, 480], 440, 16_000, 48_000],
  ] as const)('ringback of %s', (region, _, hz, sounding, total) => {
    const tone = renderTone('ringback', region);
    expect(tone.length).toBe(total);
    const on = tone.subarray(0, sounding);
    expect(powerToDb(power(on, hz))).toBeGreaterThan(-26);
    expect(powerToDb(power(on, 620))).toBeLessThan(-60);
    expect(tone.subarray(sounding).every((sample) => sample === 0)).toBe(true);
  });

  it('measures a sine at its own power and hardly beside it', () => {
    const sine = Int16Array.from({ length: 1_600 }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * 1_000 * i) / 8_000)));
    expect(power(sine, 1_000)).toBeCloseTo(5e7, -5);
    expect(power(sine, 1_100)).toBeLessThan(5e3);
  });
});

it('measures levels in dB of full scale', () => {
  const meter = new LevelMeter();
  expect(meter.db).toBe(-96);
  meter.add(new Int16Array(160).fill(-32_768));
  expect(meter.db).toBeCloseTo(0, 5);
  meter.reset();
  meter.add(new Int16Array(160).fill(328));
  expect(meter.db).toBeCloseTo(-40, 1);
});

describe('reception statistics', () => {
  it('counts loss across the sequence wrap', () => {
    const stats = new ReceptionStatistics();
    for (let i = 0; i < 100; i++) if (i % 10 !== 5) stats.arrived(1, (65_500 + i) & 0xffff);
    expect([stats.received, stats.lost]).toEqual([90, 10]);
    expect(stats.highestSequence).toBe(65_599);
  });

  it('keeps its counts when a source restarts or changes', () => {
    const stats = new ReceptionStatistics();
    for (const sequence of [1, 2, 4]) stats.arrived(1, sequence);
    expect(stats.arrived(1, 40_000)).toBe(false);
    expect(stats.arrived(1, 40_001)).toBe(true);
    stats.arrived(2, 7);
    stats.arrived(2, 9);
    expect([stats.received, stats.lost]).toEqual([6, 2]);
  });

  it('measures jitter as RFC 3550 does', () => {
    const stats = new ReceptionStatistics();
    for (let i = 0; i < 400; i++) stats.timed(125 + i * 20 + (i % 2 === 0 ? 0 : 10), i * 160, 8);
    expect(stats.jitterTimestampUnits).toBeCloseTo(80, 0);
    expect(stats.jitterMs).toBeCloseTo(10, 1);
    // The same stream goes on with a codec whose clock is faster: the jitter is as long as it was.
    for (let i = 400; i < 500; i++) stats.timed(125 + i * 20 + (i % 2 === 0 ? 0 : 10), i * 960, 48);
    expect(stats.jitterTimestampUnits).toBeCloseTo(480, 0);
    expect(stats.jitterMs).toBeCloseTo(10, 1);
  });
});
