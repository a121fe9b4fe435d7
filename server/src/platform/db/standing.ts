// Connections that stand at a role and a tenant for as long as nobody needs another, so that work costs its own statements and nothing else.
// Reads have no transaction around them: it would add two round trips, and no snapshot, as at READ COMMITTED each statement has its own.
import pg from 'pg';
import type { PoolClient } from 'pg';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { DurationMs } from '../../kernel/time.ts';
import { patient } from './transaction.ts';

export type Standing = {
  readonly pool: pg.Pool;
  /** How long a statement may take. */
  readonly statementMs: DurationMs;
  /** Sees to it that the connection works as `tenant` (null: as the system), before any statement of the work. Throws where it could not. */
  stand(client: PoolClient, tenant: TenantId | null, answerMs: DurationMs): Promise<void>;
};

export function createStanding(pool: pg.Pool, { reads, statementMs }: { reads: boolean; statementMs: DurationMs }): Standing {
  const stands = new WeakMap<PoolClient, TenantId | 'system'>();

  function settings(tenant: TenantId | null): string[] {
    return [
      `set default_transaction_read_only = ${reads ? 'on' : 'off'}`,
      `set statement_timeout = ${statementMs}`,
      `set idle_in_transaction_session_timeout = ${statementMs}`,
      `set role ${tenant === null ? 'tandem_system' : 'tandem_app'}`,
      `set tandem.tenant = ${pg.escapeLiteral(tenant ?? '')}`,
    ];
  }

  return {
    pool,
    statementMs,
    async stand(client, tenant, answerMs) {
      const wanted = tenant ?? 'system';
      if (stands.get(client) === wanted) return;
      // Until PostgreSQL has said yes it stands nowhere: a failure half-way must not leave one tenant's connection to the next.
      stands.delete(client);
      // A message of its own: with BEGIN behind them in the same one, a ROLLBACK would take the settings back as well.
      await client.query(patient(settings(tenant).join('; '), answerMs));
      stands.set(client, wanted);
    },
  };
}
