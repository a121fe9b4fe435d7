// The reader's handler: enters each batch of the log into the rows, in the transaction that moves the reader's cursor.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { DAY, MINUTE, type Clock } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { agentOf } from '../core/agent.ts';
import { NO_AGENT_FIGURES, NO_FIGURES, plus, plusAgent } from '../core/figures.ts';
import { enter, openLedger, type Rules } from '../core/ledger.ts';
import { agentDaysAt, queueDaysAt } from './read.ts';
import { changedStays, saveStays, saveTimes } from './report-rows.ts';
import {
  lockProgress,
  readAgents,
  readContacts,
  readServiceLevels,
  saveAgentDays,
  saveAgents,
  saveContacts,
  saveProgress,
  saveQueueDays,
  saveServiceLevels,
} from './store.ts';
import type { AnalyticsTables } from './tables.ts';

/** A closed contact's record is of no more use after GRACE_MS; it is kept longer so that clocks need not agree on when that was. */
const KEPT_MS = DAY;
const SWEEP_EVERY_MS = MINUTE;

export function createProjection(deps: { rulesFor: (tenant: TenantId) => Promise<Rules>; clock: Clock }) {
  const { rulesFor, clock } = deps;
  let sweptAt = 0;

  return async (tx: Tx, events: readonly StoredEvent[]): Promise<void> => {
    const tenants = Map.groupBy(events, (event) => event.tenant as TenantId);
    // In one order, so that two writers cannot wait for each other.
    for (const tenant of [...tenants.keys()].sort()) {
      const rules = await rulesFor(tenant);
      const seq = await lockProgress(tx, tenant);
      // A recompute may have been here already.
      const news = tenants.get(tenant)!.filter((event) => event.seq > seq);
      if (news.length > 0) await enterAll(tx, tenant, news, rules);
    }
    if (clock.now() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = clock.now();
    // By the log's own time: while old days are read anew, the clock on the wall is far ahead of what is closed.
    const upTo = Math.min(sweptAt, events.at(-1)!.at) - KEPT_MS;
    await tx.tables<AnalyticsTables>().deleteFrom('kpi_contact').where('closed_at', '<', upTo).execute();
  };
}

async function enterAll(tx: Tx, tenant: TenantId, events: readonly StoredEvent[], rules: Rules): Promise<void> {
  const ids = new Set(events.flatMap((event) => ('interaction' in event.data ? [event.data.interaction] : [])));
  const agents = new Set(events.flatMap((event) => agentOf(event) ?? []));
  const held = {
    contacts: await readContacts(tx, tenant, [...ids] as InteractionId[]),
    agents: await readAgents(tx, tenant, [...agents]),
    queues: await readServiceLevels(tx, tenant),
  };
  const before = new Map(held.contacts);
  const ledger = openLedger(held);
  for (const event of events) enter(ledger, event, rules);

  const changed = [...ledger.contacts.values()].filter((contact) => contact.version !== before.get(contact.id)?.version);
  await saveContacts(tx, tenant, changed);
  await saveStays(
    tx,
    tenant,
    changed.flatMap((contact) => changedStays(before.get(contact.id), contact, rules.shortAbandonMs)),
  );
  await saveTimes(tx, tenant, ledger.agentTimes, 'add');
  await saveAgents(tx, tenant, ledger.agents);
  if (events.some((event) => event.type === 'config.changed' && event.data.kind === 'queue'))
    await saveServiceLevels(tx, tenant, ledger.queues);
  const queueRows = await queueDaysAt(tx, tenant, [...ledger.queueDays.keys()]);
  await saveQueueDays(
    tx,
    tenant,
    [...ledger.queueDays].map(([key, added]) => [key, plus(queueRows.get(key) ?? NO_FIGURES, added)]),
  );
  const agentRows = await agentDaysAt(tx, tenant, [...ledger.agentDays.keys()]);
  await saveAgentDays(
    tx,
    tenant,
    [...ledger.agentDays].map(([key, added]) => [key, plusAgent(agentRows.get(key) ?? NO_AGENT_FIGURES, added)]),
  );
  await saveProgress(tx, tenant, events.at(-1)!.seq);
}
