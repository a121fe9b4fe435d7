// The meter's scale: silence at the bottom, a full sine near the top, 20 dB a third of the way.
import { expect, test } from 'vitest';
import { levelOf } from './use-level.ts';

const sine = (peak: number): Float32Array => Float32Array.from({ length: 480 }, (_, i) => peak * Math.sin((2 * Math.PI * i) / 48));

test('levelOf', () => {
  expect(levelOf(new Float32Array(480))).toBe(0);
  expect(levelOf([])).toBe(0);
  expect(levelOf(sine(1))).toBeCloseTo(0.95, 2);
  expect(levelOf(sine(1)) - levelOf(sine(0.1))).toBeCloseTo(1 / 3, 2);
  expect(levelOf(sine(0.0001))).toBe(0);
});
