// Keys: a master key wraps tenant keys; tenant keys wrap data keys of blobs and the keys of customers.
import type { CustomerId, TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../db/types.ts';

export type DataKey = { plain: Uint8Array; /** Text that only the tenant's key opens. */ wrapped: string };

export type KeyRing = {
  /** A fresh 32-byte data key for one blob or recording of the tenant. */
  dataKey(tenant: TenantId): Promise<DataKey>;
  unwrap(tenant: TenantId, wrapped: string): Promise<Uint8Array>;
  /** Small secrets at rest (device passwords): AES-256-GCM under the tenant's key. */
  sealText(tenant: TenantId, text: string): Promise<string>;
  openText(tenant: TenantId, sealed: string): Promise<string>;
};

/** Personal data in events, under one key per customer. Erasing the customer destroys the key. */
export type PersonalData = {
  /** `personal:v1:...`; makes the customer's key at first use, in the same transaction. */
  seal(tx: Tx, customer: CustomerId, text: string): Promise<string>;
  /** The text, or null where the key was destroyed. */
  open(tx: Tx, sealed: string): Promise<string | null>;
  /** The same for a page of them, in one query. */
  openAll(tx: Tx, sealed: readonly string[]): Promise<(string | null)[]>;
  /** Destroys the customer's key: everything sealed with it is gone for good. */
  destroy(tx: Tx, customer: CustomerId): Promise<void>;
};
