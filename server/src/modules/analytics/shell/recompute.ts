// Figures of past days made anew from the log alone: after a change of zone or of a formula, or to prove the rows right.
import type { InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { DAY, type EpochMs } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { closedAt, type Contact } from '../core/contact.ts';
import { addDays, daysFrom, type Day } from '../core/days.ts';
import { enter, FOLDED, openLedger, type Ledger, type Rules } from '../core/ledger.ts';
import { staysOf, type Stay } from '../core/interval-stays.ts';
import { QUARTER_MS, timesKeyParts, type AgentTimes, type TimesKey } from '../core/interval-times.ts';
import { saveStays, saveTimes } from './report-rows.ts';
import {
  lockProgress,
  readProgress,
  saveAgentDays,
  saveAgents,
  saveContacts,
  saveProgress,
  saveQueueDays,
  saveServiceLevels,
  slices,
} from './store.ts';
import type { AnalyticsTables } from './tables.ts';

const PAGE = 1_000;
/** So many days are replaced in one transaction, which must end within a second. */
const DAYS_AT_ONCE = 7;
const PRUNE_EVERY = 20_000;

/**
 * How far before the first day the log is read: a contact that touches a day began no longer ago, and an agent has changed his presence since
 * (sessions end after a week where nothing else is set). Older months of the log are not looked into.
 */
const LOOK_BACK_MS = 32 * DAY;

/** How far after the last day: a contact of that day is over by then, as it began no longer ago than what is read before. */
const LOOK_AHEAD_MS = LOOK_BACK_MS;

/** `of`: the moments whose rows behind reports are made anew, from inclusive, to exclusive. */
type Book = {
  ledger: Ledger;
  seq: number;
  events: number;
  since: number;
  before: number | null;
  of: Span;
  save: (made: Made) => Promise<void>;
};
type Span = { from: EpochMs; to: EpochMs };
type Made = { stays: Stay[]; times: [TimesKey, AgentTimes][] };

export async function recompute(
  /** `rest`: called after each page of the log that is read without a lock; it may take its time. */
  deps: { db: Db; log: EventLog; rules: Rules; mostDays: number; now: EpochMs; rest?: () => Promise<void> },
  tenant: TenantId,
  from: Day,
  to: Day,
): Promise<{ days: number; events: number }> {
  const { db, log, rules } = deps;
  const days = daysFrom(from, to, deps.mostDays) ?? [];
  const since = rules.days.startOf(from) - LOOK_BACK_MS;
  const of = { from: rules.days.startOf(from), to: rules.days.startOf(addDays(to, 1)) };
  // Days long past: what came a month after them is none of theirs, and is not read.
  const before = of.to + LOOK_AHEAD_MS < deps.now ? of.to + LOOK_AHEAD_MS : null;
  const save = (made: Made) => db.tenant(tenant, (tx) => saveMade(tx, tenant, made));
  const book: Book = {
    ledger: openLedger({ contacts: new Map(), agents: new Map(), queues: new Map() }),
    seq: 0,
    events: 0,
    since,
    before,
    of,
    save,
  };
  await readEarlierSettings(log, tenant, book, rules);
  // The long way without any lock; what came meanwhile is little, and is entered again under the lock.
  const progress = () => db.tenant(tenant, (tx) => readProgress(tx, tenant), { read: true });
  await readUpTo(log, tenant, book, await progress(), rules, deps.rest);
  if (deps.rest) await readUpTo(log, tenant, book, await progress(), rules);
  const parts = slices(days, DAYS_AT_ONCE);
  for (const [n, part] of parts.entries()) {
    await db.tenant(tenant, async (tx) => {
      const seq = await lockProgress(tx, tenant);
      await readUpTo(log, tenant, book, seq, rules);
      await replaceDays(tx, tenant, book.ledger, part[0]!, part.at(-1)!);
      if (n === parts.length - 1) {
        if (before === null) await replaceUnderWay(tx, tenant, book);
        await saveMade(tx, tenant, madeOf(book, [...book.ledger.contacts.values()], [...book.ledger.agentTimes], rules));
      }
      await saveProgress(tx, tenant, seq);
    });
  }
  return { days: days.length, events: book.events };
}

/** Thresholds that were set before and hold still. Configuration has an index of its own: this costs what there is of it. */
async function readEarlierSettings(log: EventLog, tenant: TenantId, book: Book, rules: Rules): Promise<void> {
  for (let after = 0; ;) {
    const events = await log.read({ after, limit: PAGE, tenant, types: ['config.changed'] });
    for (const event of events) if (event.at < book.since) enter(book.ledger, event, rules);
    if (events.length < PAGE) return;
    after = events.at(-1)!.seq;
  }
}

/** Up to and including `seq`: what stands in the rows, no more and no less. */
async function readUpTo(log: EventLog, tenant: TenantId, book: Book, seq: number, rules: Rules, rest?: () => Promise<void>): Promise<void> {
  const { since, before } = book;
  while (book.seq < seq) {
    const events = await log.read({ after: book.seq, limit: PAGE, tenant, types: FOLDED, since, ...(before === null ? {} : { before }) });
    for (const event of events) {
      if (event.seq > seq) break;
      enter(book.ledger, event, rules);
      if (++book.events % PRUNE_EVERY === 0) await prune(book, event.at, rules);
    }
    const last = events.at(-1)?.seq ?? seq;
    book.seq = events.length < PAGE ? seq : Math.min(last, seq);
    await rest?.();
  }
}

/** Contacts long over, and quarters that no stretch of an agent's time reaches any more, only take up memory: nothing changes them, so their rows are written. */
async function prune(book: Book, at: EpochMs, rules: Rules): Promise<void> {
  const { contacts, agents, agentTimes } = book.ledger;
  const over = [...contacts.values()].filter((contact) => at - (closedAt(contact) ?? at) > DAY);
  const past = [...agentTimes].filter(([key]) => {
    const { at: quarter, agent } = timesKeyParts(key);
    return quarter + QUARTER_MS <= (agents.get(agent)?.since ?? 0) && at - quarter > DAY;
  });
  await book.save(madeOf(book, over, past, rules));
  for (const { id } of over) contacts.delete(id);
  for (const [key] of past) agentTimes.delete(key);
}

function madeOf({ of }: Book, contacts: readonly Contact[], times: readonly [TimesKey, AgentTimes][], { shortAbandonMs }: Rules): Made {
  const within = (at: EpochMs) => at >= of.from && at < of.to;
  return {
    stays: contacts.flatMap((contact) => staysOf(contact, shortAbandonMs)).filter((stay) => within(stay.at)),
    times: times.filter(([key]) => within(timesKeyParts(key).at)),
  };
}

async function saveMade(tx: Tx, tenant: TenantId, { stays, times }: Made): Promise<void> {
  await saveStays(tx, tenant, stays);
  await saveTimes(tx, tenant, times, 'set');
}

async function replaceDays(tx: Tx, tenant: TenantId, ledger: Ledger, from: Day, to: Day): Promise<void> {
  const tables = tx.tables<AnalyticsTables>();
  for (const table of ['kpi_queue_day', 'kpi_agent_day'] as const) {
    await tables.deleteFrom(table).where('tenant', '=', tenant).where('day', '>=', from).where('day', '<=', to).execute();
  }
  const within = (key: string) => key >= `${from}|` && key < `${addDays(to, 1)}|`;
  await saveQueueDays(
    tx,
    tenant,
    [...ledger.queueDays].filter(([key]) => within(key)),
  );
  await saveAgentDays(
    tx,
    tenant,
    [...ledger.agentDays].filter(([key]) => within(key)),
  );
}

/** The projection goes on from here, so it must stand on the same ground as the days. */
async function replaceUnderWay(tx: Tx, tenant: TenantId, { ledger, since }: Book): Promise<void> {
  const tables = tx.tables<AnalyticsTables>();
  const rows = await tables.selectFrom('kpi_contact').select(['id', 'doc']).where('tenant', '=', tenant).execute();
  const kept = new Set<InteractionId>(rows.map((row) => row.id));
  // What began before the log was read from stays as it is.
  const stale = rows.filter(({ id, doc }) => doc.startedAt >= since || ledger.contacts.has(id)).map((row) => row.id);
  for (const ids of slices(stale)) await tables.deleteFrom('kpi_contact').where('tenant', '=', tenant).where('id', 'in', ids).execute();
  await saveContacts(
    tx,
    tenant,
    [...ledger.contacts.values()].filter((contact) => closedAt(contact) === null || kept.has(contact.id)),
  );
  await saveAgents(tx, tenant, ledger.agents);
  await saveServiceLevels(tx, tenant, ledger.queues);
}
