// One question to a day: whether it is decided again as it was, and what it would have been with a change; every figure with its interval.
import type { QueueId } from '@tandem/contract/ids.ts';
import { apply, changesOf, type Change, type Changed } from './change.ts';
import { compare } from './compare.ts';
import { dayOf, type Day } from './day.ts';
import { Groups, type Group } from './groups.ts';
import type { History } from './history.ts';
import { chancesOf, replicate } from './world.ts';

export type Question = { from: number; to: number; change: Change; replications: number };
/** Progress: 0 to 1 of the step. */
export type Told = (step: 'replaying' | 'playing', share: number) => void;
export type Replay = { turns: number; offers: number; same: number; sameChoices: number; firstAt: number | null };
export type Rests = Record<'arrivals' | 'talks' | 'wrapUps' | 'patience' | 'reactions' | 'leftOut', number>;
export type Study =
  | { kind: 'no-data' }
  | { kind: 'no-queue'; queue: string }
  | { kind: 'done'; changed: Changed[]; replay: Replay; groups: (Omit<Group, 'slot'> & { at: number | null })[]; rests: Rests };

/** The same draws for everybody who asks of the same day, so that two answers can be laid side by side. */
const SEED = 1_000_003;
const SLOT_MS = 30 * 60_000;
/** So many queues that the change is about are told by half hours too. */
const CLOSELY = 3;

export function study(history: History, { from, to, change, replications }: Question, told: Told): Study {
  const day = dayOf(history.events, from, to);
  const queues = day.configs.at(-1)?.config.queues ?? [];
  const about = [...Object.keys(change.queues ?? {}), ...(change.staffing ?? []).map(({ queue }) => queue)];
  const missing = about.find((id) => !queues.some((queue) => queue.id === id));
  if (day.arrivals.length === 0) return { kind: 'no-data' };
  if (missing !== undefined) return { kind: 'no-queue', queue: missing };
  told('replaying', 0);
  const replay = compare(history, from);
  const [before, after] = [apply(day, {}), apply(day, change)];
  const chances = chancesOf(day);
  const slots = { from, to, eachMs: SLOT_MS };
  const closely = [...new Set(about)].slice(0, CLOSELY) as QueueId[];
  const groups = new Groups({ recorded: day.recorded, queues, slots, costPerHour: change.costPerAgentHour, closely });
  for (let n = 0; n < replications; n++) {
    told('playing', n / replications);
    groups.add('before', replicate(day, chances, before, SEED + n, slots));
    groups.add('after', replicate(day, chances, after, SEED + n, slots));
  }
  return {
    kind: 'done',
    changed: changesOf(day, change),
    replay: {
      turns: replay.turns,
      offers: replay.decisions,
      same: replay.same,
      sameChoices: replay.sameChoices,
      firstAt: replay.differences[0]?.at ?? null,
    },
    groups: groups.told().map(({ slot, ...group }) => ({ ...group, at: slot === null ? null : from + slot * SLOT_MS })),
    rests: restsOf(day),
  };
}

function restsOf(day: Day): Rests {
  const count = (lists: ReadonlyMap<unknown, readonly unknown[]>): number =>
    [...lists.values()].reduce((sum, list) => sum + list.length, 0);
  return {
    arrivals: day.arrivals.length,
    talks: count(day.talks),
    wrapUps: count(day.wrapUps),
    patience: count(day.patience),
    reactions: count(day.reactions),
    leftOut: day.leftOut,
  };
}
