// What must hold between any two turns: the invariants of routing, each written once. A broken one stops the mailbox: routing on from a wrong state
// would hand out wrong work. Looked at around each change in production, and everywhere in tests and from time to time.
import type { EventData } from '@tandem/contract/events.ts';
import type { WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { lineOf } from './book.ts';
import { openBook } from './open-book.ts';
import { ineligible } from './eligible.ts';
import { MOST_RUNG, offersOf, offerTo, RING_ALL } from './offers.ts';
import type { Agent, LoggedEvent, Offer, RoutingState, Work } from './types.ts';

/** Every broken rule in words; empty where all is well. Linear in work and agents. */
export function broken(state: RoutingState): string[] {
  const found: string[] = [];
  for (const work of state.works.values()) found.push(...ofWork(state, work));
  for (const agent of state.agents.values()) found.push(...ofAgent(state, agent));
  const held = [...state.works.values()].flatMap(offersOf).length;
  if (state.offers.size !== held) found.push(`${state.offers.size} offers listed for ${held} in use`);
  if (state.book.open.size > 0)
    found.push(`somebody waits whom somebody could be given to: ${[...state.book.open].map(({ key }) => key).join(', ')}`);
  return [...found, ...ofBook(state)];
}

/** The same for what these events touched alone: so cheap that every turn is checked. */
export function brokenAround(state: RoutingState, events: readonly LoggedEvent[]): string[] {
  const found: string[] = [];
  for (const event of events) {
    const { data } = event;
    if (event.type === 'work.offered') found.push(...overfull(state, event.data));
    const work = 'work' in data ? state.works.get(data.work) : undefined;
    if (work) found.push(...ofWork(state, work));
    const agent = 'agent' in data ? state.agents.get(data.agent) : undefined;
    if (agent) found.push(...ofAgent(state, agent));
  }
  if (state.book.open.size > 0)
    found.push(`somebody waits whom somebody could be given to: ${[...state.book.open].map(({ key }) => key).join(', ')}`);
  return found;
}

/**
 * One owner an item: who waits has none, and whoever is offered or has it knows of it. Several at once only while it rings, each another, and each
 * because everybody was rung: for every other order, and from the answer on, there is one.
 */
function ofWork(state: RoutingState, work: Work): string[] {
  const { id, stage } = work;
  const offers = offersOf(work);
  const kind = state.book.kindOf.get(id);
  if (stage === 'waiting' || stage === 'scheduled') {
    const found = offers.length > 0 ? [`${id} waits but has an offer`] : [];
    if ((kind !== undefined) !== (stage === 'waiting')) found.push(`${id} is ${stage} and ${kind ? '' : 'not '}in the line`);
    return found;
  }
  if (kind) return [`${id} is in the line but does not wait`];
  if (offers.length === 0) return [`${id} is ${stage} without an agent`];
  const found = offers.length > 1 ? ofRingingAll(work, offers) : [];
  for (const offer of offers) {
    if (state.agents.get(offer.agent)?.holds.includes(id) !== true) found.push(`${offer.agent} does not know of his work ${id}`);
    if (state.offers.get(offer.id) !== id) found.push(`offer ${offer.id} of ${id} is not listed`);
  }
  return found;
}

function ofRingingAll({ id, stage }: Work, offers: readonly Offer[]): string[] {
  const found: string[] = [];
  if (stage !== 'offered') found.push(`${id} is ${stage} with ${offers.length} agents`);
  if (new Set(offers.map(({ agent }) => agent)).size !== offers.length) found.push(`${id} is offered to one agent twice`);
  if (offers.length > MOST_RUNG) found.push(`${id} rings with ${offers.length} agents`);
  if (!offers.every(({ why }) => why.rule.startsWith(RING_ALL))) found.push(`${id} is offered to several, which its order does not allow`);
  return found;
}

/** One item a unit of capacity: at the time of an offer he has no more of its channel than he may have. A limit lowered later takes nothing away. */
function overfull(state: RoutingState, { agent: id, work }: Pick<EventData<'work.offered'>, 'agent' | 'work'>): string[] {
  const channel = state.works.get(work)?.channel;
  const agent = state.agents.get(id);
  // It may have ended again in the same turn.
  if (channel === undefined || agent?.holds.includes(work) !== true) return [];
  const limit = agent.most[channel] ?? state.rules.capacity.most[channel];
  const has = agent.holds.filter((held) => state.works.get(held)?.channel === channel);
  return has.length > limit ? [`${id} has ${has.length} of ${channel}, of which he may have ${limit}: ${has.join(' and ')}`] : [];
}

/** What an agent holds is his, and once. */
function ofAgent(state: RoutingState, { id, holds }: Agent): string[] {
  const found: string[] = [];
  for (const held of holds) {
    const work = state.works.get(held);
    if (work === undefined || offerTo(work, id) === undefined || work.stage === 'waiting')
      found.push(`${id} holds ${held}, which is not his`);
  }
  if (new Set(holds).size !== holds.length) found.push(`${id} holds something twice`);
  return found;
}

/** The book says of each agent and kind what the facts say. */
function ofBook(state: RoutingState): string[] {
  const found: string[] = [];
  const anew = openBook(state, state.book.now);
  const line = lineOf(state);
  if (line.join() !== lineOf({ book: anew }).join()) found.push(`the line has ${line.length} against the order`);
  for (const [id, seat] of state.book.seats) {
    const other = anew.seats.get(id);
    if (seat.ready !== other?.ready || seat.room !== other.room) found.push(`the book has ${id} in another state`);
  }
  for (const [id, kind] of anew.kindOf) {
    const own = state.book.kindOf.get(id);
    if (own?.key !== kind.key || own.free !== kind.free || own.ready !== kind.ready) found.push(`the book has ${id} in another kind`);
  }
  for (const row of state.book.rows.values()) {
    const free = (each: typeof row): string => each.free.map(({ id }) => id).join();
    if (free(row) !== free(anew.rows.get(row.queue.id)!)) found.push(`the book has the row of ${row.queue.id} in another order`);
  }
  return found;
}

/** Waiting work that somebody with room could be given, by the rules and not by the book: must be empty after a match. Costs work x agents: for tests. */
export function neglected(state: RoutingState, now: EpochMs): WorkId[] {
  const agents: Agent[] = [...state.agents.values()];
  return lineOf(state).filter((id) => agents.some((agent) => !ineligible(state, state.works.get(id)!, agent, now)));
}
