// What interactions needs from others; supplied by roles/wire.
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, CustomerId, FlowId, QueueId, TenantId, UserId, WorkId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';

export type InteractionsPorts = {
  /** An erased customer is left out. */
  customers(
    tenant: TenantId,
    ids: readonly CustomerId[],
  ): Promise<ReadonlyMap<CustomerId, { name: string; level: string | null; known: boolean }>>;
  agentNames(tenant: TenantId, ids: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  userNames(tenant: TenantId, ids: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
  queueNames(tenant: TenantId): Promise<ReadonlyMap<QueueId, TenantText>>;
  flowNames(tenant: TenantId): Promise<ReadonlyMap<FlowId, TenantText>>;
  /** Agents of the given teams and sites, for callers with those scopes. */
  agentsIn(tenant: TenantId, places: { teams: readonly string[]; sites: readonly string[] }): Promise<AgentId[]>;
  /** Customers with this text in a name or number, as many as one looks through. */
  customersLike(tenant: TenantId, text: string): Promise<CustomerId[]>;
  /** Merges an unknown caller into a customer. Rejects with `customer.not-found`, `interaction.customer-known`. */
  mergeCustomer(tenant: TenantId, from: CustomerId, into: CustomerId, actor: Actor): Promise<void>;
  /** The same for a caller who was merged into another before. Rejects with `customer.not-found`, `interaction.not-joined`. */
  rejoinCustomer(tenant: TenantId, caller: CustomerId, into: CustomerId, actor: Actor): Promise<void>;
  /** Takes a merge back. Rejects with `interaction.not-joined`. */
  partCustomer(tenant: TenantId, caller: CustomerId, actor: Actor): Promise<void>;
  /** More time to wrap up. Rejects with `work.not-in-wrap-up`, `work.no-more-time`. */
  wrapUpMore(tenant: TenantId, work: WorkId, agent: AgentId): Promise<void>;
  /** The agent has written his wrap-up: routing may give him the next contact. */
  wrapUpDone(tenant: TenantId, work: WorkId, agent: AgentId): Promise<void>;
};
