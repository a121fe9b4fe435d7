// Holds what was simulated against a reference row, figure by figure, and says it in a line of a table.
import type { Estimate } from '../../server/src/kernel/interval.ts';
import type { Row } from './reference.ts';
import type { Study } from './study.ts';

/** `open`: nothing speaks against it, but its confidence interval is wider than the bound: more customers would be needed. */
export type Verdict = 'within' | 'open' | 'beyond';
export type Held = { figure: string; reference: number; found: Estimate; verdict: Verdict };

/** The bound, as a share of the reference; of occupancy and service level, which are shares of all, percentage points. */
export const BOUND = 0.01;

/** How far beyond its interval an open figure may lie by chance: 3 half-widths are six standard deviations. */
const CHANCE = 3;

export function hold(row: Row, found: Study): Held[] {
  const relative = (figure: string, reference: number, value: Estimate): Held => judge(figure, reference, value, Math.abs(reference));
  const inPoints = (figure: string, reference: number, value: Estimate): Held => judge(figure, reference, value, 1);
  return [
    relative('waits', row.waits, found.waits),
    relative('mean wait', row.waitS, found.waitS),
    ...(found.abandons ? [relative('abandonment', row.abandons, found.abandons)] : []),
    inPoints('occupancy', row.occupancy, found.occupancy),
    inPoints('served within 20 s', row.servedWithin20, found.servedWithin20),
  ];
}

function judge(figure: string, reference: number, found: Estimate, unit: number): Held {
  const error = Math.abs(found.mean - reference);
  // An event that never happened has an interval of no width, and says nothing.
  const width = found.mean === 0 && reference > 0 ? Infinity : found.plusMinus;
  if (error <= BOUND * unit) return { figure, reference, found, verdict: width <= BOUND * unit ? 'within' : 'open' };
  return { figure, reference, found, verdict: width > BOUND * unit && error <= CHANCE * width ? 'open' : 'beyond' };
}
