// Gives waiting work to agents who have room for it: the first of the line to whom anybody can be given, to the first in the row who fits him.
import type { OfferId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { firstOpen, type Kind, type Row } from './book.ts';
import { hasRoom } from './capacity.ts';
import { preferred, tellSpill } from './digital.ts';
import { evolve } from './evolve.ts';
import { ringsAll, rungAtOnce } from './offers.ts';
import { byStanding, keyFor, looksAtWork, type Standing } from './order.ts';
import { costKeys, matchedBy, tellMatched, type Matched } from './outcome.ts';
import type { Agent, LoggedEvent, RoutingState, Why, Work } from './types.ts';

const SHOWN_CANDIDATES = 20;

/**
 * Makes offers until nobody who waits could be given to anybody. Greedy and therefore fair: an item goes without only if nobody with room fits it, and
 * a later one never takes an agent from an earlier one. The book knows which kinds of work have both, so one offer costs kinds + log(line) + the
 * agents looked at in one row (bench/routing.ts).
 */
export function giveOut(state: RoutingState, now: EpochMs, nextId: () => OfferId): LoggedEvent[] {
  const made: LoggedEvent[] = [];
  for (let kind = firstOpen(state.book); kind !== null; kind = firstOpen(state.book)) {
    const work = state.works.get(kind.waiting[0]!.id)!;
    const matched = kind.kept === null ? matchedBy(kind.rows[0]!, work) : null;
    const expiresAt = now + (state.queues.get(work.queue)?.offerTimeoutMs ?? 0);
    const offered = choose(state, kind, work, matched, now).map(({ chosen, candidates }): LoggedEvent => {
      const why = explainChoice(state, work, kind, { chosen, candidates }, matched, now);
      const data = { interaction: work.interaction, work: work.id, queue: work.queue, offer: nextId(), agent: chosen.id, expiresAt, why };
      return { type: 'work.offered', at: now, data };
    });
    for (const event of offered) evolve(state, event);
    made.push(...offered);
  }
  return made;
}

type Choice = { chosen: Agent; candidates: readonly Agent[] };

/** Who was tried in this round waits for the next one, which begins when nobody else is left. Several where everybody is rung at once. */
function choose(state: RoutingState, kind: Kind, work: Work, matched: Matched | null, now: EpochMs): Choice[] {
  if (ringsAll(kind, work)) {
    const { rung, candidates } = rungAtOnce(preferred(kind, inOrder(state, kind, work, matched, now)), work.tried);
    return rung.map((chosen) => ({ chosen, candidates }));
  }
  const untried = (agent: Agent): boolean => !work.tried.includes(agent.id);
  const candidates: Agent[] = [];
  let chosen: Agent | undefined;
  for (const agent of preferred(kind, inOrder(state, kind, work, matched, now))) {
    if (candidates.length < SHOWN_CANDIDATES) candidates.push(agent);
    if (chosen === undefined && untried(agent)) chosen = agent;
    if (chosen !== undefined && candidates.length === SHOWN_CANDIDATES) break;
  }
  return [{ chosen: chosen ?? candidates[0]!, candidates }];
}

/** Those who fit and have room, first to be asked first. */
function* inOrder(state: RoutingState, kind: Kind, work: Work, matched: Matched | null, now: EpochMs): Generator<Agent> {
  const { book, agents } = state;
  const can = (id: Agent['id']): boolean => kind.fits.has(id) && hasRoom(book.seats.get(id)!.room, kind.channel);
  if (kind.kept !== null) {
    yield agents.get(kind.kept)!;
    return;
  }
  const own = kind.rows[0]!;
  const order = own.queue.order ?? 'longest-idle';
  const looks = looksAtWork(order) || matched?.as === 'matched';
  if (kind.rows.length === 1 && !looks) {
    for (const standing of fromLast(state, own)) if (can(standing.id)) yield agents.get(standing.id)!;
    return;
  }
  const standings = new Map<Agent['id'], Standing>();
  for (const row of kind.rows)
    for (const standing of row.free) if (can(standing.id) && !standings.has(standing.id)) standings.set(standing.id, standing);
  const key =
    matched?.as === 'matched'
      ? costKeys(state, own, matched, now)
      : (agent: Agent): number => keyFor(order, agent, work, own.queue, own.weights.get(agent.id));
  const keyed = [...standings.values()].map((standing): Standing => {
    return looks ? { ...standing, key: key(agents.get(standing.id)!) } : standing;
  });
  for (const { id } of keyed.sort(byStanding)) yield agents.get(id)!;
}

/** A row from its head; round robin goes on behind who was asked last. */
function* fromLast(state: RoutingState, row: Row): Generator<Standing> {
  const last = row.queue.order === 'round-robin' ? state.stats.get(row.queue.id)?.last : undefined;
  const after = last === undefined ? -1 : (row.members.get(last) ?? -1);
  if (after < 0) return yield* row.free;
  for (const standing of row.free) if (standing.key > after) yield standing;
  for (const standing of row.free) if (standing.key <= after) yield standing;
}

function explainChoice(
  state: RoutingState,
  work: Work,
  kind: Kind,
  { chosen, candidates }: Choice,
  matched: Matched | null,
  now: EpochMs,
): Why {
  const idle = (agent: Agent) => Math.max(0, now - agent.idleSince);
  return {
    rule: ruleOf(work, kind, chosen),
    eligible: kind.free,
    idleMs: idle(chosen),
    waitedMs: now - work.queuedAt,
    candidates: candidates.map((agent) => ({ agent: agent.id, idleMs: idle(agent) })),
    ...(work.points?.length ? { points: { parts: [...work.points], eachMs: state.rules.priorityMs } } : {}),
    ...(kind.ring > 0 ? { ring: kind.ring } : {}),
    ...tellSpill(state, work, chosen, now),
    ...(matched === null ? {} : { match: tellMatched(matched, chosen.id) }),
  };
}

function ruleOf(work: Work, kind: Kind, chosen: Agent): string {
  if (kind.kept !== null) return work.reservedUntil === null ? 'reserved' : 'preferred';
  const order = kind.rows[0]?.queue.order ?? 'longest-idle';
  return chosen.queues.has(work.queue) ? order : `${order}, overflow`;
}
