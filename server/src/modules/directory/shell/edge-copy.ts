// The edge's copy of the directory: all tenants' devices with their digest keys, and trunks, as the edge keeps them while core is away.
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Selectable } from 'kysely';
import type { Db } from '../../../platform/db/types.ts';
import { ha1 } from './digest.ts';
import type { DirectoryTables } from './tables.ts';

export function createEdgeCopy({ db, keyring }: { db: Db; keyring: KeyRing }): () => Promise<EdgeDirectory> {
  // Every password is sealed anew, so the same sealed text has the same HA1, which need not be worked out at each push.
  let known = new Map<string, string>();

  return async () => {
    const { devices, trunks } = await db.system(async (tx) => {
      const tables = tx.tables<DirectoryTables>();
      return {
        // A browser that is nobody's phone now is no phone.
        devices: await tables
          .selectFrom('directory_device')
          .selectAll()
          .where((where) => where.or([where('kind', '=', 'phone'), where('open_until', 'is not', null)]))
          .orderBy('username')
          .execute(),
        trunks: await tables.selectFrom('directory_trunk').selectAll().orderBy('id').execute(),
      };
    });
    const now = new Map<string, string>();
    const ha1Of = async (tenant: TenantId, username: string, sealed: string): Promise<string> => {
      const value = known.get(sealed) ?? ha1(username, await keyring.openText(tenant, sealed));
      now.set(sealed, value);
      return value;
    };
    const copy: EdgeDirectory = {
      devices: await Promise.all(
        devices.map(async (row) => ({
          tenant: row.tenant,
          device: row.id,
          username: row.username,
          ha1: await ha1Of(row.tenant, row.username, row.password_sealed),
          ...(row.kind === 'phone' ? { encryption: row.encryption } : {}),
          ...(row.open_until === null ? {} : { until: Number(row.open_until) }),
        })),
      ),
      trunks: await Promise.all(trunks.map((row) => edgeTrunk(row, keyring))),
    };
    // Passwords that were replaced are forgotten.
    known = now;
    return copy;
  };
}

async function edgeTrunk(row: Selectable<DirectoryTables['directory_trunk']>, keyring: KeyRing): Promise<EdgeDirectory['trunks'][number]> {
  const { tenant, id, name, addresses, host, port, country, rules, transport, checked, caller, account, lookup, encryption } = row;
  const sealed = row.account_password_sealed;
  const common = { tenant, trunk: id, name, addresses, host, port, country, rules, transport, check: checked, caller, lookup, encryption };
  if (account === null || sealed === null) return common;
  return { ...common, account: { ...account, password: await keyring.openText(tenant, sealed) } };
}
