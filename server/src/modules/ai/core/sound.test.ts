// Sound keeps what a telephone carries and nothing else: resampling by measured tones, levels in dB, WAV there and back.
import { describe, expect, it } from 'vitest';
import { level } from './level.ts';
import { resample } from './resample.ts';
import { durationOf, readSound, writeSound } from './wav.ts';

function tone(hz: number, rate: number, seconds: number, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_unused, i) => Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / rate)));
}

/** dB against a full tone of `amplitude`, of the middle of the sound. */
function gain(samples: Int16Array, amplitude = 10_000): number {
  const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4);
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  return 10 * Math.log10(Math.max(power, 1e-9) / (amplitude ** 2 / 2));
}

describe('resampling', () => {
  for (const rate of [16_000, 22_050, 24_000, 8_000])
    it(`from ${rate} Hz keeps the telephone band as it is`, () => {
      for (const hz of [100, 300, 1_000, 2_500, 3_400]) {
        const out = resample(tone(hz, rate, 0.5), rate, 8_000);
        expect(out.length).toBe(4_000);
        expect(Math.abs(gain(out)), `${hz} Hz`).toBeLessThan(0.2);
        const middle = out.subarray(1_000, 3_000);
        const wanted = tone(hz, 8_000, 0.5).subarray(1_000, 3_000);
        // In step with the tone at the new rate: not late, not early, not bent.
        expect(Math.max(...middle.map((sample, i) => Math.abs(sample - wanted[i]!)))).toBeLessThan(250);
      }
    });

  for (const rate of [16_000, 22_050])
    it(`from ${rate} Hz lets nothing above the band fold back into it`, () => {
      for (const hz of [4_100, 4_300, 5_000, 6_000, 7_900])
        expect(gain(resample(tone(hz, rate, 0.5), rate, 8_000)), `${hz} Hz`).toBeLessThan(-70);
    });

  it('keeps a constant, and cuts instead of wrapping round', () => {
    const out = resample(new Int16Array(1_600).fill(1_000), 16_000, 8_000);
    expect(new Set(out.subarray(100, 700))).toEqual(new Set([1_000]));
    const square = Int16Array.from({ length: 3_200 }, (_unused, i) => (Math.floor(i / 40) % 2 === 0 ? 32_767 : -32_768));
    const loud = resample(square, 16_000, 8_000);
    for (let i = 5; i < 15; i++) expect(loud[i]).toBeGreaterThan(20_000);
  });

  it('of nothing is nothing', () => expect(resample(new Int16Array(0), 22_050, 8_000).length).toBe(0));
});

describe('levelling', () => {
  const silence = new Int16Array(8_000);
  const around = (middle: Int16Array): Int16Array => Int16Array.from([...silence, ...middle, ...silence]);

  it.each([300, 3_000, 30_000])('brings a tone of %i to -20 dBFS and cuts the silence around it', (amplitude) => {
    const out = level(around(tone(400, 8_000, 1, amplitude)));
    expect(gain(out.subarray(1_000, 7_000), 32_768 * Math.SQRT2)).toBeCloseTo(-20, 0);
    expect(out.length).toBe(8_000 + 320 + 960);
  });

  it('lets no peak over -2 dBFS', () => {
    const peaky = tone(400, 8_000, 1, 1_000);
    peaky[4_000] = 32_000;
    const out = level(peaky);
    expect(Math.max(...out)).toBeLessThanOrEqual(Math.ceil(32_768 * 10 ** (-2 / 20)));
  });

  it('of silence is nothing', () => expect(level(silence).length).toBe(0));
});

describe('WAV', () => {
  const samples = tone(440, 8_000, 0.25);
  const wav = writeSound({ sampleRate: 8_000, samples });

  it('comes back as it went', () => {
    expect(readSound(wav)).toEqual({ sampleRate: 8_000, samples });
    expect(durationOf(wav)).toBe(250);
  });

  it('of a stream, which says more than there is, is what came', () => {
    const stream = wav.slice();
    new DataView(stream.buffer).setUint32(40, 0x7fff_f000, true);
    expect(readSound(stream)).toEqual({ sampleRate: 8_000, samples });
    expect(readSound(stream.subarray(0, 44 + 101))?.samples.length).toBe(50);
  });

  it('passes over chunks it does not know', () => {
    const odd = Uint8Array.from([...wav.subarray(0, 36), ...new TextEncoder().encode('LIST'), 3, 0, 0, 0, 1, 2, 3, 0, ...wav.subarray(36)]);
    expect(readSound(odd)?.samples).toEqual(samples);
  });

  it.each([
    ['stereo', 22, 2],
    ['mu-law', 20, 7],
    ['8 bits', 34, 8],
  ])('that is %s is refused', (_name, at, value) => {
    const other = wav.slice();
    new DataView(other.buffer).setUint16(at, value, true);
    expect(readSound(other)).toBeNull();
  });

  it('that is cut short anywhere in its header is refused', () => {
    for (let length = 0; length < 44; length++) expect(readSound(wav.subarray(0, length))).toBeNull();
  });
});
