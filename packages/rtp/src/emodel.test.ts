// R and MOS are those of the standard's tables, and worse networks never score better.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateMos, mosOf, ratingOf } from './emodel.ts';

describe('the E-model', () => {
  // ITU-T G.107, table B.1 (lower limits of user satisfaction) and the default connection.
  it.each([
    [93.2, 4.41],
    [90, 4.34],
    [80, 4.03],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
    [0, 1],
    [-5, 1],
    [100, 4.5],
    [120, 4.5],
  ])('R %d is MOS %d', (rating, mos) => expect(Math.abs(mosOf(rating) - mos)).toBeLessThan(0.01));

  // Ie,eff = 95 * Ppl / (Ppl + 25.1) with the values of G.113 for G.711 with concealment.
  it.each([
    [0, 0, 93.2],
    [0.01, 0, 93.2 - 95 / 26.1],
    [0.05, 0, 93.2 - (95 * 5) / 30.1],
    [0, 100, 93.2 - 2.4],
    [0, 277.3, 93.2 - 0.024 * 277.3 - 11],
  ])('loss %d and %d ms are R %d', (loss, delayMs, rating) => expect(ratingOf({ loss, delayMs })).toBeCloseTo(rating, 6));

  it('never scores a worse network better', () => {
    const network = fc.record({
      loss: fc.double({ min: 0, max: 1, noNaN: true }),
      delayMs: fc.double({ min: 0, max: 2_000, noNaN: true }),
    });
    fc.assert(
      fc.property(network, network, (a, b) => {
        const worse = { loss: Math.max(a.loss, b.loss), delayMs: Math.max(a.delayMs, b.delayMs) };
        expect(estimateMos(worse)).toBeLessThanOrEqual(estimateMos(a));
        expect(estimateMos(worse)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
