// Connections that only read: each stands at a role and a tenant for as long as nobody needs another, so that a read costs its own statements
// and nothing else. A transaction around them would add two round trips, and no snapshot: at READ COMMITTED each statement has its own.
import pg from 'pg';
import type { PoolClient } from 'pg';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { DurationMs } from '../../kernel/time.ts';
import { patient } from './transaction.ts';

export type Readers = {
  readonly pool: pg.Pool;
  /** Sees to it that the connection reads as `tenant` (null: as the system), before any statement of the work. Throws where it could not. */
  stand(client: PoolClient, tenant: TenantId | null, answerMs: DurationMs): Promise<void>;
};

export function createReaders(pool: pg.Pool, readMs: DurationMs): Readers {
  const stands = new WeakMap<PoolClient, TenantId | 'system'>();

  return {
    pool,
    async stand(client, tenant, answerMs) {
      const wanted = tenant ?? 'system';
      if (stands.get(client) === wanted) return;
      // Until PostgreSQL has said yes it stands nowhere: a failure half-way must not leave one tenant's connection to the next.
      stands.delete(client);
      const role = tenant === null ? 'tandem_system' : 'tandem_app';
      const settings = [
        'set default_transaction_read_only = on',
        `set statement_timeout = ${readMs}`,
        `set role ${role}`,
        `set tandem.tenant = ${pg.escapeLiteral(tenant ?? '')}`,
      ];
      await client.query(patient(settings.join('; '), answerMs));
      stands.set(client, wanted);
    },
  };
}
