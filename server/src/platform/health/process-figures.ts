// What a process knows of itself: memory, age, and how late its event loop was in the last minute or two.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessFigures } from './verdicts.ts';

const WINDOW_MS = 60_000;
/** The histogram ticks so often; what it measures is later than that by the delay. */
const TICK_MS = 20;

/** Starts measuring. */
export function watchProcess(): () => ProcessFigures {
  const delay = monitorEventLoopDelay({ resolution: TICK_MS });
  delay.enable();
  let last = 0;
  const late = (): number => (delay.count === 0 ? 0 : Math.max(0, Math.round(delay.percentile(99) / 1e6) - TICK_MS));
  setInterval(() => {
    last = late();
    delay.reset();
  }, WINDOW_MS).unref();
  return () => {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      pid: process.pid,
      rssBytes: rss,
      heapBytes: heapUsed,
      uptimeMs: Math.round(process.uptime() * 1_000),
      loopP99Ms: Math.max(last, late()),
    };
  };
}
