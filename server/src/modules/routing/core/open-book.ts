// Makes the book from the facts alone: at the start, after a change of configuration, and where it is to be seen that the kept one is true.
import type { EpochMs } from '../../../kernel/time.ts';
import { noteRest, noteWork, type Book, type Row } from './book.ts';
import { EVERY } from './capacity.ts';
import { isDigital } from './digital.ts';
import { enterLine } from './line.ts';
import { outcomesOf } from './outcome.ts';
import { ringsOf } from './rings.ts';
import { seatAnew } from './seats.ts';
import type { QueueConfig, RoutingState } from './types.ts';

export function openBook(facts: Omit<RoutingState, 'book'>, now: EpochMs): Book {
  const rows = new Map([...facts.queues.values()].map((queue) => [queue.id, rowOf(queue, facts.agents)]));
  const rings = new Map([...facts.queues.values()].map((queue) => [queue.id, ringsOf(queue)]));
  const book: Book = {
    now,
    rows,
    rings,
    digital: [...facts.agents.values()].some(isDigital),
    seats: new Map(),
    kinds: new Map(),
    kindsOf: new Map(),
    kindOf: new Map(),
    open: new Set(),
    kept: new Map(),
    orphans: new Set(),
    left: new Set(),
    timers: [],
    readiness: 0,
  };
  const state = { ...facts, book };
  for (const agent of facts.agents.values()) {
    seatAnew(state, agent.id);
    noteRest(book, agent);
    if (book.seats.get(agent.id)!.ready !== EVERY) book.left.add(agent.id);
  }
  for (const work of facts.works.values()) {
    noteWork(book, work);
    if (work.stage === 'waiting') enterLine(state, work);
  }
  return book;
}

function rowOf(queue: QueueConfig, agents: RoutingState['agents']): Row {
  return {
    queue,
    members: new Map(queue.members.map((agent, position) => [agent, position])),
    free: [],
    outcomes: outcomesOf(queue.matching),
    weights: new Map((queue.weights ?? []).map(({ agent, weight }) => [agent, weight])),
    people: 0,
    digital: queue.members.filter((id) => isDigital(agents.get(id))).length,
  };
}
