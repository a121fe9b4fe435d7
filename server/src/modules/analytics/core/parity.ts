// Wait parity: whether contacts that the same agents serve wait alike, whatever they came by. The index of ours: the difference between the longest and
// the shortest mean wait of the kinds of contact, over the mean of all; with how large it is at least, compared among those who came at the same time.
import type { WorkChannel } from '@tandem/contract/routing.ts';
import { MINUTE, type DurationMs, type EpochMs } from '../../../kernel/time.ts';

/** What is compared: each channel, and on the telephone those on the line and those who are called back. */
export const WAIT_GROUPS = ['call', 'callback', 'chat', 'email', 'task'] as const;
export type WaitGroup = (typeof WAIT_GROUPS)[number];

/** Of the waits of answered contacts, in tenths of a second: whole numbers, so that sums are the same in any order. */
export type WaitSums = { n: number; sum: number; squares: number };
export type WaitsBy = Partial<Record<WaitGroup, WaitSums>>;
/** `all`: by kind. `together`: the same of those who came to one queue within the same minutes. */
export type Waits = { all: WaitsBy; together: ReadonlyMap<string, WaitsBy> };

export const NO_WAITS: Waits = { all: {}, together: new Map() };
const TENTH_MS = 100;
/** Who came within so long of each other to the same queue met the same line. */
export const TOGETHER_MS: DurationMs = 3 * MINUTE;

export function groupOf({ task, channel = 'voice' }: { task: 'call' | 'callback'; channel?: WorkChannel | undefined }): WaitGroup {
  return channel === 'voice' ? task : channel;
}

export const tenthsOf = (ms: DurationMs): number => Math.round(Math.max(0, ms) / TENTH_MS);
const blockOf = (queue: string, queuedAt: EpochMs): string => `${queue} ${Math.floor(queuedAt / TOGETHER_MS)}`;

/** Of one answered contact. */
export function waitsOf(one: { group: WaitGroup; queue: string; queuedAt: EpochMs; waitedMs: DurationMs }): Waits {
  const tenths = tenthsOf(one.waitedMs);
  const sums = { [one.group]: { n: 1, sum: tenths, squares: tenths * tenths } };
  return { all: sums, together: new Map([[blockOf(one.queue, one.queuedAt), sums]]) };
}

export function sumOfWaits(many: Iterable<Waits>): Waits {
  const sum = { all: {} as WaitsBy, together: new Map<string, WaitsBy>() };
  for (const each of many) {
    sum.all = plusBy(sum.all, each.all);
    for (const [block, sums] of each.together) sum.together.set(block, plusBy(sum.together.get(block) ?? {}, sums));
  }
  return sum;
}

function plusBy(a: WaitsBy, b: WaitsBy): WaitsBy {
  const all: WaitsBy = { ...a };
  for (const group of WAIT_GROUPS) {
    const [had, more] = [a[group], b[group]];
    if (more) all[group] = had ? { n: had.n + more.n, sum: had.sum + more.sum, squares: had.squares + more.squares } : more;
  }
  return all;
}

export type Parity = {
  longest: WaitGroup;
  shortest: WaitGroup;
  differenceMs: DurationMs;
  /** Difference over the mean of all. */
  index: number;
  /** The index is at least that, with 95 % confidence; 0 where it may be chance, or where the two kinds did not come at the same time. */
  least: number;
};

/** A mean of fewer waits says too little to be compared. */
const ENOUGH = 5;
/** Kinds that came one after the other meet in a block or two only, in which the line grew or shrank. */
const MEETINGS = 3;

/**
 * Normal quantiles of 1 - 0.05 / (k (k - 1)) for k = 2 to 5 groups: any of them might have come out longest and any other shortest, so the
 * 5 % are shared by all ordered pairs (Bonferroni).
 */
const QUANTILES = [1.959964, 2.39398, 2.638257, 2.807034];

/** Null where fewer than two kinds have enough answers, or nobody waited. */
export function parityOf({ all, together }: Waits): Parity | null {
  const groups = WAIT_GROUPS.flatMap((group) => {
    const { n = 0, sum = 0 } = all[group] ?? {};
    return n < ENOUGH ? [] : [{ group, n, sum, mean: sum / n }];
  }).toSorted((a, b) => b.mean - a.mean);
  const [first, last] = [groups.at(0), groups.at(-1)];
  if (groups.length < 2 || first === undefined || last === undefined || first.mean === 0) return null;
  const mean = groups.reduce((sum, each) => sum + each.sum, 0) / groups.reduce((sum, each) => sum + each.n, 0);
  const difference = first.mean - last.mean;
  const surely = leastDifference([...together.values()], first.group, last.group, QUANTILES[groups.length - 2] ?? Infinity);
  return {
    longest: first.group,
    shortest: last.group,
    differenceMs: Math.round(difference * TENTH_MS),
    index: difference / mean,
    // Those who came together may differ by more than all do, as busier minutes may have had more of the other kind.
    least: Math.min(surely, difference) / mean,
  };
}

/**
 * The lower bound of how much longer the one kind waits than the other among those who came at the same time: differences within blocks, weighted by what
 * each can tell, with the spread within blocks (the two-way analysis of variance without interaction; Cochran & Cox, "Experimental Designs", 1957, ch. 4).
 * A line that grows during a quarter of an hour is no difference between kinds. In tenths of a second; 0 where there is none.
 */
function leastDifference(blocks: readonly WaitsBy[], longer: WaitGroup, shorter: WaitGroup, z: number): number {
  let [met, weights, sum, within, freedom] = [0, 0, 0, 0, 0];
  for (const block of blocks) {
    const [a, b] = [block[longer], block[shorter]];
    if (!a || !b) continue;
    const weight = (a.n * b.n) / (a.n + b.n);
    met++;
    weights += weight;
    sum += weight * (a.sum / a.n - b.sum / b.n);
    within += spread(a) + spread(b);
    freedom += a.n + b.n - 2;
  }
  if (met < MEETINGS || freedom < ENOUGH - 1) return 0;
  return Math.max(0, sum / weights - studentOf(z, freedom) * Math.sqrt(within / freedom / weights));
}

const spread = ({ n, sum, squares }: WaitSums): number => Math.max(0, squares - (sum * sum) / n);

/** Student's quantile from the normal one: Cornish and Fisher's expansion, right to a per cent from four degrees on. */
function studentOf(z: number, df: number): number {
  const [first, second, third] = [z ** 3 + z, 5 * z ** 5 + 16 * z ** 3 + 3 * z, 3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z];
  return z + first / (4 * df) + second / (96 * df ** 2) + third / (384 * df ** 3);
}
