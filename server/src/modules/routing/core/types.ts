// The words of routing: what one tenant's router knows. Plain data; times are epoch ms, lengths ms.
import type { AgentOrder, Matching, Spill, WorkChannel } from '@tandem/contract/routing.ts';
import type { MemberWeight } from '@tandem/contract/api/queues.ts';
import type { EventData, EventName } from '@tandem/contract/events.ts';
import type { Formula, Mood, PriorityPart } from '@tandem/contract/priority.ts';
import type { AgentId, Id, InteractionId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { Book } from './book.ts';

export type { Spill } from '@tandem/contract/routing.ts';
export type SkillId = Id<'skl'>;
export type SkillNeed = { skill: SkillId; level: number };
/** Who can do it, as a tree: all of, any of, not, or a skill at a level of 1 to 100. */
export type SkillRule = SkillNeed | { all: readonly SkillRule[] } | { any: readonly SkillRule[] } | { not: SkillRule };
/** From `afterMs` of waiting on, more agents are asked: those of more queues, and those with less skill (level 0: without it). */
export type Ring = { afterMs: DurationMs; skills: readonly SkillNeed[]; queues: readonly QueueId[] };
export type Why = EventData<'work.offered'>['why'];
/** What an agent declared, and whether a device of his is registered: the body of `presence.changed`. */
export type Declared = EventData<'presence.changed'>;
/** How an offer that was not answered ended. */
export type Outcome = EventData<'work.offer-ended'>['outcome'];
export type ReleaseReason = EventData<'work.released'>['reason'];

export type QueueConfig = {
  id: QueueId;
  name: TenantText;
  wrapUpMs: DurationMs;
  /** How much longer an agent may make it, in all; absent: not at all. */
  wrapUpMoreMs?: DurationMs;
  offerTimeoutMs: DurationMs;
  /** Longest wait before the flow gets the customer back; null where there is no limit. */
  maxWaitMs: DurationMs | null;
  /** Points for the work that comes in, beside its own: each counts as so much longer waited (rank.ts). */
  priority: number;
  /** Needed for any work of the queue, beside what the work itself needs. */
  skills: readonly SkillNeed[];
  /** Needed too, where a list of skills cannot say it. */
  requires?: SkillRule | null;
  /** Wished for, not needed: who has more of it is asked first where the order is `best-skill`. */
  prefers?: readonly SkillNeed[];
  /** Who of those who fit is asked first; absent: the longest idle. */
  order?: AgentOrder;
  /** Of its members, where the order is `random`; who is not named has 1. */
  weights?: readonly MemberWeight[];
  /** What was learned of its agents, where the order is `best-outcome`; absent or null: nothing, and the longest idle is asked first. */
  matching?: Matching | null;
  /** At most MAX_RINGS; in any order. */
  rings?: readonly Ring[];
  /** A moment to breathe after each of its contacts. */
  restMs?: DurationMs;
  members: readonly AgentId[];
  /** Whose agents are asked too, once somebody has waited so long; in any order. */
  overflow?: readonly { queue: QueueId; afterMs: DurationMs }[];
  /** More than so many in the line are refused; null or absent: no limit. */
  maxWaiting?: number | null;
  /** How work goes to digital workers and back; absent: whoever is idle longest. */
  spill?: Spill;
};

/** How many contacts of a channel somebody has at once, and what he may be given while he has what. */
export type Capacity = {
  most: Readonly<Record<WorkChannel, number>>;
  /** Channels whose work may come on top of work of the channel named; always possible: more of the same, up to `most`. */
  interrupts: Readonly<Record<WorkChannel, readonly WorkChannel[]>>;
};
/** `callbackPoints`, `levels`, `issues` and `moods` are the terms of the formula of priority (contract priority.ts). */
export type RoutingRules = Formula & {
  /** So much longer somebody counts as having waited for each point of his priority. */
  priorityMs: DurationMs;
  capacity: Capacity;
  /** Above this share of his time at work somebody gets a pause; null: never. */
  occupancyCap: number | null;
};

/** Everything configured that routing decides by, whole; a change hands over a new whole. */
export type RoutingConfig = {
  queues: readonly QueueConfig[];
  agents: readonly {
    agent: AgentId;
    skills: readonly SkillNeed[];
    most?: Partial<Record<WorkChannel, number>>;
    digital?: Digital;
  }[];
  rules?: RoutingRules;
};

/** What a digital worker is beside: `on` where he takes work. He declares nothing and has no phone. */
export type Digital = { on: boolean };

export type Agent = {
  id: AgentId;
  /** Null or absent: a person. */
  digital?: Digital | null;
  declared: Declared | null;
  skills: ReadonlyMap<SkillId, number>;
  queues: ReadonlySet<QueueId>;
  /** His own limits, where they are not everybody's. */
  most: Partial<Record<WorkChannel, number>>;
  /** Since when he has had nothing to do: the later of his last completed work and of his becoming ready. */
  idleSince: EpochMs;
  /** What he is offered, has, or wraps up. */
  holds: readonly WorkId[];
  /** Contacts he took since he signed in. */
  taken: number;
  /** Share of his time he was at work, weighted to the last half hour; see occupancy.ts. */
  occupancy: Occupancy;
  /** Gets no offer until then: a moment to breathe. */
  restUntil: EpochMs | null;
  /** Gets no offer until then, as he did not take the last one. */
  pause: { until: EpochMs; outcome: Exclude<Outcome, 'withdrawn'> } | null;
  /** The call that keeps him busy although routing did not give it to him, and since when. */
  occupiedBy: string | null;
  occupiedAt: EpochMs | null;
};

export type Occupancy = { share: number; at: EpochMs };

export type Offer = { id: OfferId; agent: AgentId; offeredAt: EpochMs; expiresAt: EpochMs; why: Why };

/** `scheduled`: a call-back that stands in the line only from `notBefore` on. */
export type Stage = 'scheduled' | 'waiting' | 'offered' | 'assigned' | 'wrap-up';

export type Work = {
  id: WorkId;
  interaction: InteractionId;
  queue: QueueId;
  /** Whether the customer is on the line, or is called back by whom the work is given to. */
  task: 'call' | 'callback';
  channel: WorkChannel;
  priority: number;
  /** What the priority is the sum of; absent where there is none, and in rows of earlier versions. */
  points?: readonly PriorityPart[];
  /** The customer's level and mood, where they were known. */
  level?: string;
  mood?: Mood;
  skills: readonly SkillNeed[];
  /** No digital worker is asked: he had it already, or the customer wants a person. */
  persons?: true;
  /** What it is about, where that was known as it came; a part of its issue (issueOf). */
  topic?: string;
  /** Never changes while the item lives: a failed offer does not cost the customer his place. */
  queuedAt: EpochMs;
  waitUntil: EpochMs | null;
  notBefore: EpochMs | null;
  /** What he was expected to wait as he came. */
  estimateMs: DurationMs | null;
  /** The same before it was corrected by how others turned out. Absent in rows of earlier versions. */
  baseMs?: DurationMs | null;
  /** What he was promised: at most so long. Absent in rows of earlier versions. */
  promiseMs?: DurationMs | null;
  assignedAt: EpochMs | null;
  stage: Stage;
  /** Agents already tried in this round, which ends when nobody else is eligible. */
  tried: readonly AgentId[];
  /** Only he is offered it, while he is there; whatever his queues and skills are. */
  reservedFor: AgentId | null;
  /** Until when; null: as long as it waits. */
  reservedUntil: EpochMs | null;
  /** The open offer; while assigned and in wrap-up, the one that was answered. */
  offer: Offer | null;
  /** The other open offers, where everybody is rung at once; absent where there are none. */
  beside?: readonly Offer[];
  wrapUpUntil: EpochMs | null;
  /** When wrap-up began; absent before, and in rows of earlier versions. */
  releasedAt?: EpochMs;
  /** What is left of the time he may still ask for; absent in rows of earlier versions. */
  wrapUpMoreMs?: DurationMs;
};

/** What a queue learns from what it serves (estimate-learn.ts), and who was asked last (order.ts). What came later is absent in rows of earlier versions. */
export type QueueStats = {
  served: number;
  handleMs: DurationMs;
  /** By how much estimates turned out too short (above 1) or too long. */
  factor: number;
  last?: AgentId;
  /** From the offer to the answer. */
  ringMs?: DurationMs;
  /** Of those who left the line lately: how many gave up, and how long all of them waited. */
  gaveUp?: number;
  waitedMs?: DurationMs;
  /** How many standard deviations a promise lies above its estimate, so that four of five are kept. */
  margin?: number;
  /** What four of five wait to whom an agent was free. */
  soonMs?: DurationMs;
};

/**
 * The facts, and the book that is kept of them so that no decision has to look at everything. Changed in place by `evolve` alone, by its one owner;
 * the records in the maps are never changed.
 */
export type RoutingState = {
  readonly stats: ReadonlyMap<QueueId, QueueStats>;
  readonly rules: RoutingRules;
  readonly queues: ReadonlyMap<QueueId, QueueConfig>;
  readonly agents: ReadonlyMap<AgentId, Agent>;
  readonly works: ReadonlyMap<WorkId, Work>;
  /** Which work an offer is about, for open and answered offers. */
  readonly offers: ReadonlyMap<OfferId, WorkId>;
  readonly book: Book;
};

export type WorkEventName = Extract<EventName, `work.${string}`>;
type Logged<N extends EventName> = N extends unknown ? { type: N; at: EpochMs; data: EventData<N> } : never;

/** Facts of the log that routing folds. */
export type LoggedEvent = Logged<WorkEventName | 'presence.changed' | 'agent.occupied'>;
/** `config.replaced` is not logged here: directory logs each object of it as `config.changed`. */
export type RoutingEvent = LoggedEvent | { type: 'config.replaced'; at: EpochMs; data: RoutingConfig };

/** How long an agent who did not take an offer is left alone. Long enough to break a loop of offers to a dead phone. */
export const PAUSE_MS: Readonly<Record<Exclude<Outcome, 'withdrawn'>, DurationMs>> = {
  'no-answer': 30_000,
  declined: 10_000,
  unreachable: 10_000,
};

/** A wave of rings can go no further than so many. */
export const MAX_RINGS = 8;

export const RULES: RoutingRules = {
  priorityMs: 60_000,
  callbackPoints: 0,
  levels: [],
  issues: [],
  moods: { calm: 0, upset: 0, angry: 0 },
  capacity: {
    most: { voice: 1, chat: 3, email: 5, task: 5 },
    interrupts: { voice: [], chat: [], email: ['voice', 'chat'], task: ['voice', 'chat', 'email'] },
  },
  occupancyCap: null,
};
