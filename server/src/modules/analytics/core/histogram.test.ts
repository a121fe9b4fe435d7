// The histogram of waits: what a bin holds, and that adding histograms loses nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binOf, boundsOf, combine, histogramOf, quantile } from './histogram.ts';

const waits = fc.array(fc.integer({ min: 0, max: 86_400_000 }), { minLength: 1, maxLength: 200 });

test('a value lies in its bin, and no bin is wider than 1/32 of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (value) => {
      const { low, high } = boundsOf(binOf(value));
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high - low).toBeLessThanOrEqual(value / 32);
    }),
  );
});

test('bins follow each other without gap', () => {
  for (let bin = 0; bin < 800; bin++) expect(boundsOf(bin + 1).low).toBe(boundsOf(bin).high + 1);
});

test('two histograms together are the histogram of all, and come apart again', () => {
  fc.assert(
    fc.property(waits, waits, (a, b) => {
      const both = combine(histogramOf(a), histogramOf(b), 1);
      expect(both).toEqual(histogramOf([...a, ...b]));
      expect(combine(both, histogramOf(b), -1)).toEqual(histogramOf(a));
    }),
  );
});

test('a quantile is within 1.6 % of the value at its rank', () => {
  fc.assert(
    fc.property(waits, fc.constantFrom(0.5, 0.9, 0.99, 1), (values, share) => {
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
      const found = quantile(histogramOf(values), share, sorted.at(-1)!)!;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact / 64 + 1);
      expect(found).toBeLessThanOrEqual(sorted.at(-1)!);
    }),
  );
});

test('nobody waited: no quantile', () => expect(quantile({}, 0.5, 0)).toBeNull());
