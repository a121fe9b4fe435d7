// What the directory needs from others; supplied by roles/wire.
import type { TrunkCondition } from '@tandem/contract/api/numbers.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, DeviceId, FlowId, QueueId, TenantId, TrunkId, UserId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { PhoneParser } from './core/numbers.ts';

export type DirectoryPorts = {
  parsePhone: PhoneParser;
  /** ISO 3166-1 country of the tenant: what a national number without any context belongs to. */
  country(tenant: TenantId): Promise<string>;
  /** Those of the given agents that do not exist in the tenant. */
  unknownAgents(tenant: TenantId, agents: readonly AgentId[]): Promise<AgentId[]>;
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<Map<AgentId, string>>;
  userNames(tenant: TenantId, users: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
  /** What is done at its hour by nobody's hand stands in the audit trail under who planned it. */
  audited(
    tenant: TenantId,
    entry: { actor: Actor; action: string; object: string; details: Readonly<Record<string, unknown>> },
  ): Promise<void>;
  /** Whether the tenant has music of that key. */
  musicExists(tenant: TenantId, key: string): Promise<boolean>;
  flowExists(tenant: TenantId, flow: FlowId): Promise<boolean>;
  /** Flows whose published version or draft names the id. */
  flowsNaming(tenant: TenantId, id: string): Promise<{ id: FlowId; name: TenantText }[]>;
  /** How many contacts wait in the queue, are with its agents, or are planned for it. */
  contactsIn(tenant: TenantId, queue: QueueId): Promise<number>;
  /** How the edge says a trunk does; null while it says nothing. */
  trunkState(tenant: TenantId, trunk: TrunkId): TrunkCondition | null;
  /** A device changed hands: whoever could be reached by it no longer can, and the new holder can. */
  deviceMoved(tenant: TenantId, from: AgentId | null, to: AgentId | null): Promise<void>;
  /** Another device rings for the agent from now on, null: none. Resolves when the edge knows it. */
  phoneChanged(tenant: TenantId, agent: AgentId, device: DeviceId | null): Promise<void>;
};

/** What the list of whom one can dial needs beside. */
export type ReachPorts = {
  /** Flows that lead straight into a queue. */
  straightFlows(tenant: TenantId): Promise<ReadonlyMap<FlowId, QueueId>>;
  /** How many wait in each queue, and how many of its agents are free. */
  queuesNow(tenant: TenantId): Promise<ReadonlyMap<QueueId, { waiting: number; idle: number }>>;
};
