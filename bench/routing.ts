// Times one routing decision with a long line and many agents: 5,000 waiting x 1,000 agents, and a whole turn on top of it. No IO.
import { configOf, declare, agt, off, que, queueWork, skl } from '../server/src/modules/routing/core/testkit.ts';
import { broken } from '../server/src/modules/routing/core/check.ts';
import { match } from '../server/src/modules/routing/core/match.ts';
import { turn, type Input } from '../server/src/modules/routing/core/turn.ts';
import { EMPTY, type QueueConfig, type RoutingState } from '../server/src/modules/routing/core/types.ts';

const AGENTS = 1_000;
const WAITING = 5_000;
const QUEUES = 40;
const SKILLS = 12;

/** Every agent serves four queues and has four skills of different levels; every third item needs one or two skills of its own. */
function centre(): RoutingState {
  const members = (queue: number) =>
    Array.from({ length: AGENTS }, (_, n) => n).filter((n) => [0, 1, 2, 3].some((k) => (n + k * 7) % QUEUES === queue));
  const queues = Array.from({ length: QUEUES }, (_, n): QueueConfig => ({
    id: que(n),
    name: { en: `queue ${n}` },
    wrapUpMs: 30_000,
    offerTimeoutMs: 20_000,
    maxWaitMs: null,
    priority: n % 3,
    skills: n % 2 ? [{ skill: skl(n % SKILLS), level: 1 }] : [],
    members: members(n).map(agt),
  }));
  const skills = Object.fromEntries(
    Array.from({ length: AGENTS }, (_, n) => [
      n,
      Object.fromEntries([0, 1, 2, 3].map((k) => [(n + 5 * k) % SKILLS, ((n * 13 + k * 29) % 100) + 1])),
    ]),
  );
  let state = turn(EMPTY, [{ kind: 'config', config: configOf(queues, skills) }], 1_000, () => off(0)).state;
  const needs = (n: number) =>
    n % 3 ? [] : [{ skill: skl(n % SKILLS), level: (n % 10) * 8 }, ...(n % 2 ? [{ skill: skl((n + 5) % SKILLS), level: 20 }] : [])];
  const work = Array.from({ length: WAITING }, (_, n): Input => queueWork(n, (n * 7) % QUEUES, { skills: needs(n), priority: n % 5 }));
  for (const [n, input] of work.entries()) state = turn(state, [input], 2_000 + n, () => off(0)).state;
  return state;
}

function p(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 100) / 100;
}

function timed(runs: number, what: (run: number) => unknown): number[] {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const at = performance.now();
    what(run);
    times.push(performance.now() - at);
  }
  return times.slice(Math.floor(runs / 10)).sort((a, b) => a - b);
}

const empty = centre();
let offers = 0;
const nextId = () => off(++offers);
const agents = Array.from({ length: AGENTS }, (_, n) => declare(n));
const declared = { ...empty, line: [] };
const free: RoutingState = { ...turn(declared, agents, 10_000, nextId).state, line: empty.line };
const full = match(free, 20_000);
const all = timed(200, () => match(free, 20_000));
// The everyday case: nobody is free, and one agent comes free.
const busy = turn(free, [{ kind: 'tick' }], 20_000, nextId);
const ids = [...busy.state.offers.keys()];
const one = timed(200, (run) => {
  const offer = ids[run % ids.length]!;
  const result = turn(busy.state, [{ kind: 'offer-ended', offer, outcome: 'withdrawn' }], 20_001, nextId);
  return broken(result.state);
});
const everyone = timed(20, () => turn(free, [{ kind: 'tick' }], 20_000, nextId));
const figures = {
  waiting: empty.line.length,
  agents: AGENTS,
  assigned: full.length,
  matchP50Ms: p(all, 0.5),
  matchP99Ms: p(all, 0.99),
  oneFreeTurnP50Ms: p(one, 0.5),
  oneFreeTurnP99Ms: p(one, 0.99),
  allFreeTurnP99Ms: p(everyone, 0.99),
};
console.log(
  `match: ${full.length} of ${WAITING} waiting given to ${AGENTS} free agents in ${figures.matchP50Ms} ms (p50), ${figures.matchP99Ms} ms (p99)`,
);
console.log(`turn, one agent comes free, checked: ${figures.oneFreeTurnP50Ms} ms (p50), ${figures.oneFreeTurnP99Ms} ms (p99)`);
const pass = figures.matchP99Ms < 50 && figures.oneFreeTurnP99Ms < 50;
console.log(JSON.stringify({ bench: 'routing', figures, goals: { matchP99Ms: '<50', oneFreeTurnP99Ms: '<50' }, pass }));
