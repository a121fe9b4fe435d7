// How every bench ends: the figures for people, and the one line of JSON that machines read.
import os from 'node:os';

/** A limit that a figure should keep, e.g. `<=60`. */
export type Goal = `${'<=' | '>=' | '<' | '>'}${number}`;

export type Report = { bench: string; figures: Record<string, number>; goals: Record<string, Goal>; pass: boolean };

/** `pass` where every figure that has a goal keeps it; a goal whose figure is missing or no number is missed. */
export function judge(bench: string, figures: Record<string, number>, goals: Record<string, Goal>): Report {
  const pass = Object.entries(goals).every(([name, goal]) => keeps(figures[name], goal));
  return { bench, figures, goals, pass };
}

function keeps(figure: number | undefined, goal: Goal): boolean {
  if (figure === undefined || Number.isNaN(figure)) return false;
  const [, sign, limit] = /^(<=|>=|<|>)(.+)$/.exec(goal)!;
  const bound = Number(limit);
  if (sign === '<=') return figure <= bound;
  if (sign === '>=') return figure >= bound;
  return sign === '<' ? figure < bound : figure > bound;
}

/** Prints the report; the JSON is the last line of stdout. */
export function tell(report: Report): void {
  for (const [name, figure] of Object.entries(report.figures)) {
    const goal = report.goals[name];
    const verdict = goal === undefined ? '' : `   goal ${goal}: ${keeps(figure, goal) ? 'kept' : 'missed'}`;
    console.log(`${name.padEnd(24)} ${figure}${verdict}`);
  }
  console.log(JSON.stringify(report));
}

/** Programs that wanted a processor in the last minute, before the bench adds its own: how far its figures can be trusted. */
export function machineLoad(): number {
  return Math.round((os.loadavg()[0] ?? Number.NaN) * 10) / 10;
}

/** The value below which `share` of the sorted values lie, to a tenth; NaN where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10;
}
