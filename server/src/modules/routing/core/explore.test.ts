// Small worlds walked through whole: every order in which customers, agents, time and crashes can follow one another, from nobody to everything over.
import { expect, test } from 'vitest';
import { lineOf } from './book.ts';
import { broken, neglected } from './check.ts';
import { restore } from './restore.ts';
import { agt, configOf, declare, off, que, queueConfig, queueWork, skl } from './testkit.ts';
import { turn, type Input } from './turn.ts';
import { copyOf, emptyState } from './evolve.ts';
import type { RoutingConfig, RoutingState } from './types.ts';

type World = { agents: number; items: number; config: RoutingConfig };
/** One state of a world, and what has come so far. */
type Point = { state: RoutingState; now: number; come: number; offers: number };
type Action = { name: string; inputs: readonly Input[]; waitMs?: number };

const WAIT_MS = 10_000;

/** Two queues that share an agent, one with a ring that lets in who lacks the skill, one that wraps up, a limit to waiting, and an item kept for the first agent. */
function world(agents: number, items: number): World {
  const everybody = Array.from({ length: agents }, (_, n) => n + 1);
  const queues = [
    queueConfig(1, [1], { wrapUpMs: 0, maxWaitMs: 40_000 }),
    queueConfig(2, everybody, {
      wrapUpMs: WAIT_MS,
      skills: [{ skill: skl(1), level: 50 }],
      rings: [{ afterMs: WAIT_MS, skills: [{ skill: skl(1), level: 0 }], queues: [] }],
    }),
    queueConfig(3, everybody.slice(1), { wrapUpMs: 0, order: 'round-robin' }),
  ];
  return { agents, items, config: configOf(queues, { 1: { 1: 80 } }) };
}

function actions({ agents, items }: World, { state, come }: Point): Action[] {
  const found: Action[] = [{ name: 'time passes', inputs: [{ kind: 'tick' }], waitMs: WAIT_MS }];
  if (come < items) {
    const n = come + 1;
    const preferred = n === 2 ? { preferred: { agent: agt(1), forMs: WAIT_MS } } : {};
    found.push({ name: `item ${n} arrives`, inputs: [queueWork(n, (n % 3) + 1, preferred)] });
  }
  for (const { id, stage, offer } of state.works.values()) {
    found.push({ name: `${id} hangs up`, inputs: [{ kind: 'leave', work: id }] });
    if (stage === 'offered' && offer) {
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
    if (stage === 'wrap-up' && offer)
      found.push({ name: `${id} is wrapped up`, inputs: [{ kind: 'wrap-up-done', work: id, agent: offer.agent }] });
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
    if (input.kind === 'offer-answered' && answer.ok) expect(answer.events.map(({ type }) => type)).toEqual(['work.assigned']);
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
    work.offer?.agent,
    work.stage === 'offered' ? ago(work.offer?.expiresAt) : null,
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
  for (const seat of last.state.book.seats.values()) expect(seat).toMatchObject({ ready: true, room: 15 });
}

function explore(of: World, endEvery: number): { states: number; steps: number } {
  const begun = turn(emptyState(), [{ kind: 'config', config: of.config }], 1_000_000, () => off(0));
  const first: Point = { state: begun.state, now: 1_000_000, come: 0, offers: 0 };
  const seen = new Set([nameOf(first)]);
  const open = [first];
  let steps = 0;
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    // A crash, or another owner of the lease, at this very point: what is stored brings back the same line and the same seats.
    const again = asRestored(of, point);
    expect(lineOf(again)).toEqual(lineOf(point.state));
    expect(nameOf({ ...point, state: again })).toBe(nameOf(point));
    if (steps % endEvery === 0) endsWell(of, point);
    for (const action of actions(of, point)) {
      const next = step(point, action);
      steps++;
      const name = nameOf(next);
      if (seen.has(name)) continue;
      const faults = [...broken(next.state), ...neglected(next.state, next.now)];
      if (faults.length > 0) throw new Error(`after ${action.name}: ${faults.join('; ')}`);
      seen.add(name);
      open.push(next);
    }
  }
  return { states: seen.size, steps };
}

/** A larger world by hand: ROUTING_WORLD=3x3, agents by items; takes minutes. */
const [agents = 2, items = 2] = (globalThis.process?.env['ROUTING_WORLD'] ?? '2x2').split('x').map(Number);

test(`every order of events with ${agents} agents and ${items} customers in three queues`, { timeout: 7_200_000 }, () => {
  const { states, steps } = explore(world(agents, items), agents * items > 4 ? 50 : 5);
  if (globalThis.process?.env['ROUTING_WORLD']) process.stdout.write(`${states} states, ${steps} steps\n`);
  expect(states).toBeGreaterThan(1_000);
});
