// Call-backs are forgotten with their customer, and with age once they are over.
import type { CustomerId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { Log } from '../edge/context.ts';
import { deleteOver, eraseCallbacksOf, erasedCallbacks, moveCallbacks, returnCallbacks } from './callback-store.ts';

const AT_ONCE = 200;

export type Forgetting = {
  /** In the erasure's transaction: nobody can read any more whom to call. */
  erase(tx: Tx, customer: CustomerId): Promise<void>;
  /** After its commit, and safe to repeat: nobody waits for those that were erased. */
  sweepErased(tenant: TenantId): Promise<void>;
  /** In the transaction of a merge: he turned out to be another. */
  moveCustomer(tx: Tx, from: CustomerId, into: CustomerId): Promise<void>;
  /** In the transaction that takes a merge back: call-backs of these contacts are his again. */
  returnCustomer(tx: Tx, to: CustomerId, contacts: readonly InteractionId[]): Promise<void>;
  /** Those that were over before `before` (epoch ms), a few in each transaction. Returns how many. */
  expire(tenant: TenantId, before: number, signal: AbortSignal): Promise<number>;
};

export function createForgetting(deps: {
  db: Db;
  log: Log;
  cancel: (tenant: TenantId, interaction: InteractionId) => Promise<unknown>;
}): Forgetting {
  const { db, log, cancel } = deps;
  return {
    erase: eraseCallbacksOf,
    async sweepErased(tenant) {
      for (const interaction of await db.tenant(tenant, erasedCallbacks, { read: true }))
        // An agent is calling him at this moment: the try ends it.
        await cancel(tenant, interaction).catch((error: unknown) =>
          log.warn('a call-back of an erased customer could not be cancelled yet', { interaction, error: String(error) }),
        );
    },
    moveCustomer: moveCallbacks,
    returnCustomer: returnCallbacks,
    async expire(tenant, before, signal) {
      let gone = 0;
      while (!signal.aborted) {
        const count = await db.tenant(tenant, (tx) => deleteOver(tx, { before, limit: AT_ONCE }));
        gone += count;
        if (count < AT_ONCE) break;
      }
      return gone;
    },
  };
}
