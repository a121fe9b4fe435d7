// For tests: a random but possible stretch of a contact centre's life, contacts interleaved, as a list of events in the order of the log.
import { agent, contactScript, presence, serviceLevel, type TestEvent } from './testkit.ts';

/** Mulberry32: the same seed, the same life. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Floor = { seed: number; contacts: number; from: number; overMs: number; queues?: number; agents?: number };

export function randomFloor({ seed, contacts, from, overMs, queues = 3, agents = 5 }: Floor): TestEvent[] {
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  const events: TestEvent[] = [];
  for (let q = 1; q < queues; q++) events.push(serviceLevel(from, q, 10_000 + q * 5_000));
  for (let a = 1; a <= agents; a++) {
    for (let at = from + below(60_000); at < from + overMs; at += below(overMs / 4) + 1) {
      events.push(presence(at, a, (['ready', 'away', 'off-queue', 'offline', 'ready'] as const)[below(5)]!));
    }
  }
  for (let n = 1; n <= contacts; n++) events.push(...oneLife(n, from + below(overMs), { random, below, queues, agents }));
  if (queues > 1) events.push(serviceLevel(from + overMs / 2, 1, 30_000));
  // A stable sort: what one contact does at one moment keeps its order.
  return events.toSorted((a, b) => a.at - b.at);
}

type Dice = { random: () => number; below: (n: number) => number; queues: number; agents: number };

function oneLife(n: number, startAt: number, { random, below, queues, agents }: Dice): TestEvent[] {
  const script = contactScript(n);
  let at = startAt;
  const later = (most: number) => (at += 1 + below(most));
  const events = [script.started(at, random() < 0.9 ? 'inbound' : 'outbound'), script.flowStarted(at)];
  let stage: 'flow' | 'queue' | 'ring' | 'agent' | 'other' = 'flow';
  const passes = random() < 0.15 ? 0 : random() < 0.8 ? 1 : 2;
  // Some are still under way where the stream breaks off.
  const unfinished = random() < 0.1;
  for (let w = 1; w <= passes; w++) {
    const q = 1 + below(queues);
    const estimateMs = (n * 7_919) % 60_000;
    events.push(script.queued(later(5_000), q, w, n % 4 === 0 ? {} : { estimateMs, promiseMs: 2 * estimateMs }));
    const tries = below(4);
    let a = 0;
    for (let t = 0; t < tries; t++) {
      a = 1 + below(agents);
      events.push(script.offered(later(30_000), a, q, w));
      if (t < tries - 1)
        events.push(script.offerEnded(later(20_000), a, (['no-answer', 'declined', 'unreachable'] as const)[below(3)]!, q, w));
    }
    if (unfinished) return events;
    if (a === 0 || random() < 0.2) {
      if (a !== 0) events.push(script.offerEnded(later(9_000), a, 'withdrawn', q, w));
      else later(60_000);
      if (random() < 0.4) {
        events.push(script.removed(at, q, w));
        stage = 'flow';
        continue;
      }
      const ending = [script.abandoned(at, a === 0 ? 'queue' : 'ring', q, w), script.ended(at, a === 0 ? 'flow' : 'ring')];
      // The two are written by different processes: either may come first.
      return [...events, ...(random() < 0.5 ? ending : ending.reverse())];
    }
    events.push(script.assigned(later(15_000), a, q, w), script.flowEnded(at), script.bridged(later(300), a));
    if (random() < 0.3) {
      events.push(script.held(later(60_000)));
      if (random() < 0.8) events.push(script.resumed(later(60_000)));
    }
    const wrapUp = random() < 0.7;
    events.push(script.released(later(300_000), a, wrapUp, q, w, w < passes ? 'transferred' : 'ended'));
    events.push(script.completed(wrapUp ? at + below(30_000) : at, a, q, w));
    stage = 'agent';
  }
  events.push(script.ended(later(20_000), stage, random() < 0.8 ? 'customer' : 'flow'));
  return events;
}

export const agentsOf = (count: number) => Array.from({ length: count }, (_, n) => agent(n + 1));
