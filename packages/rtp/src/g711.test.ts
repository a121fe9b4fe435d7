// Checks the tables against the recommendation's own terms: decision values and quantised levels, built here another way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLawDecode, aLawEncode, audioSilenceByte, encodeAudio, muLawDecode, muLawEncode } from './g711.ts';

/** Decision values from the sizes of the steps, as the tables of G.711 list them. */
function decisions(sizes: [count: number, size: number][]): number[] {
  const values = [0];
  for (const [count, size] of sizes) for (let i = 0; i < count; i++) values.push(values.at(-1)! + size);
  return values;
}

/** Table 2a, 14-bit units: one step of 1, fifteen of 2, then sixteen each of 4, 8, ... 256. */
const MU = decisions([[1, 1], [15, 2], ...[4, 8, 16, 32, 64, 128, 256].map((size): [number, number] => [16, size])]);
/** Table 1a, 13-bit units: thirty-two steps of 2, then sixteen each of 4, 8, ... 128. */
const A = decisions([[32, 2], ...[4, 8, 16, 32, 64, 128].map((size): [number, number] => [16, size])]);

/** Quantised levels are the middles of the steps; mu-law's first is zero itself. */
const muLevels = (): number[] => MU.slice(1).map((upper, index) => (index === 0 ? 0 : (upper + MU[index]!) / 2));
const aLevels = (): number[] => A.slice(1).map((upper, index) => (upper + A[index]!) / 2);

/** The step a magnitude lies in; a decision value belongs to the step above it, all beyond the end to the last. */
function step(values: number[], magnitude: number): number {
  const above = values.findIndex((value) => value > magnitude);
  return (above < 0 ? values.length - 1 : above) - 1;
}

describe('mu-law', () => {
  it('decodes every byte to its level', () => {
    muLevels().forEach((level, index) => {
      expect(muLawDecode(0xff - index)).toBe(level * 4);
      expect(muLawDecode(0x7f - index)).toBe(0 - level * 4);
    });
  });

  it('encodes every 16-bit sample to its step', () => {
    for (let sample = 0; sample <= 32_767; sample += 1) {
      // One sample in 16 of the slow reference is enough beyond the first two segments.
      if (sample > 1_000 && sample % 16 !== 3) continue;
      expect(muLawEncode(sample)).toBe(0xff - step(MU, sample >> 2));
    }
    for (let sample = -1; sample >= -32_768; sample -= sample < -1_000 ? 16 : 1) {
      expect(muLawEncode(sample)).toBe(0x7f - step(MU, ~sample >> 2));
    }
  });

  it('keeps every level through another round', () => {
    // 0x7f is minus zero, which comes back as plus zero.
    for (let byte = 0; byte < 256; byte++) expect(muLawEncode(muLawDecode(byte))).toBe(byte === 0x7f ? 0xff : byte);
  });
});

describe('A-law', () => {
  it('decodes every byte to its level', () => {
    aLevels().forEach((level, index) => {
      expect(aLawDecode((0x80 + index) ^ 0x55)).toBe(level * 8);
      expect(aLawDecode(index ^ 0x55)).toBe(-level * 8);
    });
  });

  it('encodes every 16-bit sample to its step', () => {
    for (let sample = -32_768; sample <= 32_767; sample += 7) {
      const magnitude = ((sample < 0 ? ~sample : sample) >> 4) * 2;
      const index = step(A, magnitude);
      expect(aLawEncode(sample)).toBe((index + (sample < 0 ? 0 : 0x80)) ^ 0x55);
    }
  });

  it('keeps every level through another round', () => {
    for (let byte = 0; byte < 256; byte++) expect(aLawEncode(aLawDecode(byte))).toBe(byte);
  });
});

it('loses at most a sixteenth of a loud sample in both laws', () => {
  fc.assert(
    fc.property(fc.integer({ min: -32_000, max: 32_000 }), (sample) => {
      const allowed = Math.max(16, Math.abs(sample) / 16);
      expect(Math.abs(muLawDecode(muLawEncode(sample)) - sample)).toBeLessThanOrEqual(allowed);
      expect(Math.abs(aLawDecode(aLawEncode(sample)) - sample)).toBeLessThanOrEqual(allowed);
    }),
  );
});

it('encodes frames and has a byte for silence', () => {
  for (const codec of ['PCMU', 'PCMA'] as const) {
    const target = new Uint8Array(8);
    encodeAudio(codec, Int16Array.of(0, -32_768, 32_767), target, 2);
    const encode = codec === 'PCMU' ? muLawEncode : aLawEncode;
    expect([...target]).toEqual([0, 0, audioSilenceByte(codec), encode(-32_768), encode(32_767), 0, 0, 0]);
  }
});
