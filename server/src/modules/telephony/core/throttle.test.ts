import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BY_ADDRESS, BY_USER, forgotten, waits, wrong, type Bucket } from './throttle.ts';

const guess = (times: number, everyMs: number, rule = BY_USER): { bucket: Bucket | undefined; now: number } => {
  let bucket: Bucket | undefined;
  let now = 1_000_000;
  for (let i = 0; i < times; i++) {
    if (waits(bucket, now) === 0) bucket = wrong(bucket, rule, now);
    now += everyMs;
  }
  return { bucket, now };
};

describe('guessing', () => {
  it('is let through up to the rim, then turned away, twice as long each time', () => {
    expect(waits(guess(10, 1).bucket, 1_000_010)).toBe(0);
    let { bucket } = guess(11, 0);
    const pauses: number[] = [];
    let now = 1_000_000;
    for (let round = 0; round < 8; round++) {
      pauses.push(waits(bucket, now));
      now = bucket!.until;
      while (waits(bucket, now) === 0) bucket = wrong(bucket, BY_USER, now);
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  });
  it('by a phone with an old password, once in half a minute, never shuts out its office', () => {
    expect(waits(guess(1_000, 30_000, BY_ADDRESS).bucket, 1_000_000)).toBe(0);
  });
  it('gets no more than a few thousand tries a day, however it is timed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 500, maxLength: 2_000 }), (gaps) => {
        let bucket: Bucket | undefined;
        let now = 0;
        let tried = 0;
        for (const gap of gaps) {
          now += gap;
          if (waits(bucket, now) > 0) continue;
          bucket = wrong(bucket, BY_USER, now);
          tried += 1;
        }
        return tried <= BY_USER.rim + now / BY_USER.leakMs + 6 * (1 + now / 5_000 / 2);
      }),
    );
  });
  it('is forgotten once it has leaked away and kept quiet', () => {
    const { bucket } = guess(11, 0);
    expect(forgotten(bucket!, BY_USER, 1_000_000 + 60_000)).toBe(false);
    expect(forgotten(bucket!, BY_USER, 1_000_000 + 1_000_000)).toBe(true);
  });
});
