import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChores } from './every.ts';
import { silentLog } from './types.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('chores', () => {
  it('run at the start and again so long after they ended', async () => {
    const at: number[] = [];
    const begun = Date.now();
    const run = async () => {
      at.push(Date.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 400));
    };
    const chores = createChores({ chores: [{ name: 'slow', everyMs: 1_000, run }], log: silentLog });
    chores.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(at).toEqual([0, 1_400, 2_800]);
    const stopped = chores.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(at).toHaveLength(3);
  });

  it('that fail are told and come again, and hold up no other', async () => {
    const told: unknown[] = [];
    let fails = 0;
    let works = 0;
    const chores = createChores({
      chores: [
        { name: 'bad', everyMs: 100, run: () => Promise.reject(new Error(`no ${++fails}`)) },
        { name: 'good', everyMs: 100, run: async () => void (works += 1) },
      ],
      log: { ...silentLog, warn: (_message, fields) => void told.push(fields) },
    });
    chores.start();
    await vi.advanceTimersByTimeAsync(250);
    expect([fails, works]).toEqual([3, 3]);
    expect(told[1]).toEqual({ chore: 'bad', error: 'Error: no 2' });
    await chores.stop();
  });

  it('under way are waited for by the stop', async () => {
    let ended = false;
    const run = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      ended = true;
    };
    const chores = createChores({ chores: [{ name: 'last', everyMs: 10, run }], log: silentLog });
    chores.start();
    const stopped = chores.stop();
    await vi.advanceTimersByTimeAsync(50);
    await stopped;
    expect(ended).toBe(true);
  });
});
