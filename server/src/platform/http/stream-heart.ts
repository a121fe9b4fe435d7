// The beats of all clients of the event stream, spread over their interval: a floor of hundreds at one moment would hold everything else up.
import type { DurationMs } from '../../kernel/time.ts';

const MOST_SLOTS = 50;
const SHORTEST_MS = 10;

export type Heart = {
  /** Where a new client stands in the round: the slots are filled in turn. */
  place(): number;
  stop(): void;
};

/** Calls `beat` once in `everyMs` for each of `clients`. */
export function startHeart<C extends { slot: number }>(clients: ReadonlySet<C>, everyMs: DurationMs, beat: (client: C) => void): Heart {
  const slots = Math.max(1, Math.min(MOST_SLOTS, Math.floor(everyMs / SHORTEST_MS)));
  let turn = 0;
  let places = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % slots;
    for (const client of clients) if (client.slot === turn) beat(client);
  }, everyMs / slots);
  return { place: () => places++ % slots, stop: () => clearInterval(timer) };
}
