// Waiting of the log's loops: a bell that ends a wait early, and the back-off after failures.

export type Bell = {
  readonly ring: () => void;
  /** Until rung or, where given, `ms` have passed. A ring before the wait ends it at once. */
  wait(ms: number | null): Promise<void>;
};

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = ms === null ? null : setTimeout(resolve, ms);
          wake = () => {
            if (timer) clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = null;
      rung = false;
    },
  };
}

/** 50 ms, doubled at each failure, at most 5 s. */
export function backOff(failures: number): number {
  return Math.min(50 * 2 ** Math.min(failures - 1, 10), 5_000);
}
