import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginWatch,
  HUNG_AFTER_MS,
  isHung,
  look,
  LOOK_EVERY_MS,
  NOT_STARTED_AFTER_MS,
  type ThreadLook,
  type ThreadWatch,
} from './media-watch.ts';

const STARTED: ThreadLook = { atMs: 0, ticks: 1, thread: { sleeps: true, ranMs: 0 } };

/** Looks from the first tick on, `everyMs` apart; the thread runs `ranMs` of each, and is asleep or not when looked at. */
function looks(
  count: number,
  each: { everyMs?: number; ranMs?: number; sleeps?: boolean; told?: boolean; ticks?: (n: number) => number },
): ThreadWatch {
  const { everyMs = LOOK_EVERY_MS, ranMs = 0, sleeps = true, told = true, ticks = () => 1 } = each;
  let watch = look(beginWatch(0), STARTED);
  for (let n = 1; n <= count; n++) {
    const thread = told ? { sleeps, ranMs: n * ranMs } : null;
    watch = look(watch, { atMs: n * everyMs, ticks: ticks(n), thread });
  }
  return watch;
}

const ENOUGH = HUNG_AFTER_MS / LOOK_EVERY_MS;

describe('a thread without ticks', () => {
  it('is hung when it slept through its time, and not a look earlier', () => {
    expect(isHung(looks(ENOUGH - 1, {}))).toBe(false);
    expect(isHung(looks(ENOUGH, {}))).toBe(true);
    expect(isHung(looks(ENOUGH, { told: false }))).toBe(true);
  });

  it('is hung when it ran through its time, however late we look: it may be what keeps us from looking', () => {
    expect(isHung(looks(ENOUGH, { ranMs: LOOK_EVERY_MS, sleeps: false }))).toBe(true);
    expect(isHung(looks(2, { everyMs: 10_000, ranMs: HUNG_AFTER_MS / 2, sleeps: false }))).toBe(true);
  });

  it('is not hung while it waits for a processor, however long', () => {
    expect(isHung(looks(10_000, { sleeps: false }))).toBe(false);
  });

  it('is not hung when the whole process stood still: then our looks are late too', () => {
    expect(isHung(looks(1_000, { everyMs: 60_000 }))).toBe(false);
    expect(isHung(looks(1_000, { everyMs: 60_000, told: false }))).toBe(false);
  });

  it('has longer before its first tick', () => {
    let watch = beginWatch(0);
    for (let at = LOOK_EVERY_MS; at < NOT_STARTED_AFTER_MS; at += LOOK_EVERY_MS) {
      watch = look(watch, { atMs: at, ticks: 0, thread: null });
      expect(isHung(watch)).toBe(false);
    }
    expect(isHung(look(watch, { atMs: NOT_STARTED_AFTER_MS, ticks: 0, thread: null }))).toBe(true);
  });

  it('is forgiven everything at one tick', () => {
    expect(isHung(looks(1_000, { ticks: (n) => Math.floor(n / (ENOUGH - 1)) }))).toBe(false);
  });

  it('is never counted more time than passed, nor less than before', () => {
    const each = fc.record({
      passed: fc.integer({ min: 0, max: 5_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      sleeps: fc.boolean(),
      told: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(each), (all) => {
        let watch = look(beginWatch(0), STARTED);
        let ranMs = 0;
        for (const { passed, share, sleeps, told } of all) {
          const before = watch;
          ranMs += passed * share;
          watch = look(watch, { atMs: watch.atMs + passed, ticks: 1, thread: told ? { sleeps, ranMs } : null });
          expect(watch.silentMs).toBeGreaterThanOrEqual(before.silentMs);
          expect(watch.silentMs).toBeLessThanOrEqual(watch.atMs + 1e-6);
        }
      }),
    );
  });
});
