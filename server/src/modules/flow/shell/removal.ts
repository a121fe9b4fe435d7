// Taking a flow away, and who else counts on something: the flows that name an id.
import type { Actor } from '@tandem/contract/events.ts';
import type { FlowId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { sql } from 'kysely';
import type { Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { FlowPorts } from '../ports.ts';
import { CHANNEL } from './published.ts';
import type { FlowTables } from './tables.ts';

const ENGINE = 'flow/2';
type Named = { id: FlowId; name: TenantText };

const shown = (name: TenantText): string => [...new Set([name.en, name['zh-CN']].filter((text) => text !== undefined))].join(' / ');

/** An id is long and random enough that its text occurs in a graph only where it is meant. */
function namingIn(tx: Tx, id: string): Promise<Named[]> {
  return tx
    .tables<FlowTables>()
    .selectFrom('flow')
    .leftJoin('flow_version', (join) =>
      join.onRef('flow_version.flow', '=', 'flow.id').onRef('flow_version.version', '=', 'flow.published_version'),
    )
    .select(['flow.id', 'flow.name'])
    .where('flow.removed_at', 'is', null)
    .where('flow.id', '!=', id as FlowId)
    .where((eb) =>
      eb.or([eb(sql<number>`strpos(flow.draft::text, ${id})`, '>', 0), eb(sql<number>`strpos(flow_version.graph::text, ${id})`, '>', 0)]),
    )
    .orderBy('flow.key')
    .execute();
}

export function createRemoval({ db, log, clock, ports }: { db: Db; log: EventLog; clock: Clock; ports: FlowPorts }) {
  return {
    /** Other flows whose published version or draft names the id. */
    naming: (tenant: TenantId, id: string): Promise<Named[]> => db.tenant(tenant, (tx) => namingIn(tx, id), { read: true }),

    /** Of removed ones too: history names them. */
    names: async (tenant: TenantId): Promise<Map<FlowId, TenantText>> =>
      new Map(
        (await db.tenant(tenant, (tx) => tx.tables<FlowTables>().selectFrom('flow').select(['id', 'name']).execute(), { read: true })).map(
          ({ id, name }) => [id, name],
        ),
      ),

    /** Calls that run on it go on. Throws `flow.not-found`; `flow.in-use` where a number or another flow leads to it. */
    async remove(tenant: TenantId, id: FlowId, actor: Actor): Promise<void> {
      const numbers = await ports.numbersTo(tenant, id);
      await db.tenant(tenant, async (tx) => {
        const tables = tx.tables<FlowTables>();
        const row = await tables
          .selectFrom('flow')
          .select('key')
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .forUpdate()
          .executeTakeFirst();
        if (!row) throw new AppError('flow.not-found', { id });
        const flows = await namingIn(tx, id);
        const errors = [
          ...numbers.map((number) => ({ path: `/numbers/${number.id}`, message: number.display })),
          ...flows.map((flow) => ({ path: `/flows/${flow.id}`, message: shown(flow.name) })),
        ];
        if (errors.length > 0) throw new AppError('flow.in-use', { places: errors.length, errors });
        await tables
          .updateTable('flow')
          .set({ removed_at: clock.now(), key: `${row.key}~${id}`, published_version: null })
          .where('id', '=', id)
          .execute();
        await log.append(tx, [{ stream: id, type: 'config.changed', data: { kind: 'flow', id, value: null, engine: ENGINE }, actor }]);
        await sql`select pg_notify(${CHANNEL}, '')`.execute(tables);
      });
    },
  };
}
