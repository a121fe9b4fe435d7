// Where each agent stands: in the rows of his queues while he has room, and counted in every kind of work that he fits.
import type { AgentId } from '@tandem/contract/ids.ts';
import { look, type Row, type Seat } from './book.ts';
import { BIT, EVERY, hasRoom, roomOf } from './capacity.ts';
import { isDigital } from './digital.ts';
import { notReady, resting } from './eligible.ts';
import { regroup } from './line.ts';
import { byStanding, standingOf, type Standing } from './order.ts';
import { insert, takeOut } from './rank.ts';
import type { Agent, RoutingState } from './types.ts';

/** After anything about the agent changed. */
export function seatAnew(state: RoutingState, id: AgentId): void {
  const { book } = state;
  const agent = state.agents.get(id)!;
  const seat = book.seats.get(id) ?? takeSeat(state, agent);
  const ready = readyFor(agent);
  const room = resting(agent, book.now) === null ? roomOf(state, agent) & ready : 0;
  for (const [row, stood] of seat.rows) stand(row, seat, stood, room === 0 ? null : standingIn(row, agent));
  if (room !== seat.room) {
    const was = seat.room;
    seat.room = room;
    for (const kind of seat.kinds) {
      const change = Number(hasRoom(room, kind.channel)) - Number(hasRoom(was, kind.channel));
      if (change === 0) continue;
      kind.free += change;
      look(book, kind);
    }
  }
  if (ready === seat.ready) return;
  const was = seat.ready;
  seat.ready = ready;
  book.readiness++;
  for (const kind of seat.kinds) kind.ready += Number(hasRoom(ready, kind.channel)) - Number(hasRoom(was, kind.channel));
  if (was & ~ready) book.left.add(id);
  const kept = [...(book.kept.get(id) ?? [])];
  for (const work of kept) regroup(state, state.works.get(work)!);
  const calls = Number(hasRoom(ready, 'voice')) - Number(hasRoom(was, 'voice'));
  if (!isDigital(agent) && calls !== 0) for (const row of seat.rows.keys()) countPeople(state, row, calls);
}

/** Bits of the channels for which he is there: without a phone all but calls. */
export function readyFor(agent: Agent): number {
  if (notReady(agent) === null) return EVERY;
  return notReady(agent, 'chat') === null ? EVERY & ~BIT.voice : 0;
}

/** With the first person who comes, and the last one who goes, others are asked for what waits there. */
function countPeople(state: RoutingState, row: Row, change: number): void {
  const had = row.people > 0;
  row.people += change;
  if (!state.book.digital || row.queue.spill?.first !== 'people' || had === row.people > 0) return;
  const waiting = [...(state.book.kindsOf.get(row.queue.id) ?? [])].flatMap((kind) => kind.waiting);
  for (const { id } of waiting) regroup(state, state.works.get(id)!);
}

function takeSeat({ book }: RoutingState, agent: Agent): Seat {
  const rows = [...agent.queues].flatMap((queue) => book.rows.get(queue) ?? []);
  const seat: Seat = { ready: 0, room: 0, rows: new Map(rows.map((row) => [row, null])), kinds: new Set() };
  book.seats.set(agent.id, seat);
  return seat;
}

function standingIn(row: Row, agent: Agent): Standing {
  return standingOf(row.queue.order ?? 'longest-idle', agent, row.members.get(agent.id) ?? 0);
}

function stand(row: Row, seat: Seat, stood: Standing | null, stands: Standing | null): void {
  if (stood !== null && stands !== null && byStanding(stood, stands) === 0) return;
  if (stood !== null) takeOut(row.free, stood, byStanding);
  if (stands !== null) insert(row.free, stands, byStanding);
  (seat.rows as Map<Row, Standing | null>).set(row, stands);
}
