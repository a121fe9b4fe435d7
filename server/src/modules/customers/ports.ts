// What customers needs from others; supplied by roles/wire.
import type { Address } from '@tandem/contract/address.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, CustomerId, TenantId } from '@tandem/contract/ids.ts';
import type { Caller, Page } from '../../platform/http/types.ts';
import type { Tx } from '../../platform/db/types.ts';

export type CustomersPorts = {
  /** Interactions of one customer that the caller may see, newest first. */
  timeline(
    caller: Caller,
    customer: CustomerId,
    page: { limit: number; cursor?: string; language: 'zh-CN' | 'en' },
  ): Promise<Page<InteractionSummary>>;
  /** Those the agent has or had contact with, for callers whose scope is `own`. */
  customersOf(tenant: TenantId, agent: AgentId): Promise<CustomerId[]>;
  /** Gives all contacts of one customer to another, in the merge's transaction. */
  moveInteractions(tx: Tx, from: CustomerId, into: CustomerId, actor: Actor): Promise<number>;
  /** Takes back what a merge of `to` into `from` gave away, in the transaction that takes it back. */
  returnInteractions(tx: Tx, from: CustomerId, to: CustomerId, actor: Actor): Promise<void>;
  isAgent(tenant: TenantId, agent: AgentId): Promise<boolean>;
  /** A number as people write it. Rejects with `number.unreadable`. */
  parseNumber(tenant: TenantId, text: string): Promise<Address>;
  /** Blanks what interactions keeps of the customer, in the erasure's transaction. Returns how many rows. */
  eraseInteractions(tx: Tx, customer: CustomerId): Promise<number>;
  /** Marks the customer's recordings erased, in the erasure's transaction, and destroys their keys. */
  eraseRecordings(tx: Tx, customer: CustomerId): Promise<number>;
  /** Makes whom to call unreadable in the customer's call-backs, in the erasure's transaction. */
  eraseCallbacks(tx: Tx, customer: CustomerId): Promise<void>;
  /** Cancels call-backs of erased customers; called after the commit and safe to repeat. */
  sweepCallbacks(tenant: TenantId): Promise<void>;
  /** Deletes the files of erased recordings; called after the commit and safe to repeat. */
  sweepRecordings(tenant: TenantId): Promise<void>;
};
