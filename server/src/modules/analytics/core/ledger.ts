// The book that events are entered into: contacts and agents as they stand, and what was added to each day since it was opened. The
// projection opens one for each batch, recompute opens one for the whole log; both enter through the same function.
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, InteractionId, QueueId } from '@tandem/contract/ids.ts';
import { HOUR, SECOND, type DurationMs, type EpochMs } from '../../../kernel/time.ts';
import { agentOf, foldAgent, NEW_AGENT, type AgentNow } from './agent.ts';
import { closedAt, type Contact } from './contact.ts';
import { agentParts, queueParts, type AgentKey, type QueueKey } from './contributions.ts';
import type { LocalDays } from './days.ts';
import {
  change,
  changeOfAgent,
  isNothing,
  NO_AGENT_FIGURES,
  NO_FIGURES,
  plus,
  plusAgent,
  type AgentFigures,
  type Figures,
} from './figures.ts';
import { foldContact } from './fold-contact.ts';
import { NO_TIMES, plusTimes, timesOf, type AgentTimes, type TimesKey } from './interval-times.ts';

export const FOLDED: readonly EventName[] = [
  'interaction.started',
  'interaction.ended',
  'flow.started',
  'flow.ended',
  'call.bridged',
  'call.held',
  'call.resumed',
  'call.transferred',
  'work.queued',
  'work.offered',
  'work.offer-ended',
  'work.assigned',
  'work.abandoned',
  'work.removed',
  'work.moved',
  'work.released',
  'work.completed',
  'presence.changed',
  'config.changed',
];

export type ServiceLevel = Queue['serviceLevel'];
/** Until the log says otherwise. */
export const USUAL_SERVICE_LEVEL: ServiceLevel = { thresholdMs: 20 * SECOND, target: 0.8 };

/** An event about a contact that was over this long before is not entered: by then its record may be gone. */
export const GRACE_MS: DurationMs = HOUR;

export type Rules = { days: LocalDays; shortAbandonMs: DurationMs };
export type Holdings = { contacts: Map<InteractionId, Contact>; agents: Map<AgentId, AgentNow>; queues: Map<QueueId, ServiceLevel> };
export type Ledger = Holdings & {
  queueDays: Map<QueueKey, Figures>;
  agentDays: Map<AgentKey, AgentFigures>;
  agentTimes: Map<TimesKey, AgentTimes>;
};

export function openLedger(holdings: Holdings): Ledger {
  return { ...holdings, queueDays: new Map(), agentDays: new Map(), agentTimes: new Map() };
}

/** Enters one event of one tenant into his ledger. Events come in the order of the log. */
export function enter(ledger: Ledger, event: StoredEvent, rules: Rules): void {
  if (event.type === 'config.changed') {
    if (event.data.kind === 'queue') configure(ledger, event.data.id as QueueId, event.data.value);
    return;
  }
  const agent = agentOf(event);
  if (agent !== null) {
    const before = ledger.agents.get(agent) ?? { ...NEW_AGENT, since: event.at };
    const { now, parts } = foldAgent(before, event, rules.days);
    ledger.agents.set(agent, now);
    for (const { day, figures } of parts) addAgent(ledger, `${day}|${agent}`, { ...NO_AGENT_FIGURES, ...figures });
    for (const [key, times] of timesOf(before, event, agent))
      ledger.agentTimes.set(key, plusTimes(ledger.agentTimes.get(key) ?? NO_TIMES, times));
  }
  if ('interaction' in event.data) enterContact(ledger, event.data.interaction, event, rules);
}

function enterContact(ledger: Ledger, id: InteractionId, event: StoredEvent, { days, shortAbandonMs }: Rules): void {
  const before = ledger.contacts.get(id) ?? null;
  if (before !== null && isStale(before, event.at)) return;
  const thresholdOf = (queue: QueueId) => (ledger.queues.get(queue) ?? USUAL_SERVICE_LEVEL).thresholdMs;
  const after = foldContact(before, event, { days, thresholdOf });
  if (after === null || after === before) return;
  ledger.contacts.set(id, after);
  const had = before === null ? new Map<QueueKey, Figures>() : queueParts(before, shortAbandonMs);
  for (const [key, figures] of queueParts(after, shortAbandonMs)) {
    const added = change(had.get(key) ?? NO_FIGURES, figures);
    // A longest wait that was told before is no change of its own.
    if (!isNothing({ ...added, longestAnswerMs: 0 })) ledger.queueDays.set(key, plus(ledger.queueDays.get(key) ?? NO_FIGURES, added));
  }
  const hadAgents = before === null ? new Map<AgentKey, AgentFigures>() : agentParts(before);
  for (const [key, figures] of agentParts(after)) addAgent(ledger, key, changeOfAgent(hadAgents.get(key) ?? NO_AGENT_FIGURES, figures));
}

function isStale(contact: Contact, at: EpochMs): boolean {
  const closed = closedAt(contact);
  return closed !== null && at - closed > GRACE_MS;
}

function addAgent(ledger: Ledger, key: AgentKey, added: AgentFigures): void {
  if (!isNothing(added)) ledger.agentDays.set(key, plusAgent(ledger.agentDays.get(key) ?? NO_AGENT_FIGURES, added));
}

/** A removed queue keeps what it had: contacts may still be in it. */
function configure(ledger: Ledger, queue: QueueId, value: unknown): void {
  const level = (value as Partial<Pick<Queue, 'serviceLevel'>> | null)?.serviceLevel;
  if (typeof level?.thresholdMs === 'number' && typeof level.target === 'number')
    ledger.queues.set(queue, { thresholdMs: level.thresholdMs, target: level.target });
}
