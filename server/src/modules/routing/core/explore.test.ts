// Small worlds walked through whole: every order in which customers, agents, time and crashes can follow one another, from nobody to everything over.
// Breadth first: after each depth all states are known that so many events lead to. A state is known again by 53 bits of a hash of its name (hash
// compaction: with ten million states the chance that two are taken for one is below 1 %), and kept as facts without their book, so that millions fit.
// Two reductions are left out, as they would not be sound here: agents alike are no symmetry, because their ids break ties (byStanding) and their
// places a round; and no two events are independent for certain, because each turn ends by giving out work to whoever is free (partial orders need
// that). So three agents, three items and three queues are walked through to a depth that is told, and two agents whole.
import type { AgentOrder } from '@tandem/contract/routing.ts';
import { expect, test } from 'vitest';
import { lineOf } from './book.ts';
import { broken, neglected } from './check.ts';
import { offersOf } from './offers.ts';
import { openBook } from './open-book.ts';
import { restore } from './restore.ts';
import { agt, configOf, declare, off, que, queueConfig, queueWork, skl } from './testkit.ts';
import { turn, type Input } from './turn.ts';
import { copyOf, emptyState } from './evolve.ts';
import type { RoutingConfig, RoutingState } from './types.ts';

type World = { agents: number; items: number; config: RoutingConfig };
/** One state of a world, and what has come so far. */
type Point = { state: RoutingState; now: number; come: number; offers: number };
/** The same as it is kept until its turn comes. */
type Kept = Omit<Point, 'state'> & { facts: Omit<RoutingState, 'book'> };
type Action = { name: string; inputs: readonly Input[]; waitMs?: number };

const WAIT_MS = 10_000;

/** Three queues that share agents, one that rings everybody and has a ring that lets in who lacks the skill, one that wraps up, a limit to waiting, and an item kept for the first agent. */
function world(agents: number, items: number, order: AgentOrder): World {
  const everybody = Array.from({ length: agents }, (_, n) => n + 1);
  const queues = [
    queueConfig(1, [1], { wrapUpMs: 0, maxWaitMs: 40_000 }),
    queueConfig(2, everybody, {
      order,
      wrapUpMs: WAIT_MS,
      skills: [{ skill: skl(1), level: 50 }],
      rings: [{ afterMs: WAIT_MS, skills: [{ skill: skl(1), level: 0 }], queues: [] }],
    }),
    queueConfig(3, everybody.slice(1), { wrapUpMs: 0, order: 'round-robin' }),
  ];
  return { agents, items, config: configOf(queues, { 1: { 1: 80 } }) };
}

/** A person and a digital worker, who never signs in: people first at one queue, he at the other, and one that he serves alone. */
function mixed(items: number): World {
  const queues = [
    queueConfig(1, [1, 2], { wrapUpMs: 0, spill: { first: 'people', afterMs: WAIT_MS, aboveMs: null } }),
    queueConfig(2, [1, 2], { wrapUpMs: 0, spill: { first: 'digital', afterMs: 0, aboveMs: null } }),
    queueConfig(3, [2], { wrapUpMs: 0 }),
  ];
  return { agents: 1, items, config: { queues, agents: [{ agent: agt(2), skills: [], most: { voice: 1 }, digital: { on: true } }] } };
}

function actions({ agents, items }: World, { state, come }: Point): Action[] {
  const found: Action[] = [{ name: 'time passes', inputs: [{ kind: 'tick' }], waitMs: WAIT_MS }];
  if (come < items) {
    const n = come + 1;
    const preferred = n === 2 ? { preferred: { agent: agt(1), forMs: WAIT_MS } } : {};
    found.push({ name: `item ${n} arrives`, inputs: [queueWork(n, (n % 3) + 1, preferred)] });
  }
  for (const work of state.works.values()) {
    const { id, stage } = work;
    found.push({ name: `${id} hangs up`, inputs: [{ kind: 'leave', work: id }] });
    for (const offer of stage === 'offered' ? offersOf(work) : []) {
      found.push({ name: `${id} is answered`, inputs: [{ kind: 'offer-answered', offer: offer.id }] });
      found.push({ name: `${id} is declined`, inputs: [{ kind: 'offer-ended', offer: offer.id, outcome: 'declined' }] });
      // In the same moment, in both orders.
      found.push({
        name: `${id} is answered and hangs up`,
        inputs: [
          { kind: 'offer-answered', offer: offer.id },
          { kind: 'leave', work: id },
        ],
      });
      found.push({
        name: `${id} hangs up and is answered`,
        inputs: [
          { kind: 'leave', work: id },
          { kind: 'offer-answered', offer: offer.id },
        ],
      });
    }
    const [first, second] = stage === 'offered' ? offersOf(work) : [];
    if (first && second)
      found.push({
        name: `${id} is answered twice at once`,
        inputs: [second, first].map((offer) => ({ kind: 'offer-answered', offer: offer.id })),
      });
    if (stage === 'wrap-up' && work.offer)
      found.push({ name: `${id} is wrapped up`, inputs: [{ kind: 'wrap-up-done', work: id, agent: work.offer.agent }] });
  }
  for (let n = 1; n <= agents; n++) {
    const there = state.agents.get(agt(n))?.declared?.signedIn === true;
    found.push({ name: `agent ${n} signs ${there ? 'out' : 'in'}`, inputs: [declare(n, { signedIn: !there })] });
  }
  return found;
}

