// Where each waiting item stands: among its kind, in order; and how kinds come and go.
import type { AgentId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { look, type Book, type Kind } from './book.ts';
import { hasRoom } from './capacity.ts';
import { nextSpill } from './digital.ts';
import { heldFor } from './eligible.ts';
import { fitsKind, groupOf, keyOfGroup, type Group } from './kinds.ts';
import { before, insert, placeOf, takeOut } from './rank.ts';
import { nextRing } from './rings.ts';
import { set } from './timers.ts';
import type { RoutingState, Work } from './types.ts';

/** Empty kinds are forgotten when there are more than so many. */
const MOST_KINDS = 2_000;

/** Puts it into the line, among its kind; `works` must know it. */
export function enterLine(state: RoutingState, work: Work): void {
  const { book } = state;
  if (work.reservedFor !== null) {
    const kept = book.kept.get(work.reservedFor) ?? new Set();
    book.kept.set(work.reservedFor, kept.add(work.id));
  }
  if (!state.queues.has(work.queue)) book.orphans.add(work.id);
  if (work.waitUntil !== null) set(book.timers, { at: work.waitUntil, what: 'wait', work: work.id });
  const kind = kindFor(state, work);
  book.kindOf.set(work.id, kind);
  insert(kind.waiting, placeOf(work, state.rules), before);
  look(book, kind);
  const grows = nextCircle(state, work);
  if (grows !== null) set(book.timers, { at: grows, what: 'circle', work: work.id });
}

/** With the record that it stands there with. */
export function leaveLine({ book, rules }: RoutingState, work: Work): void {
  const kind = book.kindOf.get(work.id);
  if (!kind) return;
  book.kindOf.delete(work.id);
  book.orphans.delete(work.id);
  if (work.reservedFor !== null) {
    const kept = book.kept.get(work.reservedFor);
    kept?.delete(work.id);
    if (kept?.size === 0) book.kept.delete(work.reservedFor);
  }
  takeOut(kind.waiting, placeOf(work, rules), before);
  look(book, kind);
}

/** Where time or an agent's readiness made it work of another kind. */
export function regroup(state: RoutingState, work: Work): void {
  leaveLine(state, work);
  enterLine(state, work);
}

/** When more agents, or others, will be asked for it. */
function nextCircle(state: RoutingState, work: Work): EpochMs | null {
  const { book } = state;
  const ring = nextRing(book.rings.get(work.queue) ?? [], work, book.now);
  const kept = work.reservedUntil !== null && work.reservedUntil > book.now ? work.reservedUntil : null;
  const times = [ring, kept, nextSpill(state, work, book.now)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** The kind of work that waits, or would wait: made where there is none yet. */
export function kindFor(
  state: RoutingState,
  work: Pick<Work, 'queue' | 'channel' | 'skills' | 'queuedAt' | 'reservedFor' | 'reservedUntil'> &
    Partial<Pick<Work, 'task' | 'persons' | 'estimateMs'>>,
): Kind {
  const { book } = state;
  const group = groupOf(state, work, heldFor(state, work, book.now), book.now);
  const key = keyOfGroup(group);
  return book.kinds.get(key) ?? newKind(state, key, group);
}

function newKind(state: RoutingState, key: string, group: Group): Kind {
  const { book } = state;
  if (book.kinds.size > MOST_KINDS) forgetEmpty(book);
  const rows = group.kept === null ? group.queues.flatMap((queue) => book.rows.get(queue) ?? []) : [];
  const candidates = group.kept === null ? new Set(rows.flatMap((row) => [...row.members.keys()])) : new Set([group.kept]);
  const fits = new Set<AgentId>();
  const kind: Kind = { ...group, key, rows, fits, waiting: [], ready: 0, free: 0 };
  for (const id of candidates) {
    const agent = state.agents.get(id);
    const seat = book.seats.get(id);
    if (!agent || !seat || !fitsKind(state, agent, group)) continue;
    fits.add(id);
    seat.kinds.add(kind);
    if (hasRoom(seat.ready, kind.channel)) kind.ready++;
    if (hasRoom(seat.room, kind.channel)) kind.free++;
  }
  book.kinds.set(key, kind);
  const ofQueue = book.kindsOf.get(group.queue) ?? new Set();
  book.kindsOf.set(group.queue, ofQueue.add(kind));
  return kind;
}

function forgetEmpty(book: Book): void {
  for (const kind of book.kinds.values()) {
    if (kind.waiting.length > 0) continue;
    book.kinds.delete(kind.key);
    book.kindsOf.get(kind.queue)?.delete(kind);
    for (const id of kind.fits) book.seats.get(id)?.kinds.delete(kind);
  }
}
