// What identity needs from others. Supplied by roles/wire.
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';

export type IdentityPorts = {
  /** Of those of these agents who are no users: digital workers. */
  otherNames?(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  /** The queues an agent serves, for permissions of scope `queue`. Asked about once in two seconds a session. */
  queuesOf(tenant: TenantId, agent: AgentId): Promise<readonly string[]>;
  /** Agents who serve a queue, have a skill or a phone: what was set up for them would be lost with them. */
  agentsInUse(tenant: TenantId): Promise<readonly AgentId[]>;
};
