// What a study found, in lines: cuts with their intervals over replications, and the cut at equal service level.
import { estimate, type Estimate } from '../../server/src/kernel/interval.ts';
import type { Figures, Found } from './study.ts';

export type Way = 'learned' | 'oracle' | 'freeOracle';

export function cutOf(found: readonly Found[], as: Way): Estimate {
  return estimate(found.map((each) => 1 - each[as].meanMs / each.idle.meanMs));
}

export function tellCut(found: readonly Found[], as: Way): string {
  const level = (of: (each: Found) => Figures): string => percent(mean(found.map((each) => of(each).serviceLevel)));
  const busiest = mean(found.map((each) => each[as].busiest)).toFixed(2);
  return `${as} ${plusMinus(cutOf(found, as))}, within 20 s ${level((each) => each[as])} (longest idle ${level(({ idle }) => idle)}), busiest ${busiest} x mean`;
}

/** One replication, raw. */
export function tellRow({ seed, idle, learned, oracle, freeOracle, held }: Found): string {
  const of = (name: string, { meanMs, serviceLevel, busiest }: Figures): string =>
    `${name} ${(meanMs / 1_000).toFixed(1)} s, ${percent(serviceLevel)}, ${busiest.toFixed(2)}`;
  const said = (of: typeof held.cut): string => (of ? `${percent(of.value)} ± ${percent(of.halfWidth)}` : '-');
  const own = `; its own hold-out says ${said(held.cut)} (plain difference ${said(held.plain)})`;
  return `seed ${seed}: ${of('idle', idle)}; ${of('learned', learned)}; ${of('oracle', oracle)}; ${of('free oracle', freeOracle)}${own}`;
}

/** What the product itself measured, over the replications, beside what was true of the same days. */
export function tellHeld(found: readonly Found[]): string {
  const off = found.flatMap(({ held: { cut, plain }, trueCut: truth }) => (cut && plain ? [{ truth, own: cut, plain }] : []));
  const share = off.filter(({ truth, own }) => Math.abs(own.value - truth) <= own.halfWidth).length;
  const average = (of: (each: (typeof off)[number]) => number): string => percent(mean(off.map(of)));
  return `hold-out: says ${average(({ own }) => own.value)} (plain difference ${average(({ plain }) => plain.value)}) where ${average(({ truth }) => truth)} is true; its interval holds it in ${share} of ${off.length}`;
}

/** With so many more callers that as many are answered in time as by longest idle at the planned load. */
export function tellEqual(found: readonly Found[]): string {
  const looked = found.flatMap(({ equal, idle }) => (equal ? [{ cut: 1 - equal.meanMs / idle.meanMs, times: equal.times }] : []));
  const cut = estimate(looked.map((each) => each.cut));
  return `at equal service level: learned ${plusMinus(cut)}, with ${percent(mean(looked.map(({ times }) => times)) - 1)} more callers`;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const plusMinus = ({ mean: middle, plusMinus: half }: Estimate): string => `${percent(middle)} ± ${percent(half)}`;
