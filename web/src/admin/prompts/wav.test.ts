// What the page records is the WAV file that the server reads.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWav } from '@tandem/rtp/wav.ts';
import { base64Of, wavOf } from './wav.ts';

describe('a WAV made in the page', () => {
  it('says its rate and holds its samples, cut where they are too loud', () => {
    const file = wavOf(Float32Array.of(0, 0.5, -0.5, 2, -2), 16_000);
    const view = new DataView(file.buffer);
    expect(isWav(file)).toBe(true);
    expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true), view.getUint32(40, true)]).toEqual([
      1, 16_000, 16, 10,
    ]);
    expect([0, 1, 2, 3, 4].map((i) => view.getInt16(44 + 2 * i, true))).toEqual([0, 16_384, -16_383, 32_767, -32_767]);
  });

  it('is told from other files', () => {
    expect(isWav(new TextEncoder().encode('ID3 and then more of it'))).toBe(false);
    expect(isWav(new Uint8Array(3))).toBe(false);
  });

  it('goes to the server byte for byte, however long', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 0, max: 200 }), (part, times) => {
        const bytes = Uint8Array.from({ length: part.length * times }, (_, i) => part[i % part.length]!);
        expect(Uint8Array.from(atob(base64Of(bytes)), (char) => char.charCodeAt(0))).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });
});
