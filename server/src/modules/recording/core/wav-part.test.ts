// Every part of a recording's file is what stands there in the whole.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { samplesOf, wavPart, wavSize } from './wav-part.ts';

/** Stands for the real file: 44 bytes that tell how many samples, then each sample as two bytes. */
function header(samples: number): Uint8Array {
  return Uint8Array.from({ length: 44 }, (_unused, i) => (i + (samples & ~1)) & 255);
}
function toWav(samples: Uint8Array): Uint8Array {
  const even = samples.subarray(0, samples.length & ~1);
  return Uint8Array.of(...header(samples.length), ...[...even].flatMap((sample) => [sample, 255 - sample]));
}

it('is the same bytes, for every range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), fc.nat(), (samples, a, b) => {
      const whole = toWav(samples);
      const size = wavSize(samples.length);
      expect(size).toBe(whole.length);
      const [first, last] = [a % size, b % size].toSorted((x, y) => x - y) as [number, number];
      const [from, to] = samplesOf(first, last, samples.length);
      const part = wavPart(first, last, from, header(samples.length), toWav(samples.subarray(from, to)));
      expect([...part]).toEqual([...whole.subarray(first, last + 1)]);
      // No more is read than what is shown: a pair at either end.
      expect(to - from).toBeLessThanOrEqual(Math.ceil((last - first + 1) / 2) + 4);
    }),
  );
});
