// Routing as other modules call it (through roles/wire): one mailbox per tenant behind plain, idempotent functions.
import type { Mood } from '@tandem/contract/priority.ts';
import type { WorkChannel } from '@tandem/contract/routing.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, InteractionId, OfferId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import { ok, type Result } from '../../../kernel/result.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { noMetrics, silentLog, type Log, type Metrics } from '../../../platform/lifecycle/types.ts';
import type { RoutingCommand } from '../core/decide.ts';
import { outlook, outlookOf, turnOf, type Outlook } from '../core/estimate.ts';
import { agentWork, queueLive, type AgentWork, type QueueLive } from '../core/live.ts';
import type { Answer } from '../core/turn.ts';
import type { Declared, Outcome, ReleaseReason, RoutingState, SkillNeed } from '../core/types.ts';
import { CHECK_ALL_MS, Mailbox, type MailboxDeps } from './mailbox.ts';

export type RoutingOptions = Omit<MailboxDeps, 'logger' | 'metrics' | 'leaseMs' | 'checkAllMs'> & {
  leaseMs?: number;
  checkAllMs?: number;
  logger?: Log;
  metrics?: Metrics;
};

export type QueueRequest = {
  tenant: TenantId;
  /** Given by the caller, so that asking twice queues once. */
  work: WorkId;
  interaction: InteractionId;
  queue: QueueId;
  /** Comes on top of what the formula of priority gives. */
  priority?: number;
  /** The customer's level, and how he seems to feel: terms of that formula. */
  level?: string;
  mood?: Mood;
  skills?: readonly SkillNeed[];
  maxWaitMs?: DurationMs | null;
  /** A call-back: the agent who gets it calls the customer. */
  task?: 'callback';
  /** No digital worker is asked. */
  persons?: boolean;
  channel?: WorkChannel;
  /** What it is about, in a word that is no personal data; a part of its issue. */
  topic?: string;
  /** Who is asked first, alone, for so long. */
  preferred?: { agent: AgentId; forMs: DurationMs } | null;
  /** Epoch ms before which nobody is offered it. */
  notBefore?: EpochMs | null;
  /** Epoch ms since when he waits, where he comes back into the line; now where left out. */
  queuedAt?: EpochMs | null;
  /** Waiting work whose place, priority and needs this takes over; it leaves the line at the same moment, with reason `callback`. */
  replaces?: WorkId;
  cause?: string;
};

/** A decision about an agent's presence, made inside the mailbox by whoever posts it. */
export type DeclareTurn = {
  decide(current: Declared | null, now: EpochMs): Result<readonly Declared[]>;
  /** Runs in the transaction that appends the event; may run twice. */
  save(tx: Tx, declared: Declared, at: EpochMs): Promise<void>;
  actor?: Actor;
};

export type Assigned = { interaction: InteractionId; work: WorkId; queue: QueueId; agent: AgentId };

export type Routing = {
  /** Begins to serve these tenants, or to stand by for them. Others are begun at their first call. */
  start(tenants: readonly TenantId[]): void;
  /** Refuses `queue.not-found`, `queue.full`, and where it replaces other work `work.already-assigned`. */
  queue(request: QueueRequest): Promise<Result<WorkId>>;
  /** The customer hung up, wherever his work is: it is abandoned, or released from its agent. */
  leave(tenant: TenantId, work: WorkId): Promise<void>;
  /** Refuses `work.already-assigned`: an agent was quicker. */
  takeBack(tenant: TenantId, work: WorkId, reason?: 'timed-out' | 'moved'): Promise<Result<null>>;
  /** Refuses `work.not-waiting`, `queue.not-found`. `note` is sealed already. */
  move(tenant: TenantId, request: Omit<Extract<RoutingCommand, { kind: 'move' }>, 'kind'>, actor: Actor): Promise<Result<null>>;
  /** Refuses `offer.gone`: hang that leg up, the customer is somebody else's by now. */
  offerAnswered(tenant: TenantId, offer: OfferId): Promise<Result<Assigned>>;
  offerEnded(tenant: TenantId, offer: OfferId, outcome: Exclude<Outcome, 'withdrawn'>): Promise<void>;
  release(tenant: TenantId, work: WorkId, reason: ReleaseReason): Promise<void>;
  /** Refuses `work.not-yours`, `work.not-in-wrap-up`; fine where the wrap-up is over already. */
  wrapUpDone(tenant: TenantId, work: WorkId, agent: AgentId): Promise<Result<null>>;
  /** Refuses `work.not-yours`, `work.not-in-wrap-up`, `work.no-more-time`. */
  wrapUpMore(tenant: TenantId, work: WorkId, agent: AgentId): Promise<Result<null>>;
  /** A call that routing did not give keeps the agent busy (he dials out), or no longer; `by` is the call's id. Idempotent. */
  occupy(tenant: TenantId, agent: AgentId, by: string, occupied: boolean): Promise<void>;
  /** Where waiting work stands; null where it waits no more. */
  outlook(tenant: TenantId, work: WorkId): Promise<Outlook | null>;
  /** What somebody who came to the queue now would meet. */
  outlookOf(tenant: TenantId, queue: QueueId, channel?: WorkChannel): Promise<Outlook & { staffed: boolean }>;
  /** The same of somebody who is to be called back, and has waited since `queuedAt`. */
  turn(tenant: TenantId, place: Parameters<typeof turnOf>[1]): Promise<ReturnType<typeof turnOf>>;
  /** The door presence comes in by: it shares this mailbox. Answers what was declared, or the refusal of `decide`. */
  declare(tenant: TenantId, agent: AgentId, turn: DeclareTurn): Promise<Result<readonly Declared[]>>;
  /** Queues, members or skills changed: the configuration is read anew. */
  configChanged(tenant: TenantId): Promise<void>;
  /** null where there is no such queue. */
  live(tenant: TenantId, queue: QueueId): Promise<QueueLive | null>;
  /** How many wait in each queue, and how many of its agents are free. */
  queuesNow(tenant: TenantId): Promise<ReadonlyMap<QueueId, { waiting: number; idle: number }>>;
  /** What each agent that routing knows is doing. */
  agentWork(tenant: TenantId): Promise<ReadonlyMap<AgentId, AgentWork>>;
  read<T>(tenant: TenantId, view: (state: RoutingState, now: EpochMs) => T): Promise<T>;
  /** Broken invariants of the tenant in this process, and when the last was; null where there were none. */
  faults(tenant: TenantId): { count: number; at: EpochMs } | null;
  /** Resolves when all offers of committed decisions were handed to the ports. */
  settled(tenant: TenantId): Promise<void>;
  stop(): Promise<void>;
};

