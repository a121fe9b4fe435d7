// What a routing decision costs, in the pure core: a full centre in a steady stream, and how the cost grows with the centre. No IO.
import { broken, brokenAround } from '../server/src/modules/routing/core/check.ts';
import { emptyState } from '../server/src/modules/routing/core/evolve.ts';
import { agt, configOf, declare, off, que, queueWork, skl, wrk } from '../server/src/modules/routing/core/testkit.ts';
import { turn, type Input } from '../server/src/modules/routing/core/turn.ts';
import type { QueueConfig, RoutingState } from '../server/src/modules/routing/core/types.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';

const QUEUES = 30;
const SKILLS = 12;
const NOW = 1_000_000;

type Size = { agents: number; waiting: number };
type Centre = { state: RoutingState; works: number; offers: number; now: number };

/** Every agent serves four queues and has four skills of different levels; every third item needs one or two skills of its own, and each queue has three rings. */
function centre({ agents, waiting }: Size): Centre {
  const serves = (n: number, queue: number): boolean => [0, 1, 2, 3].some((k) => (n + k * 7) % QUEUES === queue);
  const everybody = Array.from({ length: agents }, (_, n) => n);
  const queues = Array.from({ length: QUEUES }, (_, n): QueueConfig => ({
    id: que(n),
    name: { en: `queue ${n}` },
    wrapUpMs: 0,
    offerTimeoutMs: 20_000,
    maxWaitMs: null,
    priority: n % 3,
    skills: n % 2 ? [{ skill: skl(n % SKILLS), level: 20 }] : [],
    rings: [10_000, 20_000, 30_000].map((afterMs, ring) => ({
      afterMs,
      skills: [{ skill: skl(n % SKILLS), level: 15 - 5 * ring }],
      queues: ring === 2 ? [que((n + 1) % QUEUES)] : [],
    })),
    members: everybody.filter((agent) => serves(agent, n)).map(agt),
  }));
  const skills = Object.fromEntries(
    everybody.map((n) => [n, Object.fromEntries([0, 1, 2, 3].map((k) => [(n + 5 * k) % SKILLS, ((n * 13 + k * 29) % 100) + 1]))]),
  );
  const made: Centre = { state: emptyState(), works: 0, offers: 0, now: NOW };
  play(made, [{ kind: 'config', config: configOf(queues, skills) }]);
  for (let n = 0; n < waiting; n++) {
    made.now++;
    play(made, [arrival(made)]);
  }
  play(
    made,
    everybody.map((n) => declare(n)),
  );
  return made;
}

function arrival(made: Centre): Input {
  const n = ++made.works;
  const needs =
    n % 3 ? [] : [{ skill: skl(n % SKILLS), level: (n % 10) * 8 + 1 }, ...(n % 2 ? [{ skill: skl((n + 5) % SKILLS), level: 20 }] : [])];
  return queueWork(n, (n * 7) % QUEUES, { skills: needs, priority: n % 5 });
}

function play(made: Centre, inputs: readonly Input[]): ReturnType<typeof turn> {
  const result = turn(made.state, inputs, made.now, () => off(++made.offers));
  made.state = result.state;
  return result;
}

/** A contact ends, its agent gets the next of the line, and somebody new comes: the line stays as long as it is. Ms of each turn that gave somebody out. */
function stream(made: Centre, decisions: number): number[] {
  const talking = [...made.state.offers.keys()];
  for (const offer of talking) play(made, [{ kind: 'offer-answered', offer }]);
  const busy = [...made.state.works.values()].filter(({ stage }) => stage === 'assigned').map(({ id }) => id);
  const times: number[] = [];
  for (let n = 0; times.length < decisions; n++) {
    made.now += 3;
    play(made, [arrival(made)]);
    const work = busy[n % busy.length]!;
    const from = performance.now();
    const { events, state } = play(made, [{ kind: 'release', work, reason: 'ended' }]);
    brokenAround(
      state,
      events.map(({ event }) => event),
    );
    times.push(performance.now() - from);
    for (const { event } of events) {
      if (event.type !== 'work.offered') continue;
      play(made, [{ kind: 'offer-answered', offer: event.data.offer }]);
      busy[n % busy.length] = event.data.work;
    }
    if (events.every(({ event }) => event.type !== 'work.offered'))
      busy[n % busy.length] = [...made.state.works.values()].find(({ stage }) => stage === 'assigned')?.id ?? wrk(0);
  }
  return times;
}

/** Milliseconds, to a tenth of a microsecond. */
const p99Of = (times: readonly number[]): number =>
  Math.round(
    percentile(
      times.map((ms) => ms * 1_000),
      0.99,
    ) * 10,
  ) / 10_000;

const SIZES: readonly Size[] = [
  { agents: 100, waiting: 1_000 },
  { agents: 1_000, waiting: 5_000 },
  { agents: 3_000, waiting: 30_000 },
  { agents: 10_000, waiting: 100_000 },
];
const load = machineLoad();
const rows = SIZES.map((size) => {
  const from = performance.now();
  const made = centre(size);
  const setUp = performance.now() - from;
  const offered = made.offers;
  stream(made, 2_000);
  const times = stream(made, 10_000);
  const faults = broken(made.state);
  if (faults.length > 0) throw new Error(faults.slice(0, 3).join('; '));
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  console.log(
    `${size.agents} agents, ${size.waiting} waiting: ${Math.round(mean * 1_000)} us a decision, p99 ${p99Of(times)} ms, ${Math.round(1_000 / mean)}/s; set up in ${Math.round(setUp)} ms, ${offered} given out at once; ${made.state.book.kinds.size} kinds`,
  );
  return { ...size, mean, p99: p99Of(times) };
});
const at = rows.find(({ agents }) => agents === 1_000)!;
const largest = rows.at(-1)!;
const n = (size: Size): number => size.agents + size.waiting;
tell(
  judge(
    'routing',
    {
      load_before: load,
      decision_p99_ms: at.p99,
      decisions_per_s: Math.round(1_000 / at.mean),
      largest_p99_ms: largest.p99,
      // Cost of a decision against the share of log n that n log n in all would leave to each.
      growth_to_n_log_n: Math.round((100 * (largest.mean / at.mean)) / (Math.log(n(largest)) / Math.log(n(at)))) / 100,
    },
    { decision_p99_ms: '<=2', decisions_per_s: '>=20000', growth_to_n_log_n: '<=1' },
  ),
);
