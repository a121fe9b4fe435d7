// What the directory needs from others; supplied by roles/wire.
import type { TrunkCondition } from '@tandem/contract/api/numbers.ts';
import type { AgentId, FlowId, TenantId, TrunkId } from '@tandem/contract/ids.ts';
import type { PhoneParser } from './core/numbers.ts';

export type DirectoryPorts = {
  parsePhone: PhoneParser;
  /** ISO 3166-1 country of the tenant: what a national number without any context belongs to. */
  country(tenant: TenantId): Promise<string>;
  /** Those of the given agents that do not exist in the tenant. */
  unknownAgents(tenant: TenantId, agents: readonly AgentId[]): Promise<AgentId[]>;
  flowExists(tenant: TenantId, flow: FlowId): Promise<boolean>;
  /** How the edge says a trunk does; null while it says nothing. */
  trunkState(tenant: TenantId, trunk: TrunkId): TrunkCondition | null;
  /** A device changed hands: whoever could be reached by it no longer can, and the new holder can. */
  deviceMoved(tenant: TenantId, from: AgentId | null, to: AgentId | null): Promise<void>;
};