export function createRouting(options: RoutingOptions): Routing {
  const deps: MailboxDeps = { leaseMs: 4_000, checkAllMs: CHECK_ALL_MS, logger: silentLog, metrics: noMetrics, ...options };
  const mailboxes = new Map<TenantId, Mailbox>();
  const of = (tenant: TenantId): Mailbox => {
    const mailbox = mailboxes.get(tenant) ?? new Mailbox(tenant, deps);
    mailboxes.set(tenant, mailbox);
    mailbox.start();
    return mailbox;
  };
  const send = (tenant: TenantId, input: RoutingCommand, cause?: string): Promise<Answer> =>
    of(tenant).post(cause === undefined ? { input } : { input, cause });
  const told = async (tenant: TenantId, input: RoutingCommand): Promise<Result<null>> => as(await send(tenant, input), null);

  return {
    start: (tenants) => tenants.forEach(of),
    async queue({ tenant, cause, ...request }) {
      return as(await send(tenant, { kind: 'queue', ...request }, cause), request.work);
    },
    async leave(tenant, work) {
      await send(tenant, { kind: 'leave', work });
    },
    takeBack: (tenant, work, reason = 'timed-out') => told(tenant, { kind: 'take-back', work, reason }),
    async move(tenant, request, actor) {
      return as(await of(tenant).post({ input: { kind: 'move', ...request }, actor }), null);
    },
    async offerAnswered(tenant, offer) {
      const answer = await send(tenant, { kind: 'offer-answered', offer });
      if (!answer.ok) return answer;
      return of(tenant).read((state) => {
        const work = state.works.get(state.offers.get(offer)!);
        // Answered and over between the commit and this line: the same to the caller as one that came too late.
        if (!work?.offer) return { ok: false, refusal: { code: 'offer.gone', detail: { offer } } };
        return ok({ interaction: work.interaction, work: work.id, queue: work.queue, agent: work.offer.agent });
      });
    },
    async offerEnded(tenant, offer, outcome) {
      await send(tenant, { kind: 'offer-ended', offer, outcome });
    },
    async release(tenant, work, reason) {
      await send(tenant, { kind: 'release', work, reason });
    },
    wrapUpMore: (tenant, work, agent) => told(tenant, { kind: 'wrap-up-more', work, agent }),
    wrapUpDone: (tenant, work, agent) => told(tenant, { kind: 'wrap-up-done', work, agent }),
    async occupy(tenant, agent, by, occupied) {
      await send(tenant, { kind: 'occupy', agent, by, occupied });
    },
    outlook: (tenant, work) => of(tenant).read((state) => outlook(state, work)),
    outlookOf: (tenant, queue, channel = 'voice') =>
      of(tenant).read((state, now) =>
        outlookOf(state, { queue, channel, priority: state.queues.get(queue)?.priority ?? 0, skills: [] }, now),
      ),
    turn: (tenant, place) => of(tenant).read((state) => turnOf(state, place)),
    async declare(tenant, agent, turn) {
      const answer = await of(tenant).post({
        input: { kind: 'declare', agent, decide: (current, now) => turn.decide(current, now) },
        save: (tx, declared, at) => turn.save(tx, declared, at),
        ...(turn.actor ? { actor: turn.actor } : {}),
      });
      if (!answer.ok) return answer;
      return ok(answer.events.flatMap((event) => (event.type === 'presence.changed' ? [event.data] : [])));
    },
    async configChanged(tenant) {
      await of(tenant).post({ input: { kind: 'reconfigure' } });
    },
    live: (tenant, queue) => of(tenant).read((state, now) => queueLive(state, queue, now)),
    queuesNow: (tenant) =>
      of(tenant).read((state, now) => {
        const live = [...state.queues.keys()].map((id) => [id, queueLive(state, id, now)!] as const);
        return new Map(live.map(([id, { waiting, agents }]) => [id, { waiting, idle: agents.idle }]));
      }),
    agentWork: (tenant) =>
      of(tenant).read((state, now) => new Map([...state.agents.values()].map((agent) => [agent.id, agentWork(state, agent, now)]))),
    read: (tenant, view) => of(tenant).read(view),
    faults: (tenant) => mailboxes.get(tenant)?.faults() ?? null,
    settled: (tenant) => of(tenant).settled(),
    async stop() {
      await Promise.all([...mailboxes.values()].map((mailbox) => mailbox.stop()));
    },
  };
}

function as<T>(answer: Answer, value: T): Result<T> {
  return answer.ok ? ok(value) : answer;
}
