// What matching needs of others; supplied by roles/wire.
import type { AgentOrder } from '@tandem/contract/routing.ts';
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';

export type MatchedQueue = { id: QueueId; name: TenantText; order: AgentOrder; members: readonly AgentId[] };

export type MatchingPorts = {
  tenants(): Promise<readonly TenantId[]>;
  queues(tenant: TenantId): Promise<readonly MatchedQueue[]>;
  skillNames(tenant: TenantId): Promise<ReadonlyMap<string, TenantText>>;
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  /** What routing decides by has changed. */
  changed(tenant: TenantId): Promise<void>;
};
