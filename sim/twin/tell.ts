// The outcome of a replay in words.
import type { Comparison } from '../../server/src/modules/routing/core/twin/compare.ts';
import type { Day } from '../../server/src/modules/routing/core/twin/day.ts';
import type { Compared, Figure } from '../../server/src/modules/routing/core/twin/figures.ts';
import type { Estimate } from '../../server/src/kernel/interval.ts';

const NAMES: Readonly<Record<Figure, string>> = {
  serviceLevel: 'service level, %',
  meanWaitS: 'mean wait, s',
  abandonment: 'abandonment, %',
  occupancy: 'occupancy, %',
  agentHours: 'agent hours on queue',
  cost: 'cost',
};
const IN_PERCENT: readonly Figure[] = ['serviceLevel', 'abandonment', 'occupancy'];
const SHOWN = 3;

export function tellComparison(found: Comparison): string {
  const lines = [
    `${found.turns} turns of the engine, ${found.events} facts, ${found.decisions} offers.`,
    `${found.same} of ${found.turns} turns gave the same facts byte for byte, ${found.sameChoices} the same work to the same agents in the same order.`,
  ];
  for (const { at, seq, recorded, decided } of found.differences.slice(0, SHOWN)) {
    lines.push(
      `Event ${seq}, ${new Date(at).toISOString()}:`,
      `  recorded ${JSON.stringify(recorded)}`,
      `  decided  ${JSON.stringify(decided)}`,
    );
  }
  if (found.differences.length > SHOWN) lines.push(`... and ${found.differences.length - SHOWN} more turns that differ.`);
  return lines.join('\n');
}

export function tellDifference(compared: readonly Compared[], replications: number): string {
  const number = (figure: Figure, value: number): string =>
    (IN_PERCENT.includes(figure) ? value * 100 : value).toFixed(figure === 'cost' ? 2 : 1);
  const range = (figure: Figure, { mean, plusMinus }: Estimate): string => `${number(figure, mean)} ± ${number(figure, plusMinus)}`;
  const rows = [
    ['', 'recorded', 'as it was', 'with the change', 'difference'],
    ...compared.map(({ figure, recorded, before, after, difference }) => [
      NAMES[figure],
      recorded === null ? '' : number(figure, recorded),
      range(figure, before),
      range(figure, after),
      range(figure, difference),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('   ')
      .trimEnd(),
  );
  return [`Means of ${replications} replications with their 95 % confidence intervals:`, '', ...table].join('\n');
}

/** What the figures rest on; read it before believing them. */
export function assumptions(day: Day): string[] {
  const count = (lists: ReadonlyMap<unknown, readonly unknown[]>): number =>
    [...lists.values()].reduce((sum, list) => sum + list.length, 0);
  return [
    `${day.arrivals.length} arrivals come as they came, with their priority and skills; nobody calls again.`,
    `Talk times are drawn from the ${count(day.talks)} of the day, wrap-ups from ${count(day.wrapUps)}, whoever the agent is.`,
    `Patience is drawn from ${count(day.patience)} waits, those that were answered counted as cut off (Kaplan-Meier); beyond the longest one it is exponential.`,
    'Who took a call-back or was taken back by his flow counts among those cut off; the call-backs come as they came.',
    `Agents take offers as they took ${count(day.reactions)} of that day, and come and go as they did; added agents as all of them.`,
    'Moves by supervisors are not repeated; a queue with fewer than ten cases of a kind uses those of all queues.',
    `${day.leftOut} contacts of the day before that were still open when it began are left out.`,
  ];
}
