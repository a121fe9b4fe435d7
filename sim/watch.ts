// Waiting for what changes in this process: looked at now and at every change, so that nothing is seen later than it happened.

export type Watch = {
  changed(): void;
  /** Resolves with the answer once it is not null; rejects with `what` when time is up. */
  until<T>(what: () => string, ask: () => T | null, timeoutMs: number): Promise<T>;
};

export function createWatch(): Watch {
  const looks = new Set<() => void>();
  return {
    changed() {
      for (const look of looks) look();
    },
    until<T>(what: () => string, ask: () => T | null, timeoutMs: number): Promise<T> {
      return new Promise((resolve, reject) => {
        const done = (): void => {
          clearTimeout(timer);
          looks.delete(look);
        };
        const look = (): void => {
          const answer = ask();
          if (answer === null) return;
          done();
          resolve(answer);
        };
        const timer = setTimeout(() => {
          done();
          reject(new Error(`${what()}: not within ${timeoutMs} ms`));
        }, timeoutMs);
        looks.add(look);
        look();
      });
    },
  };
}
