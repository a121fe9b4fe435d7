// Work that a process does by itself, now and then: once at the start, and again so long after it has ended.
import type { DurationMs } from '../../kernel/time.ts';
import type { Log } from './types.ts';

export type Chore = { name: string; everyMs: DurationMs; run(): Promise<unknown> };

/** A part for the life-cycle. A chore that fails is told and comes again; none waits for another, and a start waits for none. */
export function createChores(options: { chores: readonly Chore[]; log: Log }): { start(): void; stop(): Promise<void> } {
  const { chores, log } = options;
  const timers = new Map<Chore, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  async function once(chore: Chore): Promise<void> {
    try {
      await chore.run();
    } catch (error) {
      // What a stop takes away under it is no fault.
      if (!stopped) log.warn('a chore failed and comes again', { chore: chore.name, error: String(error) });
    }
    if (!stopped) timers.set(chore, setTimeout(() => go(chore), chore.everyMs).unref());
  }

  function go(chore: Chore): void {
    const run = once(chore).finally(() => running.delete(run));
    running.add(run);
  }

  return {
    start: () => chores.forEach(go),
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
