// What http nodes need of a tenant: secrets, sealed and never told again, and the private hosts that may be reached.
import type { FlowHosts, FlowSecret } from '@tandem/contract/api/flows.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { SECRET } from '../core/http-request.ts';
import type { FlowTables } from './tables.ts';

export type Secrets = ReturnType<typeof createSecrets>;

export function createSecrets(deps: { db: Db; clock: Clock; keyring: KeyRing }) {
  const { db, clock, keyring } = deps;
  return {
    secrets: (tenant: TenantId): Promise<FlowSecret[]> =>
      db.tenant(tenant, (tx) =>
        tx.tables<FlowTables>().selectFrom('flow_secret').select(['name', 'updated_at as updatedAt']).orderBy('name').execute(),
      ),

    async putSecret(tenant: TenantId, name: string, value: string): Promise<FlowSecret> {
      const sealed = await keyring.sealText(tenant, value);
      const updatedAt = clock.now();
      await db.tenant(tenant, (tx) =>
        tx
          .tables<FlowTables>()
          .insertInto('flow_secret')
          .values({ tenant, name, sealed, updated_at: updatedAt })
          .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet({ sealed, updated_at: updatedAt }))
          .execute(),
      );
      return { name, updatedAt };
    },

    async deleteSecret(tenant: TenantId, name: string): Promise<FlowSecret> {
      const gone = await db.tenant(tenant, (tx) =>
        tx
          .tables<FlowTables>()
          .deleteFrom('flow_secret')
          .where('name', '=', name)
          .returning(['name', 'updated_at as updatedAt'])
          .executeTakeFirst(),
      );
      if (!gone) throw new AppError('flow.no-such-secret', { name });
      return gone;
    },

    async hosts(tenant: TenantId): Promise<FlowHosts> {
      const row = await db.tenant(
        tenant,
        (tx) => tx.tables<FlowTables>().selectFrom('flow_host').select('private_hosts').executeTakeFirst(),
        {
          read: true,
        },
      );
      return { privateHosts: row?.private_hosts ?? [] };
    },

    async putHosts(tenant: TenantId, { privateHosts }: FlowHosts): Promise<FlowHosts> {
      const hosts = [...new Set(privateHosts.map((host) => host.toLowerCase()))].sort();
      const json = JSON.stringify(hosts);
      await db.tenant(tenant, (tx) =>
        tx
          .tables<FlowTables>()
          .insertInto('flow_host')
          .values({ tenant, private_hosts: json })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ private_hosts: json }))
          .execute(),
      );
      return { privateHosts: hosts };
    },

    /** The headers with their secrets. Rejects where one is not there. */
    async withSecrets(tenant: TenantId, headers: Readonly<Record<string, string>>): Promise<Record<string, string>> {
      const names = [...new Set(Object.values(headers).flatMap((value) => Array.from(value.matchAll(SECRET), (match) => match[1]!)))];
      if (names.length === 0) return { ...headers };
      const rows = await db.tenant(
        tenant,
        (tx) => tx.tables<FlowTables>().selectFrom('flow_secret').select(['name', 'sealed']).where('name', 'in', names).execute(),
        { read: true },
      );
      const open = new Map(await Promise.all(rows.map(async (row) => [row.name, await keyring.openText(tenant, row.sealed)] as const)));
      const put = (value: string): string =>
        value.replace(SECRET, (_, name: string) => {
          const secret = open.get(name);
          if (secret === undefined) throw new AppError('flow.no-such-secret', { name });
          return secret;
        });
      return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, put(value)]));
    },
  };
}
