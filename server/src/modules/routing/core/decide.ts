// What a command about one work item leads to. Commands are facts from elsewhere that may come twice or late: a repeated one leads to
// nothing, and one that overtook another still ends the work, so that no order of arrival leaves an agent stuck.
import type { Mood } from '@tandem/contract/priority.ts';
import type { WorkChannel } from '@tandem/contract/routing.ts';
import type { AgentId, InteractionId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { unreachable } from '../../../kernel/assert.ts';
import { no, ok, type Result } from '../../../kernel/result.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import { countWaiting } from './book.ts';
import { isDigital } from './digital.ts';
import { outlookOf, type Outlook } from './estimate.ts';
import { offerOf, offersOf } from './offers.ts';
import { arriving, moved as movedPoints, type Pointed } from './points.ts';
import type { LoggedEvent, Offer, Outcome, QueueConfig, ReleaseReason, RoutingState, SkillNeed, Work } from './types.ts';

export type RoutingCommand =
  | {
      kind: 'queue';
      work: WorkId;
      interaction: InteractionId;
      queue: QueueId;
      /** Comes on top of what the formula of priority gives; 0 where left out. */
      priority?: number;
      /** What is known of the customer: counts in the formula. */
      level?: string;
      mood?: Mood;
      skills?: readonly SkillNeed[];
      /** Shortens the queue's own limit, never lengthens it. */
      maxWaitMs?: DurationMs | null;
      /** No digital worker is asked. */
      persons?: boolean;
      /** What it is about, in a word that is no personal data: predictions are made by it. */
      topic?: string;
      /** `voice` where left out. */
      channel?: WorkChannel;
      /** Who is asked first, alone, for so long: whoever knows the customer already. */
      preferred?: { agent: AgentId; forMs: DurationMs } | null;
      /** A call-back: nobody is on the line, so it waits without limit. */
      task?: 'callback';
      /** Nobody is offered it before; its place in the line is that of somebody who comes then. */
      notBefore?: EpochMs | null;
      /** Since when the customer waits, where he comes back into the line (nobody fetched him from where he was parked). */
      queuedAt?: EpochMs | null;
      /** Work that waits and whose place this takes, with its priority and needs: it leaves the line in the same decision. */
      replaces?: WorkId;
    }
  /** The customer hung up. */
  | { kind: 'leave'; work: WorkId }
  /** The flow wants the customer back, or he is moved elsewhere. */
  | { kind: 'take-back'; work: WorkId; reason: 'timed-out' | 'moved' | 'system' }
  /** A supervisor has it wait elsewhere, for somebody, or sooner; what is left out stays. */
  | { kind: 'move'; work: WorkId; queue?: QueueId; agent?: AgentId | null; priority?: number; mood?: Mood; note: string }
  | { kind: 'offer-answered'; offer: OfferId }
  | { kind: 'offer-ended'; offer: OfferId; outcome: Outcome }
  /** The agent's part of the contact is over. */
  | { kind: 'release'; work: WorkId; reason: ReleaseReason }
  | { kind: 'wrap-up-done'; work: WorkId; agent: AgentId }
  /** The agent asks for more time to write. */
  | { kind: 'wrap-up-more'; work: WorkId; agent: AgentId }
  /** A call that routing did not give keeps the agent busy, or no longer. `by` is that call's id. */
  | { kind: 'occupy'; agent: AgentId; by: string; occupied: boolean };

const DAY_MS = 24 * 60 * 60_000;

export function decide(state: RoutingState, command: RoutingCommand, now: EpochMs): Result<LoggedEvent[]> {
  switch (command.kind) {
    case 'queue':
      return queue(state, command, now);
    case 'move':
      return move(state, command, now);
    case 'offer-answered':
    case 'offer-ended':
      return offerOutcome(state, command, now);
    case 'leave':
    case 'take-back':
    case 'release':
    case 'wrap-up-more':
    case 'wrap-up-done': {
      const work = state.works.get(command.work);
      return work ? ofWork(work, state, command, now) : ok([]);
    }
    case 'occupy': {
      const { agent, by, occupied } = command;
      const holder = state.agents.get(agent)?.occupiedBy ?? null;
      const same = occupied ? holder === by : holder !== by;
      return ok(same ? [] : [{ type: 'agent.occupied', at: now, data: { agent, by, occupied } }]);
    }
    default:
      return unreachable(command);
  }
}

function queue(state: RoutingState, command: Extract<RoutingCommand, { kind: 'queue' }>, now: EpochMs): Result<LoggedEvent[]> {
  if (state.works.has(command.work)) return ok([]);
  const config = state.queues.get(command.queue);
  if (!config) return no('queue.not-found', { id: command.queue });
  const replaced = command.replaces === undefined ? undefined : state.works.get(command.replaces);
  // An agent has the customer already, or had him: there is nothing to call back for.
  if (replaced?.stage === 'assigned' || replaced?.stage === 'wrap-up') return no('work.already-assigned', { work: replaced.id });
  if (!replaced && isFull(state, config)) return no('queue.full', { id: command.queue, waiting: config.maxWaiting! });
  const limits = command.task === 'callback' ? [] : [config.maxWaitMs, command.maxWaitMs ?? null].filter((limit) => limit !== null);
  const notBefore = command.notBefore !== undefined && command.notBefore !== null && command.notBefore > now ? command.notBefore : null;
  const skills = [...(replaced?.skills ?? command.skills ?? [])];
  const facts = factsOf({ ...command, ...replaced });
  const own = { own: command.priority ?? 0, promised: command.task === 'callback', skills };
  const { priority, points }: Pointed = replaced ?? arriving(state.rules, config, { ...own, ...facts });
  const arrival = { queue: command.queue, priority, skills };
  const data = {
    interaction: command.interaction,
    work: command.work,
    channel: command.channel ?? ('voice' as const),
    ...(command.task ? { task: command.task } : {}),
    ...arrival,
    ...(points === undefined ? {} : { points: [...points] }),
    ...facts,
    ...(command.persons === true || replaced?.persons === true ? { persons: true as const } : {}),
    queuedAt: replaced?.queuedAt ?? placeAt(command.queuedAt, notBefore, now),
    waitUntil: limits.length === 0 ? null : now + Math.min(...limits),
    notBefore,
    ...(command.preferred && !isDigital(state.agents.get(command.preferred.agent))
      ? { preferred: { agent: command.preferred.agent, until: now + command.preferred.forMs } }
      : {}),
    ...(command.task === 'callback' ? { estimateMs: null } : expected(outlookOf(state, arrival, now))),
  };
  return ok([...(replaced ? giveUpPlace(replaced, now) : []), { type: 'work.queued', at: now, data }]);
}

type Facts = { topic?: string; level?: string; mood?: Mood };

/** What is known of a contact beside its queue and needs; nothing where nothing is. */
function factsOf({ topic, level, mood }: Facts): Facts {
  return { ...(topic ? { topic } : {}), ...(level ? { level } : {}), ...(mood ? { mood } : {}) };
}

function expected({ estimateMs, baseMs, promiseMs }: Outlook): { estimateMs: number | null; baseMs?: number; promiseMs?: number } {
  return baseMs === null || promiseMs === null ? { estimateMs } : { estimateMs, baseMs, promiseMs };
}

/** Who has a place of before keeps it until his hour has come. */
function placeAt(queuedAt: EpochMs | null | undefined, notBefore: EpochMs | null, now: EpochMs): EpochMs {
  const kept = queuedAt !== null && queuedAt !== undefined && queuedAt <= now;
  return kept || notBefore === null ? cameAt(queuedAt, now) : notBefore;
}

/** Never in the future, and never longer ago than a day: a clock that went wrong wins nobody a place for good. */
function cameAt(queuedAt: EpochMs | null | undefined, now: EpochMs): EpochMs {
  return queuedAt === null || queuedAt === undefined ? now : Math.max(now - DAY_MS, Math.min(now, queuedAt));
}

function isFull(state: RoutingState, { id, maxWaiting }: QueueConfig): boolean {
  if (maxWaiting === undefined || maxWaiting === null) return false;
  return countWaiting(state, id) >= maxWaiting;
}

function move(state: RoutingState, command: Extract<RoutingCommand, { kind: 'move' }>, now: EpochMs): Result<LoggedEvent[]> {
  const work = state.works.get(command.work);
  if (work?.stage !== 'waiting' && work?.stage !== 'offered') return no('work.not-waiting', { work: command.work });
  const to = state.queues.get(command.queue ?? work.queue);
  if (!to) return no('queue.not-found', { id: command.queue ?? work.queue });
  const elsewhere = to.id !== work.queue;
  const reservedFor = command.agent !== undefined ? command.agent : elsewhere ? null : work.reservedFor;
  const { mood, priority } = command;
  const changed = { ...(priority === undefined ? {} : { priority }), ...(mood === undefined ? {} : { mood }) };
  const { points, ...sum } = movedPoints(state.rules, work, state.queues.get(work.queue), to, changed);
  const moved: LoggedEvent = {
    type: 'work.moved',
    at: now,
    data: {
      ...about(work),
      queue: to.id,
      from: work.queue,
      ...sum,
      points: [...points],
      ...(mood === undefined ? {} : { mood }),
      reservedFor,
      waitedMs: now - work.queuedAt,
      note: command.note,
    },
  };
  // Whoever is being rung for it is let go, unless it is only hurried or he is the one it is meant for.
  const rung = work.stage === 'offered' ? offersOf(work) : [];
  const letGo = rung.filter(({ agent }) => elsewhere || (reservedFor !== null && reservedFor !== agent));
  return ok([...letGo.map((offer) => endOffer(work, offer, 'withdrawn', now)), moved]);
}

function giveUpPlace(work: Work, now: EpochMs): LoggedEvent[] {
  return [...withdrawn(work, now), remove(work, 'callback', now)];
}

function offerOutcome(
  state: RoutingState,
  command: Extract<RoutingCommand, { kind: 'offer-answered' | 'offer-ended' }>,
  now: EpochMs,
): Result<LoggedEvent[]> {
  const id = state.offers.get(command.offer);
  const work = id === undefined ? undefined : state.works.get(id);
  const offer = work && offerOf(work, command.offer);
  if (!work || !offer) return command.kind === 'offer-answered' ? no('offer.gone', { offer: command.offer }) : ok([]);
  if (work.stage !== 'offered') return ok([]);
  if (command.kind === 'offer-ended') return ok([endOffer(work, offer, command.outcome, now)]);
  // Whoever was rung with him is let go first: it has one owner from the moment it is assigned.
  const others = offersOf(work).filter(({ id: other }) => other !== offer.id);
  const ended = others.map((other) => endOffer(work, other, 'withdrawn', now, offer.agent));
  const data = { ...about(work), offer: offer.id, agent: offer.agent, waitedMs: now - work.queuedAt, why: offer.why };
  return ok([...ended, { type: 'work.assigned', at: now, data }]);
}

function ofWork(
  work: Work,
  state: RoutingState,
  command: Extract<RoutingCommand, { kind: 'leave' | 'take-back' | 'release' | 'wrap-up-done' | 'wrap-up-more' }>,
  now: EpochMs,
): Result<LoggedEvent[]> {
  const agent = work.offer?.agent;
  if (command.kind === 'wrap-up-done' || command.kind === 'wrap-up-more') {
    if (command.agent !== agent) return no('work.not-yours', { work: work.id });
    if (command.kind === 'wrap-up-more') return more(work, agent, now);
    return work.stage === 'wrap-up' ? ok([complete(work, 'done', now)]) : no('work.not-in-wrap-up', { work: work.id });
  }
  if (work.stage === 'wrap-up') return ok([]);
  if (work.stage === 'assigned') {
    if (command.kind === 'take-back') return no('work.already-assigned', { work: work.id });
    return ok(release(work, state, command.kind === 'leave' ? 'ended' : command.reason, now));
  }
  const rung = withdrawn(work, now);
  if (command.kind === 'take-back') return ok([...rung, remove(work, command.reason, now)]);
  if (command.kind === 'release' && command.reason !== 'ended') {
    return ok([...rung, remove(work, command.reason === 'system' ? 'system' : 'moved', now)]);
  }
  const stage = work.stage === 'offered' ? ('ring' as const) : ('queue' as const);
  return ok([...rung, { type: 'work.abandoned', at: now, data: { ...about(work), stage, waitedMs: now - work.queuedAt } }]);
}

/** A contact that ended by a fault of ours leaves nothing to wrap up. */
function release(work: Work, state: RoutingState, reason: ReleaseReason, now: EpochMs): LoggedEvent[] {
  const nothingToWrite = reason === 'system' || isDigital(state.agents.get(work.offer!.agent));
  const wrapUpMs = nothingToWrite ? 0 : (state.queues.get(work.queue)?.wrapUpMs ?? 0);
  const wrapUpUntil = wrapUpMs > 0 ? now + wrapUpMs : null;
  const moreMs = wrapUpUntil === null ? 0 : (state.queues.get(work.queue)?.wrapUpMoreMs ?? 0);
  const data = { ...about(work), agent: work.offer!.agent, reason, wrapUpUntil, ...(moreMs > 0 ? { moreMs } : {}) };
  const released: LoggedEvent = { type: 'work.released', at: now, data };
  return wrapUpUntil === null ? [released, complete(work, 'none', now)] : [released];
}

/** So much is added each time, up to what the queue allows in all. */
const MORE_MS = 60_000;

function more(work: Work, agent: AgentId, now: EpochMs): Result<LoggedEvent[]> {
  if (work.stage !== 'wrap-up' || work.wrapUpUntil === null) return no('work.not-in-wrap-up', { work: work.id });
  const left = work.wrapUpMoreMs ?? 0;
  if (left <= 0) return no('work.no-more-time', { work: work.id });
  const given = Math.min(MORE_MS, left);
  const data = { ...about(work), agent, wrapUpUntil: work.wrapUpUntil + given, moreMs: left - given };
  return ok([{ type: 'work.wrap-up-extended', at: now, data }]);
}

function about(work: Work): Pick<Work, 'interaction' | 'queue'> & { work: WorkId } {
  return { interaction: work.interaction, work: work.id, queue: work.queue };
}

/** `takenBy`: who answered before him, where several were rung. */
export function endOffer(work: Work, { id: offer, agent }: Offer, outcome: Outcome, now: EpochMs, takenBy?: AgentId): LoggedEvent {
  const data = { ...about(work), offer, agent, outcome, ...(takenBy === undefined ? {} : { takenBy }) };
  return { type: 'work.offer-ended', at: now, data };
}

/** Everybody who rings for it stops. */
function withdrawn(work: Work, now: EpochMs): LoggedEvent[] {
  return work.stage === 'offered' ? offersOf(work).map((offer) => endOffer(work, offer, 'withdrawn', now)) : [];
}

export function complete(work: Work, wrapUpEnd: 'done' | 'timed-out' | 'none', now: EpochMs): LoggedEvent {
  return { type: 'work.completed', at: now, data: { ...about(work), agent: work.offer!.agent, wrapUpEnd } };
}

export function remove(work: Work, reason: 'timed-out' | 'moved' | 'system' | 'callback', now: EpochMs): LoggedEvent {
  return { type: 'work.removed', at: now, data: { ...about(work), reason, waitedMs: now - work.queuedAt } };
}
