// The contacts of a floor, kept from one look to the next: of five thousand under way a few change between two looks, and only those are read.
import type { InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { closedAt, type Contact } from '../core/contact.ts';
import { liveContacts } from './read.ts';
import type { AnalyticsTables } from './tables.ts';

/** `horizon`: the oldest transaction that was under way before they were read; what it or a later one writes is read next time. */
type Kept = { horizon: string; contacts: Map<InteractionId, Contact> };

export function createFloorContacts() {
  const kept = new Map<TenantId, Kept>();

  /** Rows written since then, and how many there are in all; in one statement, so that both are of one moment. */
  async function changes(tx: Tx, tenant: TenantId, since: EpochMs, horizon: string): Promise<{ total: number; docs: Contact[] | null }> {
    // A transaction's number is that of the row's last writer; ages compare numbers that start again after four thousand million.
    const { rows } = await sql<{ total: number; docs: Contact[] | null }>`
      select count(*)::int as total, json_agg(doc) filter (where written) as docs from (
        select doc, age(xmin) <= age(${horizon}::xid8::xid) as written from kpi_contact where tenant = ${tenant} and closed_at is null
        union all
        select doc, age(xmin) <= age(${horizon}::xid8::xid) from kpi_contact where tenant = ${tenant} and closed_at >= ${since}) those`.execute(
      tx.tables<AnalyticsTables>(),
    );
    return rows[0]!;
  }

  return {
    /** As `liveContacts`. */
    async read(tx: Tx, tenant: TenantId, since: EpochMs): Promise<Contact[]> {
      // Before they are read: whoever commits in between is read twice, never left out.
      const { rows } = await sql<{ horizon: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`.execute(tx.tables());
      const { horizon } = rows[0]!;
      const known = kept.get(tenant);
      if (known !== undefined) {
        const { total, docs } = await changes(tx, tenant, since, known.horizon);
        const contacts = new Map(known.contacts);
        for (const contact of docs ?? []) contacts.set(contact.id, contact);
        for (const contact of contacts.values()) if ((closedAt(contact) ?? since) < since) contacts.delete(contact.id);
        // A row that was taken away leaves no trace but the number.
        if (contacts.size === total) {
          kept.set(tenant, { horizon, contacts });
          return [...contacts.values()];
        }
      }
      const contacts = await liveContacts(tx, tenant, since);
      kept.set(tenant, { horizon, contacts: new Map(contacts.map((contact) => [contact.id, contact])) });
      return contacts;
    },
  };
}
