// What analytics needs from others; supplied by roles/wire. Thresholds it reads from the log.
import type { AgentId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Caller } from '../../platform/http/types.ts';

export type AnalyticsPorts = {
  /** IANA zone of the tenant's days. */
  zone(tenant: TenantId): Promise<string>;
  queueNames(tenant: TenantId): Promise<ReadonlyMap<QueueId, TenantText>>;
  /** Epoch ms before which the tenant's events were erased; null where the log is whole. */
  logErasedBefore(tenant: TenantId): Promise<number | null>;
  /** The agents whose figures the caller may see, by his scope for `kpis:read`. */
  agents(caller: Caller): Promise<readonly { id: AgentId; name: string }[]>;
};
