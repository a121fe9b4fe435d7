// What is remembered of an agent at an issue: sums that new contacts are added to and old ones fade from, and nothing else.
import type { AgentId } from '@tandem/contract/ids.ts';
import { DAY, type DurationMs } from '../../../kernel/time.ts';

/** Weighted count, squared weights, sum and squares of one kind of outcome. */
export type Sums = { w: number; w2: number; wy: number; wyy: number };
export const NO_SUMS: Sums = { w: 0, w2: 0, wy: 0, wyy: 0 };

/** Contacts of one agent, issue and time: how many, with what outcomes. `logs`: of handling times, natural logarithm of ms. `judged`: those of which it is known whether they were resolved. */
export type Batch = {
  issue: string;
  agent: AgentId;
  /** How long ago, in ms: their weight is halved every HALF_LIFE_MS. */
  ageMs: DurationMs;
  contacts: number;
  logs: number;
  logSquares: number;
  judged: number;
  resolved: number;
};

export type Cell = { issue: string; agent: AgentId; contacts: number; handle: Sums; resolved: Sums };

/** After so long a contact counts half: people learn, and so does the product they are called about. */
export const HALF_LIFE_MS: DurationMs = 30 * DAY;

/** Adds the batches to cells as of the same moment; the given cells are not changed. In the order of issue and agent, whatever the order of the batches. */
export function addUp(batches: readonly Batch[], known: readonly Cell[] = []): Cell[] {
  const cells = new Map(known.map((cell) => [keyOf(cell), cell]));
  for (const batch of batches) {
    const cell = cells.get(keyOf(batch)) ?? {
      issue: batch.issue,
      agent: batch.agent,
      contacts: 0,
      handle: NO_SUMS,
      resolved: NO_SUMS,
    };
    const weight = 2 ** (-batch.ageMs / HALF_LIFE_MS);
    cells.set(keyOf(batch), {
      ...cell,
      contacts: cell.contacts + batch.contacts,
      handle: plus(cell.handle, weight, batch.contacts, batch.logs, batch.logSquares),
      // Yes is 1 and no is 0, whose squares are themselves.
      resolved: plus(cell.resolved, weight, batch.judged, batch.resolved, batch.resolved),
    });
  }
  return [...cells.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

/** The cells as they will be later, when all of it counts less: so new contacts can be added without the old ones being read again. */
export function fade(cells: readonly Cell[], ms: DurationMs): Cell[] {
  const weight = 2 ** (-ms / HALF_LIFE_MS);
  const less = ({ w, w2, wy, wyy }: Sums): Sums => ({ w: w * weight, w2: w2 * weight ** 2, wy: wy * weight, wyy: wyy * weight });
  return cells.map((cell) => ({ ...cell, handle: less(cell.handle), resolved: less(cell.resolved) }));
}

/** All issues as one: what is known of an agent where the issue is not. */
export function anyIssue(cells: readonly Cell[], name: string): Cell[] {
  const all = new Map<AgentId, Cell>();
  const both = (a: Sums, b: Sums): Sums => ({ w: a.w + b.w, w2: a.w2 + b.w2, wy: a.wy + b.wy, wyy: a.wyy + b.wyy });
  for (const cell of cells) {
    const of = all.get(cell.agent) ?? { issue: name, agent: cell.agent, contacts: 0, handle: NO_SUMS, resolved: NO_SUMS };
    all.set(cell.agent, {
      ...of,
      contacts: of.contacts + cell.contacts,
      handle: both(of.handle, cell.handle),
      resolved: both(of.resolved, cell.resolved),
    });
  }
  return [...all.values()];
}

function plus(sums: Sums, weight: number, n: number, sum: number, squares: number): Sums {
  return { w: sums.w + weight * n, w2: sums.w2 + weight ** 2 * n, wy: sums.wy + weight * sum, wyy: sums.wyy + weight * squares };
}

const keyOf = ({ issue, agent }: { issue: string; agent: string }): string => `${issue}\n${agent}`;
