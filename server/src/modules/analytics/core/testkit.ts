// For tests: events as the log would hand them over, made from short scripts, and random lives of contacts and agents.
import type { EventData, EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, InteractionId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import { enter, openLedger, type Ledger, type Rules } from './ledger.ts';
import type { LocalDays } from './days.ts';

/** Days of 24 hours from 1970 on. */
export const UTC_DAYS: LocalDays = {
  dayOf: (at) => new Date(at).toISOString().slice(0, 10),
  startOf: (day) => Date.parse(`${day}T00:00:00Z`),
};
export const RULES: Rules = { days: UTC_DAYS, shortAbandonMs: 5_000 };

const numbered =
  <P extends string>(prefix: P) =>
  (n: number) =>
    `${prefix}_01930000-0000-7000-8000-${String(n).padStart(12, '0')}` as const;
export const interaction = numbered('int') as (n: number) => InteractionId;
export const queue = numbered('que') as (n: number) => QueueId;
export const agent = numbered('agt') as (n: number) => AgentId;
export const work = numbered('wrk') as (n: number) => WorkId;
export const call = numbered('cal');
export const leg = numbered('leg');
export const run = numbered('run');
export const flow = numbered('flo');
export const offer = numbered('off');
export const customer = numbered('cus');

export type TestEvent = { [N in EventName]: { type: N; stream: string; at: EpochMs; data: EventData<N> } }[EventName];

export const WHY = { rule: 'longest-idle', eligible: 1, idleMs: 0, waitedMs: 0, candidates: [] };

/** What happens to contact `n`: queue, work and agent are numbers, times are given. Work `w` of it has the id n * 10 + w. */
export function contactScript(n: number) {
  const int = interaction(n);
  const ids = (w: number, q: number) => ({ interaction: int, work: work(n * 10 + w), queue: queue(q) });
  const one = <N extends EventName>(type: N, at: EpochMs, data: EventData<N>) => ({ type, stream: int, at, data }) as TestEvent;
  const legs = { interaction: int, call: call(n), leg: leg(n) };
  let queuedAt = 0;
  let offers = n * 1_000;
  return {
    started: (at: EpochMs, direction: 'inbound' | 'outbound' = 'inbound') =>
      one('interaction.started', at, {
        interaction: int,
        channel: 'voice',
        direction,
        customer: customer(n),
        call: call(n),
        remote: 'personal:v1:x',
        local: 'ext:4001',
      }),
    flowStarted: (at: EpochMs) => one('flow.started', at, { interaction: int, run: run(n), flow: flow(1), version: 1 }),
    flowEnded: (at: EpochMs) => one('flow.ended', at, { interaction: int, run: run(n), outcome: 'assigned' }),
    queued(at: EpochMs, q = 1, w = 1, told: Partial<EventData<'work.queued'>> = {}) {
      queuedAt = at;
      return one('work.queued', at, { ...ids(w, q), channel: 'voice', priority: 0, skills: [], queuedAt: at, waitUntil: null, ...told });
    },
    offered: (at: EpochMs, a: number, q = 1, w = 1) =>
      one('work.offered', at, { ...ids(w, q), offer: offer(++offers), agent: agent(a), expiresAt: at + 20_000, why: WHY }),
    offerEnded: (at: EpochMs, a: number, outcome: EventData<'work.offer-ended'>['outcome'], q = 1, w = 1) =>
      one('work.offer-ended', at, { ...ids(w, q), offer: offer(offers), agent: agent(a), outcome }),
    assigned: (at: EpochMs, a: number, q = 1, w = 1) =>
      one('work.assigned', at, { ...ids(w, q), offer: offer(offers), agent: agent(a), waitedMs: at - queuedAt, why: WHY }),
    bridged: (at: EpochMs, a: number) => one('call.bridged', at, { interaction: int, call: call(n), legs: [leg(n)], agent: agent(a) }),
    held: (at: EpochMs) => one('call.held', at, { ...legs, by: 'agent' }),
    resumed: (at: EpochMs) => one('call.resumed', at, { ...legs, by: 'agent' }),
    transferFailed: (at: EpochMs, a: number, detail: string) =>
      one('call.transferred', at, { interaction: int, call: call(n), kind: 'blind', by: agent(a), target: 'x', accepted: false, detail }),
    abandoned: (at: EpochMs, stage: 'queue' | 'ring', q = 1, w = 1) =>
      one('work.abandoned', at, { ...ids(w, q), stage, waitedMs: at - queuedAt }),
    removed: (at: EpochMs, q = 1, w = 1) => one('work.removed', at, { ...ids(w, q), reason: 'timed-out', waitedMs: at - queuedAt }),
    released: (at: EpochMs, a: number, wrapUp = true, q = 1, w = 1, reason: 'ended' | 'transferred' = 'ended') =>
      one('work.released', at, { ...ids(w, q), agent: agent(a), reason, wrapUpUntil: wrapUp ? at + 30_000 : null }),
    completed: (at: EpochMs, a: number, q = 1, w = 1) => one('work.completed', at, { ...ids(w, q), agent: agent(a), wrapUpEnd: 'done' }),
    ended: (at: EpochMs, stage: EventData<'interaction.ended'>['stage'], by: EventData<'interaction.ended'>['by'] = 'customer') =>
      one('interaction.ended', at, { interaction: int, cause: 'normal', by, stage }),
  };
}

export function presence(at: EpochMs, a: number, to: 'ready' | 'away' | 'off-queue' | 'offline'): TestEvent {
  const signedIn = to !== 'offline';
  const data = {
    agent: agent(a),
    signedIn,
    presence: to === 'offline' ? 'offline' : to === 'away' ? 'away' : 'available',
    reason: null,
    onQueue: to === 'ready' || to === 'away',
    reachable: true,
  } as const;
  return { type: 'presence.changed', stream: agent(a), at, data };
}

export function serviceLevel(at: EpochMs, q: number, thresholdMs: number, target = 0.8): TestEvent {
  const value = { id: queue(q), serviceLevel: { thresholdMs, target } };
  return { type: 'config.changed', stream: queue(q), at, data: { kind: 'queue', id: queue(q), value, engine: 'test/1' } };
}

/** With seq and version, as stored. */
export function stored(events: readonly TestEvent[], tenant = 'tnt_1'): StoredEvent[] {
  const versions = new Map<string, number>();
  return events.map((event, n) => {
    const version = (versions.get(event.stream) ?? 0) + 1;
    versions.set(event.stream, version);
    return {
      ...event,
      seq: n + 1,
      version,
      id: `evt_${n}`,
      tenant,
      schemaVersion: 1,
      cause: null,
      actor: { kind: 'system', part: 'test' },
    };
  });
}

export function fold(events: readonly TestEvent[], rules: Rules = RULES): Ledger {
  const ledger = openLedger({ contacts: new Map(), agents: new Map(), queues: new Map() });
  for (const event of stored(events)) enter(ledger, event, rules);
  return ledger;
}

/** Queued, offered, answered, talked with, wrapped up; times are lengths in ms. */
export function answeredContact(n: number, at: number, { wait = 12_000, talk = 100_000, acw = 20_000, a = 1, q = 1 } = {}): TestEvent[] {
  const c = contactScript(n);
  return [
    c.started(at),
    c.flowStarted(at),
    c.queued(at, q),
    c.offered(at + wait - 4_000, a, q),
    c.assigned(at + wait, a, q),
    c.flowEnded(at + wait),
    c.bridged(at + wait + 200, a),
    c.released(at + wait + talk, a, true, q),
    c.ended(at + wait + talk, 'agent'),
    c.completed(at + wait + talk + acw, a, q),
  ];
}
