// Erasing a customer: rows go, keys go, the log stays. See README.
import type { Actor } from '@tandem/contract/events.ts';
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { CustomersPorts } from '../ports.ts';
import type { CustomersTables } from './tables.ts';

export function createEraser(deps: { db: Db; log: EventLog; personal: PersonalData; ports: CustomersPorts }) {
  const { db, log, personal, ports } = deps;
  return async (
    tenant: TenantId,
    customer: CustomerId,
    actor: Actor,
  ): Promise<{ id: CustomerId; interactions: number; recordings: number }> => {
    const counts = await db.tenant(tenant, async (tx) => {
      const tables = tx.tables<CustomersTables>();
      // The row's lock keeps two erasures, or an erasure and a change, from crossing.
      const row = await tables.selectFrom('customer').select('id').where('id', '=', customer).forUpdate().executeTakeFirst();
      if (!row) throw new AppError('customer.not-found', { id: customer });
      // Callers who turned out to be him: personal data of their contacts is sealed under their own keys.
      const merged = await tables.selectFrom('customer').select('id').where('merged_into', '=', customer).execute();
      const recordings = await ports.eraseRecordings(tx, customer);
      const interactions = await ports.eraseInteractions(tx, customer);
      await ports.eraseCallbacks(tx, customer);
      await tables.deleteFrom('lookup_row').where('customer', '=', customer).execute();
      await tables.deleteFrom('customer').where('merged_into', '=', customer).execute();
      await tables.deleteFrom('customer').where('id', '=', customer).execute();
      for (const id of [...merged.map((each) => each.id), customer]) {
        await log.append(tx, [{ stream: id, type: 'customer.erased', data: { customer: id }, actor }]);
        await personal.destroy(tx, id);
      }
      return { interactions, recordings };
    });
    await ports.sweepCallbacks(tenant);
    await ports.sweepRecordings(tenant);
    return { id: customer, ...counts };
  };
}
