// Folds facts into the router's state, in place. Total: an event about unknown work changes nothing.
import type { AgentId, QueueId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { noteOffer, noteRest, noteWork, type Draft } from './book.ts';
import { enterLine, leaveLine } from './line.ts';
import { openBook } from './open-book.ts';
import { seatAnew } from './seats.ts';
import { isDigital } from './digital.ts';
import { notReady } from './eligible.ts';
import { learnGivenUp, learnHandling, learnWait, NO_STATS } from './estimate-learn.ts';
import { FRESH, occupancyAt, restFor } from './occupancy.ts';
import { offerOf, offersOf, withOffers } from './offers.ts';
import {
  PAUSE_MS,
  RULES,
  type Agent,
  type QueueStats,
  type RoutingConfig,
  type RoutingEvent,
  type RoutingState,
  type Work,
} from './types.ts';

/** A router that knows nothing yet. */
export function emptyState(): RoutingState {
  const facts = { stats: new Map(), rules: RULES, queues: new Map(), agents: new Map(), works: new Map(), offers: new Map() };
  return { ...facts, book: openBook(facts, 0) };
}

/** A state of its own with the same facts: what is done to one is not done to the other. */
export function copyOf(state: RoutingState): RoutingState {
  const { stats, rules, queues, agents, works, offers, book } = state;
  const facts = { stats: new Map(stats), rules, queues, agents: new Map(agents), works: new Map(works), offers: new Map(offers) };
  return { ...facts, book: openBook(facts, book.now) };
}

/** Changes the given state, and answers it. */
export function evolve(state: RoutingState, event: RoutingEvent): RoutingState {
  const draft = state as Draft;
  draft.book.now = Math.max(draft.book.now, event.at);
  apply(draft, event);
  return state;
}

export function evolveAll(state: RoutingState, events: Iterable<RoutingEvent>): RoutingState {
  for (const event of events) evolve(state, event);
  return state;
}

export function newAgent(id: AgentId): Agent {
  return {
    id,
    declared: null,
    skills: new Map(),
    queues: new Set(),
    most: {},
    idleSince: 0,
    holds: [],
    taken: 0,
    occupancy: FRESH,
    restUntil: null,
    pause: null,
    occupiedBy: null,
    occupiedAt: null,
  };
}

function apply(draft: Draft, event: RoutingEvent): void {
  if (event.type === 'config.replaced') return configure(draft, event.data);
  if (event.type === 'presence.changed') return declare(draft, event);
  if (event.type === 'agent.occupied') return occupy(draft, event);
  if (event.type === 'work.queued') return queue(draft, event);
  const item = draft.works.get(event.data.work);
  if (item) applyToWork(draft, item, event);
}

function queue(draft: Draft, event: Extract<RoutingEvent, { type: 'work.queued' }>): void {
  const { interaction, work: id, queue: of, channel, task = 'call', priority, skills, topic, queuedAt, waitUntil, preferred } = event.data;
  if (draft.works.has(id)) return;
  const notBefore = event.data.notBefore ?? null;
  put(draft, {
    id,
    interaction,
    queue: of,
    channel,
    task,
    priority,
    skills,
    ...pointed(event.data),
    ...(topic === undefined ? {} : { topic }),
    ...(event.data.persons === true ? { persons: true } : {}),
    queuedAt,
    waitUntil: waitUntil ?? null,
    notBefore,
    estimateMs: event.data.estimateMs ?? null,
    ...(event.data.baseMs === undefined ? {} : { baseMs: event.data.baseMs }),
    ...(event.data.promiseMs === undefined ? {} : { promiseMs: event.data.promiseMs }),
    assignedAt: null,
    stage: notBefore !== null && notBefore > event.at ? 'scheduled' : 'waiting',
    tried: [],
    reservedFor: preferred?.agent ?? null,
    reservedUntil: preferred?.until ?? null,
    offer: null,
    wrapUpUntil: null,
  });
}

/** What an event tells of the formula, and nothing where it tells nothing. */
function pointed({ points, level, mood }: Formed): Formed {
  return {
    ...(points === undefined ? {} : { points }),
    ...(level === undefined ? {} : { level }),
    ...(mood === undefined ? {} : { mood }),
  };
}
type Formed = Pick<Work, 'points' | 'level' | 'mood'>;

/** Has the item as it is now, in the line where it waits. */
function put(draft: Draft, item: Work): void {
  const was = draft.works.get(item.id);
  if (was?.stage === 'waiting') leaveLine(draft, was);
  draft.works.set(item.id, item);
  if (item.stage === 'waiting') enterLine(draft, item);
  else if (item.stage !== was?.stage || item.wrapUpUntil !== was.wrapUpUntil) noteWork(draft.book, item);
}

function applyToWork(
  draft: Draft,
  item: Work,
  event: Exclude<RoutingEvent, { type: 'config.replaced' | 'presence.changed' | 'agent.occupied' | 'work.queued' }>,
): void {
  switch (event.type) {
    case 'work.due':
      if (item.stage === 'scheduled') put(draft, { ...item, stage: 'waiting' });
      return;
    case 'work.offered': {
      const { offer, agent, expiresAt, why } = event.data;
      // Offered again to somebody already tried: everybody was, and a new round begins.
      const tried = item.tried.includes(agent) ? [] : item.tried;
      const made = { id: offer, agent, offeredAt: event.at, expiresAt, why };
      const open = item.stage === 'offered' ? offersOf(item) : [];
      put(draft, withOffers({ ...item, stage: 'offered', tried }, [...open, made]));
      // Of an item that rings already only the new one has no timer yet.
      if (open.length > 0) noteOffer(draft.book, item.id, made);
      draft.offers.set(offer, item.id);
      learn(draft, item.queue, (stats) => ({ ...stats, last: agent }));
      hold(draft, agent, item, event.at, { pause: null });
      return;
    }
    case 'work.offer-ended': {
      const { offer, agent, outcome } = event.data;
      if (item.stage !== 'offered' || offerOf(item, offer) === undefined) return;
      const left = offersOf(item).filter((each) => each.id !== offer);
      // Who was asked for and did not take it is asked like everybody else from now on.
      const given = item.reservedFor === agent && outcome !== 'withdrawn';
      const kept = given ? { reservedFor: null, reservedUntil: null } : {};
      draft.offers.delete(offer);
      const stage = left.length === 0 ? 'waiting' : 'offered';
      put(draft, withOffers({ ...item, stage, tried: [...item.tried, agent], ...kept }, left));
      letGo(draft, agent, item, event.at, { pause: outcome === 'withdrawn' ? null : { until: event.at + PAUSE_MS[outcome], outcome } });
      return;
    }
    case 'work.moved': {
      const { queue: to, priority, reservedFor } = event.data;
      put(draft, { ...item, queue: to, priority, ...pointed(event.data), reservedFor, reservedUntil: null, tried: [] });
      return;
    }
    case 'work.assigned': {
      const answered = offerOf(item, event.data.offer);
      if (item.stage !== 'offered' || answered === undefined) return;
      put(draft, withOffers({ ...item, stage: 'assigned', assignedAt: event.at }, [answered]));
      learn(draft, item.queue, (stats) => learnWait(stats, item, event.data.waitedMs, event.at));
      const { agent } = event.data;
      change(draft, agent, { taken: (draft.agents.get(agent)?.taken ?? 0) + 1 });
      return;
    }
    case 'work.released':
      if (item.stage === 'assigned') {
        const { wrapUpUntil, moreMs: wrapUpMoreMs = 0 } = event.data;
        put(draft, { ...item, stage: 'wrap-up', releasedAt: event.at, wrapUpUntil, wrapUpMoreMs });
      }
      return;
    case 'work.wrap-up-extended':
      if (item.stage === 'wrap-up') put(draft, { ...item, wrapUpUntil: event.data.wrapUpUntil, wrapUpMoreMs: event.data.moreMs });
      return;
    case 'work.abandoned':
      forget(draft, item);
      learn(draft, item.queue, (stats) => learnGivenUp(stats, item, event.data.waitedMs));
      return;
    case 'work.removed':
      forget(draft, item);
      return;
    case 'work.completed':
      forget(draft, item);
      learn(draft, item.queue, (stats) => learnHandling(stats, item, event.at));
      complete(draft, event.data.agent, item, event.at);
      return;
  }
}

function forget(draft: Draft, item: Work): void {
  if (item.stage === 'waiting') leaveLine(draft, item);
  for (const { id } of offersOf(item)) draft.offers.delete(id);
  draft.works.delete(item.id);
}

function learn(draft: Draft, id: QueueId, learned: (stats: QueueStats) => QueueStats): void {
  draft.stats.set(id, learned(draft.stats.get(id) ?? NO_STATS));
}

const atWork = ({ holds, occupiedBy }: Pick<Agent, 'holds' | 'occupiedBy'>): boolean => holds.length > 0 || occupiedBy !== null;

function hold(draft: Draft, id: AgentId, item: Work, at: EpochMs, part: Partial<Agent>): void {
  const agent = draft.agents.get(id) ?? newAgent(id);
  change(draft, id, {
    occupancy: occupancyAt(agent.occupancy, atWork(agent), at),
    holds: [...agent.holds, item.id],
    ...lastGiven(agent, at),
    ...part,
  });
}

/** He is never without work for long: with him the longest idle is who was given something longest ago. */
const lastGiven = (agent: Agent, at: EpochMs): Partial<Agent> => (isDigital(agent) ? { idleSince: at } : {});

function letGo(draft: Draft, id: AgentId, item: Work, at: EpochMs, part: Partial<Agent>): void {
  const agent = draft.agents.get(id) ?? newAgent(id);
  const holds = agent.holds.filter((each) => each !== item.id);
  change(draft, id, { occupancy: occupancyAt(agent.occupancy, atWork(agent), at), holds, ...part });
}

/** His contact is over: he goes to the end of the row, after a moment to breathe where his queue or his day asks for one. */
function complete(draft: Draft, id: AgentId, item: Work, at: EpochMs): void {
  const agent = draft.agents.get(id) ?? newAgent(id);
  const occupancy = occupancyAt(agent.occupancy, atWork(agent), at);
  const due = Math.max(draft.queues.get(item.queue)?.restMs ?? 0, restFor(occupancy, draft.rules.occupancyCap));
  const rest = isDigital(agent) ? 0 : due;
  letGo(draft, id, item, at, { idleSince: at, restUntil: rest > 0 ? at + rest : null });
}

/** Being free again is the end of a contact: he goes to the end of the row of idle agents. */
function occupy(draft: Draft, event: Extract<RoutingEvent, { type: 'agent.occupied' }>): void {
  const { agent: id, by, occupied } = event.data;
  const agent = draft.agents.get(id) ?? newAgent(id);
  const occupancy = occupancyAt(agent.occupancy, atWork(agent), event.at);
  if (occupied) change(draft, id, { occupancy, occupiedBy: by, occupiedAt: event.at });
  else if (agent.occupiedBy === by) change(draft, id, { occupancy, occupiedBy: null, occupiedAt: null, idleSince: event.at });
}

function change(draft: Draft, id: AgentId, part: Partial<Agent>): void {
  const agent = { ...(draft.agents.get(id) ?? newAgent(id)), ...part };
  draft.agents.set(id, agent);
  if (part.pause || part.restUntil) noteRest(draft.book, agent);
  seatAnew(draft, id);
}

function declare(draft: Draft, event: Extract<RoutingEvent, { type: 'presence.changed' }>): void {
  const declared = event.data;
  const agent = draft.agents.get(declared.agent) ?? newAgent(declared.agent);
  // A telephone that drops off the network for a moment does not send its agent to the end of the line: only what he declares does.
  const wasReady = agent.declared !== null && notReady({ declared: { ...agent.declared, reachable: true } }) === null;
  const isReady = notReady({ declared: { ...declared, reachable: true } }) === null;
  const became = isReady && !wasReady ? { idleSince: Math.max(agent.idleSince, event.at), pause: null, restUntil: null } : {};
  const signedIn = declared.signedIn && agent.declared?.signedIn !== true ? { taken: 0 } : {};
  change(draft, agent.id, { declared, ...became, ...signedIn });
}

function configure(draft: Draft, config: RoutingConfig): void {
  draft.rules = config.rules ?? RULES;
  draft.queues = new Map(config.queues.map((each) => [each.id, each]));
  const known = new Map(config.agents.map((entry) => [entry.agent, entry]));
  const queues = new Map<AgentId, Set<QueueId>>();
  for (const each of config.queues) for (const agent of each.members) queues.set(agent, (queues.get(agent) ?? new Set()).add(each.id));
  for (const id of new Set([...draft.agents.keys(), ...known.keys(), ...queues.keys()])) {
    const { skills = [], most = {}, digital = null } = known.get(id) ?? {};
    const agent = draft.agents.get(id) ?? newAgent(id);
    const levels = new Map(skills.map((need) => [need.skill, need.level]));
    draft.agents.set(id, { ...agent, skills: levels, most, digital, queues: queues.get(id) ?? new Set() });
  }
  draft.book = openBook(draft, draft.book.now);
}
