// Trunks: what calls come in and go out by.
import type { NewTrunk, Trunk, TrunkPatch } from '@tandem/contract/api/numbers.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId, TrunkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { isTaken, type Recorder } from './changes.ts';
import type { DirectoryTables } from './tables.ts';

const COLUMNS = ['id', 'name', 'addresses', 'host', 'port', 'country', 'rules'] as const;

const written = ({ addresses, rules, ...rest }: Trunk) => ({ ...rest, addresses: JSON.stringify(addresses), rules: JSON.stringify(rules) });

function takenOr(error: unknown, name: string): unknown {
  return isTaken(error) ? new AppError('trunk.exists', { name }, { cause: error }) : error;
}

export function createTrunks(deps: { db: Db; clock: Clock; random: Random; record: Recorder }) {
  const { db, clock, random, record } = deps;
  return {
    trunks: (tenant: TenantId): Promise<Trunk[]> =>
      db.tenant(tenant, (tx) => tx.tables<DirectoryTables>().selectFrom('directory_trunk').select(COLUMNS).orderBy('name').execute()),

    async createTrunk(tenant: TenantId, wanted: NewTrunk, actor: Actor): Promise<Trunk> {
      const trunk: Trunk = { ...wanted, id: wanted.id ?? makeId('trk', clock.now(), random.bytes(10)) };
      try {
        return await db.tenant(tenant, async (tx) => {
          await tx
            .tables<DirectoryTables>()
            .insertInto('directory_trunk')
            .values({ tenant, ...written(trunk) })
            .execute();
          await record(tx, { kind: 'trunk', id: trunk.id, value: trunk, actor });
          return trunk;
        });
      } catch (error) {
        throw takenOr(error, trunk.name);
      }
    },

    /** Calls that are up stay as they are; the next one goes by the new values. */
    async changeTrunk(tenant: TenantId, id: TrunkId, patch: TrunkPatch, actor: Actor): Promise<Trunk> {
      try {
        return await db.tenant(tenant, async (tx) => {
          const table = tx.tables<DirectoryTables>();
          const row = await table.selectFrom('directory_trunk').select(COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst();
          if (!row) throw new AppError('trunk.not-found', { id });
          const trunk: Trunk = { ...row, ...given(patch) };
          await table.updateTable('directory_trunk').set(written(trunk)).where('id', '=', id).execute();
          await record(tx, { kind: 'trunk', id, value: trunk, actor });
          return trunk;
        });
      } catch (error) {
        throw takenOr(error, patch.name ?? '');
      }
    },
  };
}

/** Without the fields that are there and undefined. */
function given(patch: TrunkPatch): Partial<Trunk> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
