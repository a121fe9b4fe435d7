// The words of routing: what one tenant's router knows. Plain data; times are epoch ms, lengths ms.
import type { EventData, EventName } from '@tandem/contract/events.ts';
import type { AgentId, Id, InteractionId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';

export type SkillId = Id<'skl'>;
export type SkillNeed = { skill: SkillId; level: number };
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
  /** Added to the priority of the work that comes in; more is sooner. */
  priority: number;
  /** Needed for any work of the queue, beside what the work itself needs. */
  skills: readonly SkillNeed[];
  members: readonly AgentId[];
  /** Whose agents are asked too, once somebody has waited so long; in any order. */
  overflow?: readonly { queue: QueueId; afterMs: DurationMs }[];
  /** More than so many in the line are refused; null or absent: no limit. */
  maxWaiting?: number | null;
};

/** Everything configured that routing decides by, whole; a change hands over a new whole. */
export type RoutingConfig = {
  queues: readonly QueueConfig[];
  agents: readonly { agent: AgentId; skills: readonly SkillNeed[] }[];
};

export type Agent = {
  id: AgentId;
  declared: Declared | null;
  skills: ReadonlyMap<SkillId, number>;
  queues: ReadonlySet<QueueId>;
  /** Since when he has had nothing to do: the later of his last completed work and of his becoming ready. */
  idleSince: EpochMs;
  /** The one voice contact he is offered, has, or wraps up. */
  work: WorkId | null;
  /** Gets no offer until then, as he did not take the last one. */
  pause: { until: EpochMs; outcome: Exclude<Outcome, 'withdrawn'> } | null;
  /** The call that keeps him busy although routing did not give it to him, and since when. */
  occupiedBy: string | null;
  occupiedAt: EpochMs | null;
};

export type Offer = { id: OfferId; agent: AgentId; offeredAt: EpochMs; expiresAt: EpochMs; why: Why };

/** `scheduled`: a call-back that stands in the line only from `notBefore` on. */
export type Stage = 'scheduled' | 'waiting' | 'offered' | 'assigned' | 'wrap-up';

export type Work = {
  id: WorkId;
  interaction: InteractionId;
  queue: QueueId;
  /** Whether the customer is on the line, or is called back by whom the work is given to. */
  task: 'call' | 'callback';
  priority: number;
  skills: readonly SkillNeed[];
  /** Never changes while the item lives: a failed offer does not cost the customer his place. */
  queuedAt: EpochMs;
  waitUntil: EpochMs | null;
  notBefore: EpochMs | null;
  /** What he was expected to wait as he came. */
  estimateMs: DurationMs | null;
  assignedAt: EpochMs | null;
  stage: Stage;
  /** Agents already tried in this round, which ends when nobody else is eligible. */
  tried: readonly AgentId[];
  /** Only he is offered it, while he is there; whatever his queues and skills are. */
  reservedFor: AgentId | null;
  /** The open offer; while assigned and in wrap-up, the one that was answered. */
  offer: Offer | null;
  wrapUpUntil: EpochMs | null;
  /** When wrap-up began; absent before, and in rows of earlier versions. */
  releasedAt?: EpochMs;
  /** What is left of the time he may still ask for; absent in rows of earlier versions. */
  wrapUpMoreMs?: DurationMs;
};

/** What a queue learns from what it serves; see estimate.ts. */
export type QueueStats = { served: number; handleMs: DurationMs; factor: number };

export type RoutingState = {
  readonly stats: ReadonlyMap<QueueId, QueueStats>;
  readonly queues: ReadonlyMap<QueueId, QueueConfig>;
  readonly agents: ReadonlyMap<AgentId, Agent>;
  readonly works: ReadonlyMap<WorkId, Work>;
  /** Which work an offer is about, for open and answered offers. */
  readonly offers: ReadonlyMap<OfferId, WorkId>;
  /** Ids of waiting work, first to be served first. */
  readonly line: readonly WorkId[];
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

export const EMPTY: RoutingState = {
  stats: new Map(),
  queues: new Map(),
  agents: new Map(),
  works: new Map(),
  offers: new Map(),
  line: [],
};
