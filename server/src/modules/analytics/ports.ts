// What analytics needs from others; supplied by roles/wire. Thresholds it reads from the log.
import type { AgentId, QueueId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { DurationMs, EpochMs } from '../../kernel/time.ts';
import type { Caller } from '../../platform/http/types.ts';
import type { Trouble } from './core/alert.ts';
import type { Person } from './core/people.ts';

export type AnalyticsPorts = {
  /** IANA zone of the tenant's days. */
  zone(tenant: TenantId): Promise<string>;
  queueNames(tenant: TenantId): Promise<ReadonlyMap<QueueId, TenantText>>;
  /** Names by id, of former ones too. */
  agentNames(tenant: TenantId, ids: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  userNames(tenant: TenantId, ids: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
  /** Epoch ms before which the tenant's events were erased; null where the log is whole. */
  logErasedBefore(tenant: TenantId): Promise<number | null>;
  /** Every agent and what he does, and what somebody who came to each queue now would wait and be promised (null: nobody can tell); null where routing is not in this process. */
  peopleNow(tenant: TenantId): Promise<{
    people: readonly Person[];
    estimates: ReadonlyMap<QueueId, DurationMs | null>;
    promises: ReadonlyMap<QueueId, DurationMs | null>;
  } | null>;
  tenants(): Promise<readonly TenantId[]>;
  /** Since when each agent is in the state he is shown in; without those of whom nobody knows. */
  agentsSince(tenant: TenantId): Promise<ReadonlyMap<AgentId, EpochMs>>;
  /** What is wrong beside the floor: trunks, the edge, faults of routing. */
  troubles(tenant: TenantId): Promise<readonly Trouble[]>;
  agentsOfTeams(tenant: TenantId, teams: readonly string[]): Promise<ReadonlySet<AgentId>>;
  /** The agents whose figures the caller may see, by his scope for `kpis:read`; with `former` also those who are agents no more, and digital workers. */
  agents(
    caller: Caller,
    which?: { former: boolean },
  ): Promise<readonly { id: AgentId; name: string; team: string | null; digital?: true }[]>;
};
