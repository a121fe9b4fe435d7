// What the history needs from others; supplied by roles/wire.
import type { AgentId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Caller } from '../../platform/http/types.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { Step } from './core/plans.ts';

export type HistoryPorts = {
  agentNames(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  userNames(tenant: TenantId, users: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
  /** Names and addresses of users by version: an event tells the version alone. */
  pastProfiles(
    tenant: TenantId,
    users: readonly UserId[],
  ): Promise<readonly { user: UserId; version: number; name: string; email: string }[]>;
  /** Live measures by their ids, which stand in limits and on wallboards. */
  measureNames: ReadonlyMap<string, TenantText>;
  /** Does what a request of the caller's would do, with every rule that holds for it. Throws what it would answer with. */
  perform(by: { caller: Caller; language: Language; requestId: string }, step: Step): Promise<unknown>;
};
