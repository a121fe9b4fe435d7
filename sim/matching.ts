// `npm run sim:matching`: by how much matching by predicted outcome cuts the mean handling time against longest idle, in a simulated centre; with raw lines.
import { parseArgs } from 'node:util';
import { tellCut, tellEqual, tellHeld, tellRow } from './matching/tell.ts';
import { study, type Found, type Plan } from './matching/study.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    replications: { type: 'string', default: '10' },
    cv: { type: 'string', default: '0.25' },
    noise: { type: 'string', default: '1' },
    load: { type: 'string', default: '0.8' },
    agents: { type: 'string', default: '30' },
    issues: { type: 'string', default: '5' },
    'hold-out': { type: 'string', default: '0.1' },
    /** So much above the mean share of time at work; `none`: no limit. */
    cap: { type: 'string', default: '0.25' },
    'learn-days': { type: 'string', default: '20' },
    'measure-days': { type: 'string', default: '5' },
    sweep: { type: 'string', default: '0.1,0.15,0.2,0.25,0.3,0.4,0.5,0.6,0.8' },
  },
});
const seed = Number(values.seed);
const seeds = Array.from({ length: Number(values.replications) }, (_, n) => seed + n);

function planOf(cv: number): Plan {
  return {
    size: { agents: Number(values.agents), issues: Number(values.issues), meanMs: 300_000, cv, noise: Number(values.noise) },
    load: Number(values.load),
    rules: { holdOut: Number(values['hold-out']), cap: values.cap === 'none' ? null : Number(values.cap) },
    learnDays: Number(values['learn-days']),
    measureDays: Number(values['measure-days']),
    equal: true,
  };
}

const plan = planOf(Number(values.cv));
console.log(JSON.stringify({ plan, seeds }));
const found: Found[] = [];
for (const each of seeds) {
  const one = study(plan, each);
  found.push(one);
  console.log(tellRow(one));
}
console.log(`\nCV ${values.cv}: ${seeds.length} replications, cut in mean handling time against longest idle, 95 % interval`);
for (const as of ['learned', 'oracle', 'freeOracle'] as const) console.log(tellCut(found, as));
console.log(`learned, from nothing, by day: ${plan.learnDays === 0 ? '' : byDay(found)}`);
console.log(tellEqual(found));
console.log(tellHeld(found));

console.log('\nSweep over the spread of ability (CV): learned, oracle with the same rules, oracle without hold-out and cap');
for (const cv of values.sweep.split(',').filter((each) => each !== '')) {
  const rows = seeds.map((each) => study(planOf(Number(cv)), each));
  console.log(`cv ${cv}: ${(['learned', 'oracle', 'freeOracle'] as const).map((as) => tellCut(rows, as)).join('; ')}; ${tellEqual(rows)}`);
}

function byDay(of: readonly Found[]): string {
  const mean = (day: number): number => of.reduce((sum, each) => sum + each.byDay[day]!, 0) / of.length;
  return of[0]!.byDay.map((_, day) => `${(100 * mean(day)).toFixed(1)}`).join(' ');
}
