// Numbers, and where a call to one goes.
import type { Address } from '@tandem/contract/address.ts';
import { addressKey } from '@tandem/contract/address.ts';
import type { NewNumber, NumberPatch, NumberView, Trunk } from '@tandem/contract/api/numbers.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { FlowId, Id, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { parseNumber } from '../core/numbers.ts';
import type { DirectoryPorts } from '../ports.ts';
import { isTaken, type Recorder } from './changes.ts';
import type { DirectoryTables } from './tables.ts';

type NumberRow = { id: Id<'num'>; address: Address; label: string; flow: FlowId | null };
const viewOf = (row: NumberRow): NumberView => ({ ...row, display: addressKey(row.address) });

export function createNumbers(deps: { db: Db; clock: Clock; random: Random; record: Recorder; ports: DirectoryPorts }) {
  const { db, clock, random, record, ports } = deps;

  async function checkFlow(tenant: TenantId, flow: FlowId | null | undefined): Promise<void> {
    if (flow && !(await ports.flowExists(tenant, flow))) throw new AppError('number.unknown-flow', { flow });
  }
  const find = (tenant: TenantId, address: Address): Promise<NumberRow | undefined> =>
    db.tenant(tenant, (tx) =>
      tx
        .tables<DirectoryTables>()
        .selectFrom('directory_number')
        .select(['id', 'address', 'label', 'flow'])
        .where('address_key', '=', addressKey(address))
        .executeTakeFirst(),
    );

  return {
    numbers: async (tenant: TenantId): Promise<NumberView[]> => {
      const rows = await db.tenant(tenant, (tx) =>
        tx
          .tables<DirectoryTables>()
          .selectFrom('directory_number')
          .select(['id', 'address', 'label', 'flow'])
          .orderBy('address_key')
          .execute(),
      );
      return rows.map(viewOf);
    },

    /** Where a call to the address goes: the flow, or null where the number is not ours or leads nowhere. */
    async numberTarget(tenant: TenantId, address: Address): Promise<{ number: Id<'num'>; flow: FlowId } | null> {
      const row = await find(tenant, address);
      return row?.flow ? { number: row.id, flow: row.flow } : null;
    },

    /** Reads a dialled or calling text in the context of a trunk, else of the tenant; a text that is one of the tenant's own extensions is one. */
    async parse(tenant: TenantId, text: string, trunk?: { country: string; rules: Trunk['rules'] }): Promise<Address> {
      const country = trunk?.country ?? (await ports.country(tenant));
      const extension: Address = { kind: 'extension', extension: text };
      const isOurs = /^[0-9*#]{1,12}$/.test(text) && (await find(tenant, extension)) !== undefined;
      return parseNumber(
        text,
        { country, rules: trunk?.rules ?? [], isExtension: (digits) => isOurs && digits === text },
        ports.parsePhone,
      );
    },

    async createNumber(tenant: TenantId, wanted: NewNumber, actor: Actor): Promise<NumberView> {
      const country = wanted.country ?? (await ports.country(tenant));
      const address = parseNumber(wanted.number, { country }, ports.parsePhone);
      if (address.kind === 'unknown') throw new AppError('number.unreadable', { number: wanted.number, country });
      await checkFlow(tenant, wanted.flow);
      const row: NumberRow = {
        id: wanted.id ?? makeId('num', clock.now(), random.bytes(10)),
        address,
        label: wanted.label ?? '',
        flow: wanted.flow,
      };
      try {
        return await db.tenant(tenant, async (tx) => {
          await tx
            .tables<DirectoryTables>()
            .insertInto('directory_number')
            .values({ tenant, ...row, address: JSON.stringify(address), address_key: addressKey(address) })
            .execute();
          await record(tx, { kind: 'number', id: row.id, value: viewOf(row), actor });
          return viewOf(row);
        });
      } catch (error) {
        throw isTaken(error) ? new AppError('number.exists', { number: addressKey(address) }, { cause: error }) : error;
      }
    },

    async changeNumber(tenant: TenantId, id: Id<'num'>, patch: NumberPatch, actor: Actor): Promise<NumberView> {
      await checkFlow(tenant, patch.flow);
      return db.tenant(tenant, async (tx) => {
        const row = await tx
          .tables<DirectoryTables>()
          .updateTable('directory_number')
          .set({ ...(patch.label === undefined ? {} : { label: patch.label }), ...(patch.flow === undefined ? {} : { flow: patch.flow }) })
          .where('id', '=', id)
          .returning(['id', 'address', 'label', 'flow'])
          .executeTakeFirst();
        if (!row) throw new AppError('number.not-found', { id });
        await record(tx, { kind: 'number', id, value: viewOf(row), actor });
        return viewOf(row);
      });
    },
  };
}
