// The tick keeps to the wall clock: no drift, a short stall is made up for, a long one is skipped and told.
import { describe, expect, it } from 'vitest';
import { pause } from './test-phone.ts';
import { startTicker } from './ticker.ts';

/** Ticks and skipped ticks of a run, and how many 20 ms there were until the last of them (this thread itself may be kept waiting). */
async function run(stallMs: number): Promise<{ ticks: number; skipped: number; due: number }> {
  let ticks = 0;
  let skipped = 0;
  const began = performance.now();
  let last = began;
  const stop = startTicker((left) => {
    ticks++;
    skipped += left;
    last = performance.now();
  });
  await pause(250);
  for (const end = performance.now() + stallMs; performance.now() < end;);
  await pause(250);
  stop();
  const due = (last - began) / 20;
  const after = ticks;
  await pause(50);
  expect(ticks).toBe(after);
  return { ticks, skipped, due };
}

describe('ticker', () => {
  it('ticks every 20 ms on average', async () => {
    const { ticks, skipped, due } = await run(0);
    expect(ticks).toBeGreaterThan(10);
    expect(Math.abs(ticks + skipped - due)).toBeLessThanOrEqual(1.5);
  });

  it('stays on the wall clock over a stall, without a burst', async () => {
    const { ticks, skipped, due } = await run(400);
    expect(skipped).toBeGreaterThanOrEqual(15);
    expect(Math.abs(ticks + skipped - due)).toBeLessThanOrEqual(1.5);
  });
});
