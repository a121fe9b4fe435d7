// The first bytes of Opus packets, as RFC 6716 tells them, and whatever bytes there are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCopy, opusSamples } from './opus-packet.ts';

const toc = (config: number, code: number): number => (config << 3) | code;
const samples = (...bytes: number[]): number => opusSamples(Uint8Array.from(bytes), 0, bytes.length);

describe('an Opus packet', () => {
  it.each([
    ['SILK narrowband, 20 ms', [toc(1, 0), 7], 160],
    ['SILK wideband, 60 ms', [toc(11, 0), 7], 480],
    ['hybrid, 10 ms', [toc(12, 0), 7], 80],
    ['CELT, 2.5 ms', [toc(16, 0), 7], 20],
    ['CELT, twice 20 ms', [toc(31, 1), 7, 7], 320],
    ['twice 60 ms', [toc(3, 1), 7, 7], 960],
    ['six of 20 ms', [toc(1, 3), 6, 7], 960],
    ['nothing but its first byte, as in pauses (DTX)', [toc(1, 0)], 160],
    ['seven of 20 ms: too long', [toc(1, 3), 7, 7], 0],
    ['no frames', [toc(1, 3), 0, 7], 0],
    ['torn before the number of its frames', [toc(1, 3)], 0],
    ['empty', [], 0],
  ])('%s', (_, bytes, length) => expect(samples(...bytes)).toBe(length));

  it('is never longer than 120 ms, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const length = opusSamples(bytes, 0, bytes.length);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(length).toBeLessThanOrEqual(960);
        expect(typeof hasCopy(bytes, 0, bytes.length)).toBe('boolean');
      }),
    );
  });

  it('holds a copy where its second flag says so, and its kind can have one', () => {
    expect(hasCopy(Uint8Array.of(toc(1, 0), 0x40), 0, 2)).toBe(true);
    expect(hasCopy(Uint8Array.of(toc(1, 0) | 4, 0x10), 0, 2)).toBe(true);
    for (const bytes of [[toc(1, 0), 0xbf], [toc(16, 0), 0xff], [toc(1, 1), 0xff], [toc(2, 0), 0xff], [toc(1, 0)]])
      expect(hasCopy(Uint8Array.from(bytes), 0, bytes.length)).toBe(false);
  });
});
