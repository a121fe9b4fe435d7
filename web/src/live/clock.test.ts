// The estimate of the server's clock is right within the bounds that the answers allow.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServerClock, observe, offsetOf, type ClockBounds } from './clock.ts';

test('one answer is right to half a second and the way', () => {
  const known = observe(null, { sentAt: 1_000, receivedAt: 1_040, serverDate: 500_000 });
  expect(known).toEqual({ low: 498_960, high: 499_999 });
});

test('the true difference stays within the bounds, which only narrow', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 })), {
        minLength: 1,
      }),
      (difference, requests) => {
        let known: ClockBounds | null = null;
        let at = 1_800_000_000_000;
        for (const [pause, there, back] of requests) {
          const sentAt = (at += pause);
          const serverDate = Math.floor((sentAt + there + difference) / 1000) * 1000;
          const receivedAt = (at = sentAt + there + back);
          const next: ClockBounds = observe(known, { sentAt, receivedAt, serverDate });
          expect(next.low).toBeLessThanOrEqual(difference);
          expect(next.high).toBeGreaterThanOrEqual(difference);
          expect(next.high - next.low).toBeLessThanOrEqual(known ? known.high - known.low : Infinity);
          known = next;
        }
      },
    ),
  );
});

test('a clock that was set starts the estimate afresh', () => {
  const clock = createServerClock(() => 10_000);
  clock.observe({ sentAt: 10_000, receivedAt: 10_000, serverDate: 20_000 });
  expect(clock.now()).toBe(20_500);
  clock.observe({ sentAt: 10_000, receivedAt: 10_000, serverDate: 90_000 });
  expect(clock.now()).toBe(90_500);
  expect(offsetOf(null)).toBe(0);
});
