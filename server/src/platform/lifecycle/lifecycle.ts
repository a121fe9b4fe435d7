// Starts the parts of a process in order and stops them in reverse, each within its time and all within the drain's.
import { AppError } from '../errors/types.ts';
import type { Log } from './types.ts';

export type Part = {
  name: string;
  start?(): Promise<void> | void;
  /** `deadlineMs`: what is left for it; then the next part is stopped whether it has ended or not. */
  stop?(deadlineMs: number): Promise<void> | void;
  startMs?: number;
  stopMs?: number;
};

export type Lifecycle = {
  add(part: Part): void;
  /** Starts what was added and is not started. Where one fails those before it are stopped and AppError `start.failed` is thrown. */
  start(): Promise<void>;
  /** Stops in reverse order; a second call waits for the first. Returns what went wrong, by part. */
  stop(): Promise<readonly StopProblem[]>;
};

export type StopProblem = { part: string; error: unknown };

const START_MS = 60_000;
const PART_STOP_MS = 5_000;

export function createLifecycle(options: { log: Log; /** The drain as a whole: 8 s where left out. */ drainMs?: number }): Lifecycle {
  const { log, drainMs = 8_000 } = options;
  const waiting: Part[] = [];
  const running: Part[] = [];
  let stopping: Promise<readonly StopProblem[]> | null = null;

  async function stopAll(): Promise<readonly StopProblem[]> {
    const until = performance.now() + drainMs;
    const problems: StopProblem[] = [];
    for (let part = running.pop(); part; part = running.pop()) {
      // A part that used up the drain must not take the last ones their chance: they get a little even then.
      const left = Math.max(250, Math.min(part.stopMs ?? PART_STOP_MS, until - performance.now()));
      const startedAt = performance.now();
      try {
        await within(left, Promise.resolve(part.stop?.(left)), part.name);
        log.info('stopped', { part: part.name, ms: Math.round(performance.now() - startedAt) });
      } catch (error) {
        problems.push({ part: part.name, error });
        log.warn('did not stop cleanly', { part: part.name, error: String(error) });
      }
    }
    return problems;
  }

  const lifecycle: Lifecycle = {
    add: (part) => void waiting.push(part),
    async start() {
      for (let part = waiting.shift(); part; part = waiting.shift()) {
        if (stopping) return;
        const startedAt = performance.now();
        // Counted as running from here on: a start that fails half-way leaves something to stop.
        running.push(part);
        try {
          await within(part.startMs ?? START_MS, Promise.resolve(part.start?.()), part.name);
          log.info('started', { part: part.name, ms: Math.round(performance.now() - startedAt) });
        } catch (error) {
          await lifecycle.stop();
          throw error instanceof AppError
            ? error
            : new AppError('start.failed', { part: part.name, reason: String(error) }, { cause: error });
        }
      }
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
  return lifecycle;
}

async function within<T>(ms: number, work: Promise<T>, part: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('part.too-slow', { part, ms: Math.round(ms) })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
