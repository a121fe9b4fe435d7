// When a media thread counts as hung: it was given time enough for many ticks, and made none.

/** How often a thread is looked at. */
export const LOOK_EVERY_MS = 500;
/** So much time without a tick, and its calls are better ended than mute. */
export const HUNG_AFTER_MS = 3_000;
/** Before its first tick it loads its code. */
export const NOT_STARTED_AFTER_MS = 20_000;

export type ThreadLook = {
  /** Of a clock that does not jump; ms. */
  atMs: number;
  /** The thread's own count of its ticks. */
  ticks: number;
  /** What the system says of the thread; null where it does not say. Needed only where there was no tick since the last look. */
  thread: { sleeps: boolean; ranMs: number } | null;
};

export type ThreadWatch = {
  readonly atMs: number;
  readonly ticks: number;
  readonly ranMs: number | null;
  /** Time without a tick that the thread had, or slept away. */
  readonly silentMs: number;
};

export function beginWatch(atMs: number): ThreadWatch {
  return { atMs, ticks: 0, ranMs: null, silentMs: 0 };
}

/**
 * What the look adds to what is known. Only time that the thread had counts: what it ran, and what it slept while our own looks came on time.
 * A thread that waits for a processor (a machine with too much to do) or was stopped with the whole process (SIGSTOP, a virtual machine put to
 * sleep) is late, not hung.
 */
export function look(watch: ThreadWatch, { atMs, ticks, thread }: ThreadLook): ThreadWatch {
  const ranMs = thread?.ranMs ?? null;
  if (ticks !== watch.ticks) return { atMs, ticks, ranMs, silentMs: 0 };
  const passed = atMs - watch.atMs;
  const onTime = passed <= 2 * LOOK_EVERY_MS;
  const ran = ranMs === null || watch.ranMs === null ? 0 : Math.max(0, ranMs - watch.ranMs);
  const slept = onTime && (thread === null || thread.sleeps) ? Math.max(0, passed - ran) : 0;
  return { atMs, ticks, ranMs, silentMs: watch.silentMs + ran + slept };
}

export function isHung({ ticks, silentMs }: ThreadWatch): boolean {
  return silentMs >= (ticks === 0 ? NOT_STARTED_AFTER_MS : HUNG_AFTER_MS);
}
