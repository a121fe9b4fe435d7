// What needs a supervisor now, read off the floor without anybody having set a limit; and what changes in the feed when the floor does.
import type { WatchedKind } from '@tandem/contract/api/alerts.ts';
import type { RaisedLevel } from '@tandem/contract/api/thresholds.ts';
import type { AgentId, InteractionId, QueueId, TrunkId } from '@tandem/contract/ids.ts';
import type { AlertLimits } from '@tandem/contract/api/alert-limits.ts';
import { MINUTE, SECOND, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import { limitsByQueue, type LimitsOfQueue } from './alert-limits.ts';
import { inLine, type Contact } from './contact.ts';
import type { Now } from './live.ts';
import { parityOf, type Waits } from './parity.ts';
import type { Person } from './people.ts';
import { share } from './report.ts';

export type AlertDoc = {
  kind: WatchedKind;
  level: RaisedLevel;
  queue: QueueId | null;
  agent: AgentId | null;
  contact: InteractionId | null;
  trunk: { id: TrunkId; name: string } | null;
  value: number | null;
  limit: number | null;
  since: EpochMs;
};
/** `cause`: the same for as long as it is the same trouble. */
export type Standing = AlertDoc & { cause: string };

/** What others know is wrong: it has no figure of the floor. `count`: broken invariants, of the last at `at`. */
export type Trouble =
  | { kind: 'trunk-down'; id: TrunkId; name: string }
  | { kind: 'edge-away'; since: EpochMs }
  /** `count`: calls turned away. */
  | { kind: 'overloaded'; since: EpochMs; count: number }
  | { kind: 'callback-given-up'; contact: InteractionId; queue: QueueId; since: EpochMs }
  | { kind: 'matching-fell-back'; queue: QueueId; since: EpochMs }
  | { kind: 'routing-invariant'; count: number; at: EpochMs };

export type AlertFacts = {
  at: EpochMs;
  contacts: readonly Contact[];
  now: ReadonlyMap<QueueId, Now>;
  levels: ReadonlyMap<QueueId, { target: number }>;
  /** Null where routing is not here: then nobody can say who is ready. */
  people: readonly Person[] | null;
  /** Since when each of them is in his state. */
  since: ReadonlyMap<AgentId, EpochMs>;
  troubles: readonly Trouble[];
  /** Of what was answered in the last half hour. */
  waits: ReadonlyMap<QueueId, Waits>;
  limits: AlertLimits;
};

/** A fault of routing is over when no other came for so long. */
const INVARIANT_MS = 10 * MINUTE;
/** Started anew, the edge is back in a moment. */
const EDGE_AWAY_MS = 5 * SECOND;
/** Who comes just as the last agent leaves is no news yet. */
const UNSTAFFED_MS = 5 * SECOND;

/** On queue and about: he comes to it in a while. */
const SERVES: ReadonlySet<Person['state']> = new Set(['idle', 'offered', 'on-contact', 'wrap-up', 'not-responding', 'resting']);

export function standing(facts: AlertFacts): Standing[] {
  const limitsOf = limitsByQueue(facts.limits);
  return [
    ...ofContacts(facts, limitsOf),
    ...ofQueues(facts, limitsOf),
    ...ofParity(facts, limitsOf),
    ...ofAgents(facts),
    ...ofTroubles(facts),
  ];
}

type LimitsOf = (queue: QueueId) => LimitsOfQueue;

const about = { queue: null, agent: null, contact: null, trunk: null, value: null, limit: null };

function* ofContacts({ contacts, at }: AlertFacts, limitsOf: LimitsOf): Generator<Standing> {
  for (const { id, end, works } of contacts) {
    if (end !== null) continue;
    for (const work of works) {
      const { queue, agent, heldAt, queuedAt, thresholdMs } = work;
      if (inLine(work) && work.task === 'call') {
        const { wait } = limitsOf(queue);
        const limits = { warn: waitLimit(wait, 'warn', thresholdMs), alarm: waitLimit(wait, 'alarm', thresholdMs) };
        const found = beyond(at - queuedAt, limits);
        if (found) yield { ...about, cause: `long-wait:${work.id}`, kind: 'long-wait', ...found, queue, contact: id, since: queuedAt };
      }
      if (work.state === 'talking' && heldAt !== null) {
        const found = beyond(at - heldAt, limitsOf(queue).hold);
        if (found) yield { ...about, cause: `long-hold:${work.id}`, kind: 'long-hold', ...found, queue, agent, contact: id, since: heldAt };
      }
    }
  }
}

function waitLimit({ times, least }: AlertLimits['wait'], level: RaisedLevel, thresholdMs: DurationMs): DurationMs {
  return Math.max(times[level] * thresholdMs, least[level]);
}

function beyond(ms: DurationMs, limits: Record<RaisedLevel, DurationMs>): { level: RaisedLevel; value: number; limit: number } | null {
  const level = ms >= limits.alarm ? 'alarm' : ms >= limits.warn ? 'warn' : null;
  return level && { level, value: ms, limit: limits[level] };
}

function* ofQueues({ now, levels, people, at }: AlertFacts, limitsOf: LimitsOf): Generator<Standing> {
  for (const [queue, { waiting, ringing, recentDecided, recentInTime, longestWaitMs }] of now) {
    const target = levels.get(queue)?.target;
    const value = share(recentInTime, recentDecided);
    const { contacts: enough, far } = limitsOf(queue).serviceLevel;
    if (target !== undefined && value !== null && recentDecided >= enough && value < target) {
      const level = value < target - far ? 'alarm' : 'warn';
      yield { ...about, cause: `service-level:${queue}`, kind: 'service-level', level, queue, value, limit: target, since: at };
    }
    const nobody = people !== null && !people.some((each) => SERVES.has(each.state) && each.queues.includes(queue));
    if (nobody && waiting + ringing > 0 && longestWaitMs >= UNSTAFFED_MS) {
      const since = at - longestWaitMs;
      yield {
        ...about,
        cause: `queue-unstaffed:${queue}`,
        kind: 'queue-unstaffed',
        level: 'alarm',
        queue,
        value: waiting + ringing,
        since,
      };
    }
  }
}

/** Only where the difference is surely beyond the limit: a mean that happens to be higher is told to nobody. */
function* ofParity({ waits, at }: AlertFacts, limitsOf: LimitsOf): Generator<Standing> {
  for (const [queue, those] of waits) {
    const parity = parityOf(those);
    const { share: limit, least } = limitsOf(queue).parity;
    if (parity === null || parity.least <= limit || parity.differenceMs < least) continue;
    yield { ...about, cause: `wait-parity:${queue}`, kind: 'wait-parity', level: 'alarm', queue, value: parity.least, limit, since: at };
  }
}

function* ofAgents({ people, since, at, limits }: AlertFacts): Generator<Standing> {
  for (const { agent, state } of people ?? []) {
    const kind = state === 'wrap-up' ? 'agent-wrap-up' : state === 'away' ? 'agent-away' : null;
    const from = since.get(agent);
    if (kind === null || from === undefined) continue;
    const found = beyond(at - from, kind === 'agent-away' ? limits.away : limits.wrapUp);
    // With its beginning in the cause: another break is another matter.
    if (found) yield { ...about, cause: `${kind}:${agent}:${from}`, kind, ...found, agent, since: from };
  }
}

function* ofTroubles({ troubles, at }: AlertFacts): Generator<Standing> {
  for (const trouble of troubles) {
    const { kind } = trouble;
    if (kind === 'edge-away') {
      if (at - trouble.since >= EDGE_AWAY_MS) yield { ...about, cause: kind, kind, level: 'alarm', since: trouble.since };
    } else if (kind === 'overloaded') {
      yield { ...about, cause: kind, kind, level: 'alarm', value: trouble.count, since: trouble.since };
    } else if (kind === 'callback-given-up') {
      const { contact, queue, since } = trouble;
      yield { ...about, cause: `${kind}:${contact}`, kind, level: 'warn', contact, queue, since };
    } else if (kind === 'matching-fell-back') {
      const { queue, since } = trouble;
      yield { ...about, cause: `${kind}:${queue}:${since}`, kind, level: 'warn', queue, since };
    } else if (kind === 'trunk-down') {
      const trunk = { id: trouble.id, name: trouble.name };
      yield { ...about, cause: `${kind}:${trunk.id}`, kind, level: 'alarm', trunk, since: at };
    } else if (at - trouble.at < INVARIANT_MS)
      yield { ...about, cause: kind, kind, level: 'alarm', value: trouble.count, since: trouble.at };
  }
}

export type Kept<Id> = { id: Id; cause: string; doc: AlertDoc; restsUntil: EpochMs | null };
export type FeedChange<Id> =
  | { do: 'raise'; as: Standing }
  /** It got worse or better, or more of it came. */
  | { do: 'change'; id: Id; as: Standing; worse: boolean }
  /** Its rest is over, and it is not. */
  | { do: 'wake'; id: Id; as: Standing }
  | { do: 'clear'; id: Id; doc: AlertDoc };

/** What becomes of the open entries by what stands now. */
export function feedChanges<Id>(open: readonly Kept<Id>[], now: readonly Standing[], at: EpochMs): FeedChange<Id>[] {
  const standingBy = new Map(now.map((each) => [each.cause, each]));
  const changes: FeedChange<Id>[] = [];
  for (const { id, cause, doc, restsUntil } of open) {
    const as = standingBy.get(cause);
    standingBy.delete(cause);
    if (!as) changes.push({ do: 'clear', id, doc });
    else if (as.level !== doc.level || isMore(as, doc)) changes.push({ do: 'change', id, as: kept(as, doc), worse: isWorse(as, doc) });
    else if (restsUntil !== null && restsUntil <= at) changes.push({ do: 'wake', id, as: kept(as, doc) });
  }
  return [...changes, ...[...standingBy.values()].map((as) => ({ do: 'raise', as }) as const)];
}

/** Faults of routing and calls turned away are counted; of the rest the value moves all the time and the level says enough. */
function isMore(as: AlertDoc, doc: AlertDoc): boolean {
  return (as.kind === 'routing-invariant' || as.kind === 'overloaded') && (as.value ?? 0) !== (doc.value ?? 0);
}
function isWorse(as: AlertDoc, doc: AlertDoc): boolean {
  return (as.level === 'alarm' && doc.level === 'warn') || isMore(as, doc);
}
/** Since when it is so does not change with how bad it is. */
function kept(as: Standing, doc: AlertDoc): Standing {
  return { ...as, since: Math.min(as.since, doc.since) };
}
