// One centre, played by each way of asking agents with the same callers: longest idle, learned predictions, and an oracle that knows the truth.
import { issueOf, type Matching } from '@tandem/contract/routing.ts';
import { DAY, HOUR } from '../../server/src/kernel/time.ts';
import { addUp, fade, type Batch, type Cell } from '../../server/src/modules/matching/core/cells.ts';
import { learnFrom, matchingOf } from '../../server/src/modules/matching/core/model.ts';
import { upliftOf, type Arm, type Uplift } from '../../server/src/modules/matching/core/uplift.ts';
import { drive, type Served } from './drive.ts';
import { callers, issueName, worldOf, type Size, type World } from './world.ts';

export type Rules = { holdOut: number; cap: number | null };
export type Plan = {
  size: Size;
  load: number;
  rules: Rules;
  /** Days of ten hours: to learn in from nothing, and to be measured in with what was learned. */
  learnDays: number;
  measureDays: number;
  /** Whether the load is looked for at which the service level is equal: as much work again. */
  equal: boolean;
};
export type Figures = {
  contacts: number;
  meanMs: number;
  /** Share answered within twenty seconds. */
  serviceLevel: number;
  /** The busiest agent's time at work over everybody's mean. */
  busiest: number;
};
export type Found = {
  seed: number;
  idle: Figures;
  learned: Figures;
  oracle: Figures;
  /** The oracle without hold-out and cap. */
  freeOracle: Figures;
  /** Cut against longest idle in each day of learning from nothing, by the same callers. */
  byDay: number[];
  /** What the product's own hold-out said in the measured days. */
  held: Uplift;
  /** What is true of it: the matched contacts of these days against all of longest idle. */
  trueCut: number;
  /** The learned predictions with so many more callers that as many are answered in time as by longest idle. */
  equal: { times: number; meanMs: number } | null;
};

export const DAY_MS = 10 * HOUR;
const WARM_MS = HOUR;
const WITHIN_MS = 20_000;

export function study(plan: Plan, seed: number): Found {
  const world = worldOf(plan.size, seed);
  const lessons = learning(world, plan, seed);
  const run = (matching: Matching | null, load = plan.load): Served[] =>
    drive(world, callers(world, { load, lastsMs: plan.measureDays * DAY_MS, seed: seed + 2_000_003 }), matching);
  const measured = run(lessons.matching);
  const idle = figures(run(null));
  const matched = armOf(measured, 'matched');
  return {
    seed,
    idle,
    learned: figures(measured),
    oracle: figures(run(truth(world, plan.rules))),
    freeOracle: figures(run(truth(world, { holdOut: 0, cap: null }))),
    byDay: lessons.byDay,
    held: upliftOf(matched, armOf(measured, 'held-out')),
    trueCut: 1 - matched.y / matched.n / idle.meanMs,
    equal: plan.equal ? equalService(idle, (times) => figures(run(lessons.matching, times * plan.load))) : null,
  };
}

const MOST_TIMES = 2.5;
const HALVINGS = 6;

/** The service level falls with the callers: halved towards where it is equal, and the last step in a straight line. */
function equalService({ serviceLevel }: Figures, at: (times: number) => Figures): NonNullable<Found['equal']> {
  let low = { times: 1, of: at(1) };
  let high = { times: MOST_TIMES, of: at(MOST_TIMES) };
  for (let n = 0; n < HALVINGS; n++) {
    const times = (low.times + high.times) / 2;
    const of = at(times);
    if (of.serviceLevel > serviceLevel) low = { times, of };
    else high = { times, of };
  }
  const wide = low.of.serviceLevel - high.of.serviceLevel;
  const part = wide === 0 ? 0 : Math.min(1, Math.max(0, (low.of.serviceLevel - serviceLevel) / wide));
  const between = (a: number, b: number): number => a + part * (b - a);
  return { times: between(low.times, high.times), meanMs: between(low.of.meanMs, high.of.meanMs) };
}

/** From nothing: a new model each night, as the product does it, by adding the day to what faded. */
function learning(world: World, { load, learnDays, rules }: Plan, seed: number): { matching: Matching | null; byDay: number[] } {
  const coming = callers(world, { load, lastsMs: learnDays * DAY_MS, seed: seed + 1_000_003 });
  let cells: Cell[] = [];
  let version = 0;
  const learn = (news: readonly Served[]): Matching | null => {
    cells = addUp(batchesOf(news), fade(cells, DAY));
    const model = learnFrom(cells, 'time');
    return model && matchingOf(model, { ...rules, version: ++version });
  };
  let matching: Matching | null = null;
  const played = drive(world, coming, null, { everyMs: DAY_MS, learn: (news) => (matching = learn(news)) });
  const plain = drive(world, coming, null);
  if (learnDays > 0) matching = learn(played.filter(({ at, handleMs }) => at + handleMs > (learnDays - 1) * DAY_MS));
  const mean = (of: readonly Served[], day: number): number => {
    const then = of.filter(({ at }) => Math.floor(at / DAY_MS) === day);
    return then.reduce((sum, { handleMs }) => sum + handleMs, 0) / then.length;
  };
  return { matching, byDay: Array.from({ length: learnDays }, (_, day) => 1 - mean(played, day) / mean(plain, day)) };
}

function batchesOf(served: readonly Served[]): Batch[] {
  return served.map(({ issue, agent, handleMs }) => {
    const log = Math.log(handleMs);
    return { issue: nameOf(issue), agent, ageMs: 0, contacts: 1, logs: log, logSquares: log ** 2, judged: 0, resolved: 0 };
  });
}

const nameOf = (issue: number): string => issueOf({ channel: 'voice', skills: [], topic: issueName(issue) });

function truth({ agents, factors, size }: World, rules: Rules): Matching {
  const issues = Array.from({ length: size.issues }, (_, issue) => {
    const ms = factors.map((of) => size.meanMs * of[issue]!);
    const averageMs = ms.reduce((sum, each) => sum + each, 0) / ms.length;
    return { issue: nameOf(issue), averageMs, averageCost: averageMs, ms, cost: ms };
  });
  return { ...rules, version: 0, agents: [...agents], issues };
}

/** Without the first hour, in which the line fills. */
function figures(served: readonly Served[]): Figures {
  const counted = served.filter(({ at }) => at >= WARM_MS);
  const busy = new Map<string, number>();
  let sum = 0;
  let inTime = 0;
  for (const { agent, handleMs, waitedMs } of counted) {
    sum += handleMs;
    if (waitedMs <= WITHIN_MS) inTime++;
    busy.set(agent, (busy.get(agent) ?? 0) + handleMs);
  }
  const { length } = counted;
  return {
    contacts: length,
    meanMs: sum / length,
    serviceLevel: inTime / length,
    busiest: Math.max(...busy.values()) / (sum / busy.size),
  };
}

function armOf(served: readonly Served[], as: 'matched' | 'held-out'): Arm {
  const arm = { n: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0, judged: 0, resolved: 0 };
  for (const { match, handleMs, at } of served) {
    if (match?.as !== as || at < WARM_MS) continue;
    const expected = as === 'matched' ? match.averageMs : match.predictedMs;
    arm.n++;
    arm.y += handleMs;
    arm.yy += handleMs ** 2;
    arm.x += expected;
    arm.xx += expected ** 2;
    arm.xy += expected * handleMs;
  }
  return arm;
}
