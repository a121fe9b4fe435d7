// Presence's table: one row an agent, written in the transaction that appends his event.
import { sql } from 'kysely';
import type { AgentId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import type { Declared } from '../core/presence.ts';

type Tables = { presence_state: { tenant: string; agent: AgentId; declared: Declared; since: string | number } };
export type PresenceRow = { declared: Declared; since: EpochMs };

export async function savePresence(tx: Tx, declared: Declared, at: EpochMs): Promise<void> {
  await sql`
    insert into presence_state as p (tenant, agent, declared, since) values (${tx.tenant}, ${declared.agent}, ${JSON.stringify(declared)}::jsonb, ${at})
    on conflict (tenant, agent) do update set declared = excluded.declared,
      since = case when p.declared - 'reachable' = excluded.declared - 'reachable' then p.since else excluded.since end`.execute(
    tx.tables(),
  );
}

/** All agents of the tenant, or only this one. */
export async function loadPresence(tx: Tx, agent?: AgentId): Promise<PresenceRow[]> {
  const all = tx.tables<Tables>().selectFrom('presence_state').select(['declared', 'since']);
  const rows = await (agent === undefined ? all : all.where('agent', '=', agent)).execute();
  return rows.map((row) => ({ declared: row.declared, since: Number(row.since) }));
}
