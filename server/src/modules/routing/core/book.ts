// What is kept of the facts so that no decision has to look at everything: who has room, which kinds of work wait, who fits which, what time will do.
// Derived wholly from the facts: `openBook` makes it from them, and `evolve` keeps it by the same functions: seats.ts for agents, line.ts for work. Changed in place by its one owner.
import type { AgentId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Group } from './kinds.ts';
import type { Standing } from './order.ts';
import type { Outcomes } from './outcome.ts';
import { offersOf } from './offers.ts';
import { before, type Place } from './rank.ts';
import { set, type Timers } from './timers.ts';
import type { Agent, Offer, QueueConfig, QueueStats, Ring, RoutingRules, RoutingState, Work } from './types.ts';

/** Work that the same agents fit, in the order in which it is served. Kept while it is of use. */
export type Kind = Group & {
  readonly key: string;
  /** Whose rows the agents stand in; empty where it is kept for one. */
  readonly rows: readonly Row[];
  readonly fits: ReadonlySet<AgentId>;
  readonly waiting: Place[];
  /** Of those who fit: how many are there for its channel, and how many have room for its channel now. */
  ready: number;
  free: number;
};

/** A queue's members, and those of them who have room for anything, in the order in which they are asked; and what is predicted of them. */
export type Row = {
  readonly queue: QueueConfig;
  readonly members: ReadonlyMap<AgentId, number>;
  readonly free: Standing[];
  readonly outcomes: Outcomes | null;
  /** Of members whose weight is not 1. */
  readonly weights: ReadonlyMap<AgentId, number>;
  /** How many of its people are there for calls, and how many of its members are digital workers. */
  people: number;
  digital: number;
};

/** Where an agent stands in all rows and kinds. */
export type Seat = {
  /** Bits of the channels for which he is there at all, busy or not. */
  ready: number;
  /** Bits of the channels he could be given work of now; 0 where he is away or rests. */
  room: number;
  readonly rows: ReadonlyMap<Row, Standing | null>;
  readonly kinds: Set<Kind>;
};

export type Book = {
  now: EpochMs;
  readonly rows: ReadonlyMap<QueueId, Row>;
  readonly rings: ReadonlyMap<QueueId, readonly Ring[]>;
  /** There are digital workers at all. */
  readonly digital: boolean;
  readonly seats: Map<AgentId, Seat>;
  readonly kinds: Map<string, Kind>;
  readonly kindsOf: Map<QueueId, Set<Kind>>;
  /** The kind of each waiting item. */
  readonly kindOf: Map<WorkId, Kind>;
  /** Kinds in which somebody waits whom somebody could be given to now: empty between two turns. */
  readonly open: Set<Kind>;
  /** Waiting work that is kept for an agent, there or not. */
  readonly kept: Map<AgentId, Set<WorkId>>;
  /** Waiting work whose queue was taken away. */
  readonly orphans: Set<WorkId>;
  /** Agents who ceased to be ready for a channel and may be ringing. */
  readonly left: Set<AgentId>;
  readonly timers: Timers;
  /** Grows whenever somebody becomes or ceases to be ready. */
  readiness: number;
};

/** The same as RoutingState, to its owner. */
export type Draft = {
  stats: Map<QueueId, QueueStats>;
  rules: RoutingRules;
  queues: Map<QueueId, QueueConfig>;
  agents: Map<AgentId, Agent>;
  works: Map<WorkId, Work>;
  offers: Map<OfferId, WorkId>;
  book: Book;
};

/** The timers of work that is being rung, wrapped up, or called back later. */
export function noteWork(book: Book, work: Work): void {
  if (work.stage === 'offered') for (const offer of offersOf(work)) noteOffer(book, work.id, offer);
  else if (work.stage === 'wrap-up') set(book.timers, { at: work.wrapUpUntil ?? book.now, what: 'wrap-up', work: work.id });
  else if (work.stage === 'scheduled') set(book.timers, { at: work.notBefore ?? book.now, what: 'due', work: work.id });
}

export function noteOffer(book: Book, work: WorkId, { id: offer, expiresAt }: Offer): void {
  set(book.timers, { at: expiresAt, what: 'offer', work, offer });
}

export function noteRest(book: Book, { id, pause, restUntil }: Agent): void {
  if (pause !== null && pause.until > book.now) set(book.timers, { at: pause.until, what: 'rest', agent: id });
  if (restUntil !== null && restUntil > book.now) set(book.timers, { at: restUntil, what: 'rest', agent: id });
}

/** After anybody came to the kind, left it, or got room. */
export function look(book: Book, kind: Kind): void {
  if (kind.waiting.length > 0 && kind.free > 0) book.open.add(kind);
  else book.open.delete(kind);
}

/** The kind whose first item is the first of all that could be given to somebody now. */
export function firstOpen(book: Book): Kind | null {
  let first: Kind | null = null;
  for (const kind of book.open) if (first === null || before(kind.waiting[0]!, first.waiting[0]!) < 0) first = kind;
  return first;
}

/** All who wait, first to be served first. Sorts: for views, not for decisions. */
export function lineOf({ book }: Pick<RoutingState, 'book'>): WorkId[] {
  const places = [...book.kinds.values()].flatMap((kind) => kind.waiting);
  return places.sort(before).map(({ id }) => id);
}

/** How many of a queue wait, and how many of them before the place. */
export function countWaiting({ book }: Pick<RoutingState, 'book'>, queue: QueueId): number {
  let waiting = 0;
  for (const kind of book.kindsOf.get(queue) ?? []) waiting += kind.waiting.length;
  return waiting;
}
