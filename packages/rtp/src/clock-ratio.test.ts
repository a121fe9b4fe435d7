// A faster clock counted in ours: any way a stream goes, and across the wrap of its timestamps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockRatio } from './clock-ratio.ts';
import { timestampDelta } from './sequence.ts';

describe('a stream of 48 kHz on a clock of 8 kHz', () => {
  it('moves a sixth as far, forwards and backwards, from anywhere', () => {
    const step = fc.integer({ min: -200_000, max: 400_000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.array(step, { maxLength: 200 }), (start, steps) => {
        const clock = new ClockRatio(6);
        const first = clock.convert(1, start);
        let moved = 0;
        for (const each of steps) {
          moved += each;
          const now = clock.convert(1, (start + moved) >>> 0);
          expect(Math.abs(timestampDelta(now, first) - moved / 6)).toBeLessThan(1);
        }
      }),
    );
  });

  it('is even for hours: 160 a packet, wrap or not', () => {
    const clock = new ClockRatio(6);
    const start = 0xfffff000;
    let before = clock.convert(1, start);
    for (let packet = 1; packet < 200_000; packet++) {
      const now = clock.convert(1, (start + packet * 960) >>> 0);
      if (timestampDelta(now, before) !== 160) expect.fail(`packet ${packet}: ${timestampDelta(now, before)}`);
      before = now;
    }
  });

  it('begins anew with another source', () => {
    const clock = new ClockRatio(6);
    clock.convert(1, 6_000_000);
    expect(clock.convert(2, 600)).toBe(100);
  });
});
