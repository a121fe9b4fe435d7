// Calls to the queue at a steady rate, as the public sends them: each waits for an agent, talks, and hangs up.
import { setTimeout as pause } from 'node:timers/promises';
import type { Softphone } from '../../sim/softphone.ts';
import { MU_LAW } from '../kit/centre.ts';

export type Traffic = {
  /** Dials no more, and lets the calls that are up come to their end. */
  stop(): Promise<{ calls: number; failed: number; perHour: number }>;
};

const HOUR_MS = 3_600_000;
const PATIENCE_MS = 30_000;

/** `talkMs`: the mean; each talks between half and one and a half of it. */
export function startTraffic(line: Softphone, options: { callsPerHour: number; talkMs: number; to: string }): Traffic {
  const { callsPerHour, talkMs, to } = options;
  const began = performance.now();
  const open = new Set<Promise<void>>();
  let [calls, failed] = [0, 0];

  async function one(n: number): Promise<void> {
    const call = await line.call(to, { from: `+86138002${String(n).padStart(5, '0')}`, wish: MU_LAW });
    try {
      await call.answered(PATIENCE_MS);
      await Promise.race([call.over, pause(talkMs * (0.5 + Math.random()))]);
      if (call.state.ended !== null) failed += 1;
    } catch {
      failed += 1;
    } finally {
      await call.leave();
    }
  }
  const timer = setInterval(() => {
    calls += 1;
    const made: Promise<void> = one(calls).finally(() => void open.delete(made));
    open.add(made);
  }, HOUR_MS / callsPerHour);
  return {
    async stop() {
      clearInterval(timer);
      const perHour = Math.round((calls * HOUR_MS) / (performance.now() - began));
      await Promise.all(open);
      return { calls, failed, perHour };
    },
  };
}