function step(point: Point, { inputs, waitMs = 0 }: Action): Point {
  const next = { ...point, state: copyOf(point.state), now: point.now + waitMs };
  const came = inputs.some(({ kind }) => kind === 'queue') ? 1 : 0;
  const result = turn(next.state, inputs, next.now, () => off(++next.offers));
  // Taken is taken: an answer that was accepted gives the customer to this agent.
  for (const [n, answer] of result.answers.entries()) {
    const input = inputs[n]!;
    if (input.kind !== 'offer-answered' || !answer.ok) continue;
    expect(answer.events.at(-1)).toMatchObject({ type: 'work.assigned', data: { offer: input.offer } });
    for (const event of answer.events.slice(0, -1))
      expect(event).toMatchObject({ type: 'work.offer-ended', data: { outcome: 'withdrawn' } });
  }
  return { ...next, state: result.state, come: point.come + came };
}

/** The same for all states that behave the same from here on: times by how long they are ahead or ago, offers by whose they are. */
function nameOf({ state, now, come }: Point): string {
  const idle = [...state.agents.values()].sort((a, b) => a.idleSince - b.idleSince || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
  const ago = (at: number | null | undefined): number | null => (at === null || at === undefined ? null : Math.max(-1, at - now));
  const works = [...state.works.values()].map((work) => [
    work.id,
    work.stage,
    work.tried,
    work.reservedFor,
    ago(work.reservedUntil),
    Math.min(now - work.queuedAt, WAIT_MS),
    ago(work.waitUntil),
    offersOf(work).map((offer) => [offer.agent, work.stage === 'offered' ? ago(offer.expiresAt) : null]),
    ago(work.wrapUpUntil),
  ]);
  const agents = [...state.agents.values()].map(({ id, declared, holds, pause }) => [
    id,
    declared?.signedIn,
    holds,
    ago(pause?.until),
    pause?.outcome,
  ]);
  return JSON.stringify([
    come,
    works.map((each) => JSON.stringify(each)).toSorted(),
    agents.map((each) => JSON.stringify(each)).toSorted(),
    idle,
    state.stats.get(que(3))?.last,
  ]);
}

function asRestored({ config }: World, { state, now }: Point): RoutingState {
  const agents = [...state.agents.values()];
  const declared = agents.flatMap((agent) => agent.declared ?? []);
  return restore({ config, declared, agents, works: [...state.works.values()], stats: state.stats, at: now });
}

/** From any state there is a way out: customers leave, agents come back, time passes, and everybody is free. */
function endsWell(of: World, point: Point): void {
  let last = point;
  for (const { id } of point.state.works.values()) last = step(last, { name: 'leaves', inputs: [{ kind: 'leave', work: id }] });
  for (let n = 1; n <= of.agents; n++) last = step(last, { name: 'comes', inputs: [declare(n, { signedIn: true })] });
  for (let n = 0; n < 4; n++) last = step(last, { name: 'waits', inputs: [{ kind: 'tick' }], waitMs: WAIT_MS });
  expect([last.state.works.size, last.state.offers.size]).toEqual([0, 0]);
  for (const seat of last.state.book.seats.values()) expect(seat).toMatchObject({ ready: 15, room: 15 });
}

/** Numbers seen before, in open addressing: a Set of so many would not fit. */
class Seen {
  #table = new Float64Array(1 << 16);
  size = 0;

  /** False where it was there. */
  add(hash: number): boolean {
    if (this.size * 2 > this.#table.length) {
      const before = this.#table;
      this.#table = new Float64Array(before.length * 2);
      for (const each of before) if (each !== 0) this.#table[this.#placeOf(each)] = each;
    }
    const at = this.#placeOf(hash);
    if (this.#table[at] === hash) return false;
    this.#table[at] = hash;
    this.size++;
    return true;
  }

  #placeOf(hash: number): number {
    const mask = this.#table.length - 1;
    let at = hash % this.#table.length;
    while (this.#table[at] !== 0 && this.#table[at] !== hash) at = (at + 1) & mask;
    return at;
  }
}

/** 53 bits, never 0: two FNV-1a of different beginnings. */
function hashOf(name: string): number {
  let [high, low] = [0x811c9dc5, 0x1000193];
  for (let n = 0; n < name.length; n++) {
    const code = name.charCodeAt(n);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
  }
  return (high >>> 0) * 2 ** 21 + (low >>> 11) + 1;
}

const kept = ({ state: { book: _, ...facts }, ...point }: Point): Kept => ({ ...point, facts });
const unpacked = ({ facts, ...point }: Kept): Point => ({ ...point, state: { ...facts, book: openBook(facts, point.now) } });

type Walk = { states: number; steps: number; depth: number; whole: boolean };

function explore(of: World, endEvery: number, { depth: most, ms }: { depth: number; ms: number }, told: (walk: Walk) => void): Walk {
  const begun = turn(emptyState(), [{ kind: 'config', config: of.config }], 1_000_000, () => off(0));
  const first: Point = { state: begun.state, now: 1_000_000, come: 0, offers: 0 };
  const seen = new Seen();
  seen.add(hashOf(nameOf(first)));
  const until = performance.now() + ms;
  let steps = 0;
  let level: Kept[] = [kept(first)];
  let depth = 0;
  for (; level.length > 0 && depth < most; depth++) {
    const next: Kept[] = [];
    for (let at = level.shift(); at !== undefined; at = level.pop()) {
      const point = unpacked(at);
      // A crash, or another owner of the lease, at this very point: what is stored brings back the same line and the same seats.
      const again = asRestored(of, point);
      expect(lineOf(again)).toEqual(lineOf(point.state));
      expect(nameOf({ ...point, state: again })).toBe(nameOf(point));
      if (steps % endEvery === 0) endsWell(of, point);
      for (const action of actions(of, point)) {
        const came = step(point, action);
        steps++;
        if (!seen.add(hashOf(nameOf(came)))) continue;
        const faults = [...broken(came.state), ...neglected(came.state, came.now)];
        if (faults.length > 0) throw new Error(`after ${action.name}: ${faults.join('; ')}`);
        next.push(kept(came));
      }
      if (performance.now() > until) return { states: seen.size, steps, depth, whole: false };
    }
    level = next;
    told({ states: seen.size, steps, depth: depth + 1, whole: level.length === 0 });
  }
  return { states: seen.size, steps, depth, whole: level.length === 0 };
}

test('a person, a digital worker and two customers in three queues: every order of events', { timeout: 600_000 }, () => {
  const { states, whole } = explore(mixed(2), 5, { depth: Infinity, ms: 600_000 }, () => undefined);
  expect([states > 300, whole]).toEqual([true, true]);
});

/**
 * A larger world by hand: ROUTING_WORLD=3x3, agents by items; takes minutes to hours. ROUTING_DEPTH=9 stops after so many events, ROUTING_MINUTES=8 after
 * so long: what is told then is the last depth that was walked through whole.
 */
const env = globalThis.process?.env ?? {};
const [agents = 2, items = 2] = (env['ROUTING_WORLD'] ?? '2x2').split('x').map(Number);
const minutes = Number(env['ROUTING_MINUTES'] ?? 120);
const byHand = env['ROUTING_WORLD'] !== undefined;

// Where everybody is rung there are several times as many states: whole by hand.
test.each([
  ['longest-idle', Infinity],
  ['ring-all', byHand ? Infinity : 9],
] as const)(
  `${agents} agents and ${items} customers in three queues, one of them %s: every order of events`,
  { timeout: 7_200_000 },
  (order, whole) => {
    const startedAt = performance.now();
    const tell = ({ states, steps, depth }: Walk) => {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      if (byHand) process.stdout.write(`${order}, depth ${depth}: ${states} states, ${steps} steps, ${seconds} s\n`);
    };
    const bounds = { depth: Math.min(whole, Number(env['ROUTING_DEPTH'] ?? Infinity)), ms: minutes * 60_000 };
    const walked = explore(world(agents, items, order), agents * items > 4 ? 50 : 5, bounds, tell);
    tell(walked);
    expect(walked.states).toBeGreaterThan(1_000);
    if (!byHand) expect(walked.whole).toBe(whole === Infinity);
  },
);
