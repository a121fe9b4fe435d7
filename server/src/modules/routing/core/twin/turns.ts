// Cuts the log's facts into the turns the engine took, and each turn's facts into what came in and what was decided. Pure.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { QueueId, WorkId } from '@tandem/contract/ids.ts';
import { ok } from '../../../../kernel/result.ts';
import type { Input } from '../turn.ts';
import type { LoggedEvent } from '../types.ts';

/** `inputs` needs the queues' own priorities and the points of call-backs, which the engine added. */
type Priority = (queue: QueueId, task?: 'callback') => number;
export type LoggedTurn = { at: number; seq: number; events: readonly LoggedEvent[]; inputs(priority: Priority): Input[] };

export const isRouting = (event: StoredEvent): boolean =>
  event.type.startsWith('work.') || event.type === 'presence.changed' || event.type === 'agent.occupied';

/**
 * All facts of one turn have its time, and in a turn what came in stands before what time and the match made of it. So a turn ends where the time
 * changes, or where something comes in after something was decided. Two turns of one millisecond of which the first decided nothing count as one,
 * which is the same: a match without a result changes nothing.
 */
export function turnsOf(stored: readonly StoredEvent[]): LoggedTurn[] {
  const facts = stored.filter(isRouting);
  const until = new Map<string, number>();
  const turns: LoggedTurn[] = [];
  let open: { at: number; seq: number; events: LoggedEvent[]; came: LoggedEvent[]; decided: boolean } | null = null;
  for (const [index, fact] of facts.entries()) {
    const event = { type: fact.type, at: fact.at, data: fact.data } as LoggedEvent;
    if (event.type === 'work.offered') until.set(event.data.offer, event.data.expiresAt);
    if (event.type === 'work.queued') until.set(event.data.work, event.data.waitUntil ?? Infinity);
    const decided = isDecided(event, until, followedBy(facts, index));
    if (open === null || open.at !== event.at || (open.decided && !decided)) {
      open = { at: event.at, seq: fact.seq, events: [], came: [], decided: false };
      const { at, seq, events, came } = open;
      turns.push({ at, seq, events, inputs: (priority) => inputsOf(came, at, priority) });
    }
    open.events.push(event);
    if (decided) open.decided = true;
    else open.came.push(event);
  }
  return turns;
}

/** The next fact of the same moment that is not one more withdrawal of the same work: where several were rung, they are let go in a row. */
function followedBy(facts: readonly StoredEvent[], index: number): LoggedEvent | undefined {
  const { at, data } = facts[index] as unknown as LoggedEvent;
  for (let n = index + 1; facts[n]?.at === at; n++) {
    const next = { type: facts[n]!.type, at, data: facts[n]!.data } as LoggedEvent;
    const again = next.type === 'work.offer-ended' && next.data.outcome === 'withdrawn' && 'work' in data && next.data.work === data.work;
    if (!again) return next;
  }
  return undefined;
}

/** What the engine decided by itself, out of time, presence or the match. */
function isDecided(event: LoggedEvent, until: ReadonlyMap<string, number>, next: LoggedEvent | undefined): boolean {
  switch (event.type) {
    case 'work.offered':
    case 'work.due':
      return true;
    case 'work.offer-ended':
      if (event.data.outcome === 'no-answer') return (until.get(event.data.offer) ?? Infinity) <= event.at;
      // Withdrawn by who answered before him, or by what follows of the same work; else because its agent is no longer there.
      if (event.data.takenBy !== undefined) return false;
      return event.data.outcome === 'withdrawn' && !(next && endsWait(next) && 'work' in next.data && next.data.work === event.data.work);
    case 'work.removed':
      return event.data.reason === 'timed-out' && (until.get(event.data.work) ?? Infinity) <= event.at;
    case 'work.completed':
      return event.data.wrapUpEnd === 'timed-out';
    default:
      return false;
  }
}

const endsWait = (event: LoggedEvent): boolean =>
  event.type === 'work.abandoned' || event.type === 'work.removed' || event.type === 'work.moved';

function inputsOf(came: readonly LoggedEvent[], at: number, priority: Priority): Input[] {
  const inputs: Input[] = [];
  let replaces: WorkId | null = null;
  for (const event of came) {
    switch (event.type) {
      case 'presence.changed': {
        const declared = event.data;
        inputs.push({ kind: 'declare', agent: declared.agent, decide: () => ok([declared]) });
        break;
      }
      case 'agent.occupied':
        inputs.push({ kind: 'occupy', ...event.data });
        break;
      case 'work.queued': {
        const { work, interaction, queue, channel, skills, queuedAt, waitUntil, task, notBefore, preferred } = event.data;
        const own = ownPoints(event.data, priority(queue, task));
        const limit = waitUntil === undefined || waitUntil === null ? null : waitUntil - at;
        const place = {
          maxWaitMs: limit,
          queuedAt,
          notBefore: notBefore ?? null,
          ...(task ? { task } : {}),
          ...knownOf(event.data),
          ...(replaces ? { replaces } : {}),
          ...(preferred ? { preferred: { agent: preferred.agent, forMs: preferred.until - at } } : {}),
        };
        inputs.push({ kind: 'queue', work, interaction, queue, channel, priority: own, skills, ...place });
        replaces = null;
        break;
      }
      case 'work.offer-ended':
        if (event.data.outcome !== 'withdrawn') inputs.push({ kind: 'offer-ended', offer: event.data.offer, outcome: event.data.outcome });
        break;
      case 'work.assigned':
        inputs.push({ kind: 'offer-answered', offer: event.data.offer });
        break;
      case 'work.abandoned':
        inputs.push({ kind: 'leave', work: event.data.work });
        break;
      case 'work.removed':
        if (event.data.reason === 'callback') replaces = event.data.work;
        else inputs.push({ kind: 'take-back', work: event.data.work, reason: event.data.reason });
        break;
      case 'work.moved': {
        const { work, queue, reservedFor: agent, priority: given, mood, note } = event.data;
        inputs.push({ kind: 'move', work, queue, agent, priority: given, ...(mood === undefined ? {} : { mood }), note });
        break;
      }
      case 'work.released':
        inputs.push({ kind: 'release', work: event.data.work, reason: event.data.reason });
        break;
      case 'work.wrap-up-extended':
        inputs.push({ kind: 'wrap-up-more', work: event.data.work, agent: event.data.agent });
        break;
      case 'work.completed':
        if (event.data.wrapUpEnd === 'done') inputs.push({ kind: 'wrap-up-done', work: event.data.work, agent: event.data.agent });
        break;
      default:
        break;
    }
  }
  return inputs;
}

type Queued = Extract<LoggedEvent, { type: 'work.queued' }>['data'];

/** What its flow gave it. Before the parts were kept: what is not the queue's or the promise's (`others`). */
export function ownPoints({ priority, points }: Queued, others: number): number {
  return points === undefined ? priority - others : points.reduce((sum, each) => sum + (each.of === 'contact' ? each.points : 0), 0);
}

/** What was known of a contact as it came. */
export function knownOf({ topic, level, mood, persons }: Queued): Pick<Queued, 'topic' | 'level' | 'mood' | 'persons'> {
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(level === undefined ? {} : { level }),
    ...(mood === undefined ? {} : { mood }),
    ...(persons === undefined ? {} : { persons }),
  };
}
