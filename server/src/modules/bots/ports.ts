// What digital workers need of others; supplied by roles/wire.
import type { AgentId, FlowId, Id, InteractionId, OfferId, QueueId, TenantId, WorkId } from '@tandem/contract/ids.ts';

/** A contact that routing offers to a worker. */
export type Offered = { tenant: TenantId; interaction: InteractionId; work: WorkId; queue: QueueId; offer: OfferId; agent: AgentId };

/**
 * What does the work of a digital worker: a flow today, a model later. `take` gives it the contact; false where it is gone, or another's, by now, and it
 * rejects where the hands cannot take it. What becomes of a contact they took comes back through `contacts.heard` (core/contact.ts), once.
 */
export type Hands = { take(work: Offered & { flow: FlowId }): Promise<boolean> };

export type BotsPorts = {
  hands: Hands;
  /** The tenant's queues and skills. */
  known(tenant: TenantId): Promise<{ queues: ReadonlySet<QueueId>; skills: ReadonlySet<Id<'skl'>> }>;
  /** Nodes of the published flow from which no key leads to a person; empty where all is well. Rejects with `flow.not-published`. */
  withoutPerson(tenant: TenantId, flow: FlowId): Promise<readonly string[]>;
  /** Routing reads its configuration anew. */
  configChanged(tenant: TenantId): Promise<void>;
  /** How many contacts each has now; null where routing does not say. */
  now(tenant: TenantId): Promise<ReadonlyMap<AgentId, number> | null>;
  /** Midnight in the company's time zone, epoch ms. */
  midnight(tenant: TenantId): Promise<number>;
  /** Those of the contacts whose customer talked with a person within a day after them. */
  returned(tenant: TenantId, contacts: readonly InteractionId[]): Promise<ReadonlySet<InteractionId>>;
  /** The text under the key of the contact's customer. */
  seal(tenant: TenantId, interaction: InteractionId, text: string): Promise<string>;
  /** Writes how it went as an agent would; not where the tenant's list has no such disposition. */
  wrapUp(tenant: TenantId, interaction: InteractionId, agent: AgentId, verdict: { disposition: string; resolved: boolean }): Promise<void>;
};
