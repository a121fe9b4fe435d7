// A bad network between a party and the rest: packets lost, late, twice, out of order, or from a clock that is off. The same seed, the same network.
import { createDice } from '../server/src/kernel/dice.ts';

export type Impairment = {
  /** Share of packets that never arrive, 0 to 100. */
  lossPercent?: number;
  /** Packets take between nothing and this much longer. */
  jitterMs?: number;
  /** `even`: every delay alike often. `bell`: most near the middle. */
  spread?: 'even' | 'bell';
  /** Time that every packet takes. */
  latencyMs?: number;
  /** Share of packets that are overtaken by the next two. */
  reorderPercent?: number;
  duplicatePercent?: number;
  /** How much faster than true the sender's clock seems to run, in millionths: each packet comes a little earlier than the last. Needs latency to take from. */
  driftPpm?: number;
  seed?: number;
};

export type Network = {
  /** Carries a packet: calls `deliver` now, later, twice or never. */
  carry(deliver: () => void): void;
  /** What it did so far. */
  readonly done: { carried: number; lost: number; duplicated: number; reordered: number };
  close(): void;
};

const OVERTAKEN_MS = 45;

/** Packets keep their order, as in a queue that fills and empties, but for those that are to be overtaken. */
export function createNetwork(impairment: Impairment): Network {
  const { lossPercent = 0, jitterMs = 0, latencyMs = 0, reorderPercent = 0, duplicatePercent = 0, driftPpm = 0 } = impairment;
  const dice = createDice(impairment.seed ?? 1);
  const waiting = new Set<NodeJS.Timeout>();
  const done = { carried: 0, lost: 0, duplicated: 0, reordered: 0 };
  const startedAt = performance.now();
  let lastAt = 0;

  function jitter(): number {
    if (impairment.spread !== 'bell') return dice.roll() * jitterMs;
    return ((dice.roll() + dice.roll() + dice.roll() + dice.roll()) / 4) * jitterMs;
  }
  function later(ms: number, deliver: () => void): void {
    if (ms < 1) return deliver();
    const timer = setTimeout(() => {
      waiting.delete(timer);
      deliver();
    }, ms);
    waiting.add(timer);
  }

  return {
    done,
    carry(deliver) {
      const now = performance.now();
      // Every packet draws the same number of times: what happens to one does not depend on what happened to others.
      const [lost, reordered, duplicated, late] = [
        dice.chance(lossPercent / 100),
        dice.chance(reorderPercent / 100),
        dice.chance(duplicatePercent / 100),
        jitter(),
      ];
      if (lost) {
        done.lost++;
        return;
      }
      done.carried++;
      const drifted = ((now - startedAt) * driftPpm) / 1e6;
      const at = now + Math.max(0, latencyMs - drifted) + late;
      if (reordered) {
        done.reordered++;
        later(at - now + OVERTAKEN_MS, deliver);
      } else {
        lastAt = Math.max(lastAt, at);
        later(lastAt - now, deliver);
      }
      if (!duplicated) return;
      done.duplicated++;
      later(at - now + 5, deliver);
    },
    close() {
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
