// A 20 ms clock that does not drift: every tick is due at start + n * 20 ms, whenever the last one really ran.
import { performance } from 'node:perf_hooks';
import { FRAME_MS } from '@tandem/rtp';

/** After a stall at most this many ticks are made up for; the rest is skipped (and told) rather than sent in one burst. */
const MAX_CATCH_UP = 4;

/** Calls `tick(skipped)` until the returned function is called; `skipped` ticks before this one were left out. */
export function startTicker(tick: (skipped: number) => void): () => void {
  let due = performance.now() + FRAME_MS;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const wait = (): void => {
    const left = due - performance.now();
    // A timer counts whole milliseconds: round down, and wait again where it was early.
    timer = setTimeout(wake, left > 1 ? Math.floor(left) : 1);
  };
  const wake = (): void => {
    if (stopped) return;
    if (performance.now() < due - 0.4) wait();
    // After timers come the sockets, then this: packets that have arrived are in before the tick reads them, also after a stall.
    else setImmediate(run);
  };
  const run = (): void => {
    if (stopped) return;
    let behind = Math.floor((performance.now() - due) / FRAME_MS) + 1;
    // Woken up to 0.4 ms early counts as on time.
    if (behind < 1) behind = 1;
    let skipped = Math.max(0, behind - MAX_CATCH_UP);
    due += behind * FRAME_MS;
    for (let left = behind - skipped; left > 0; left--) {
      tick(skipped);
      skipped = 0;
    }
    wait();
  };

  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
