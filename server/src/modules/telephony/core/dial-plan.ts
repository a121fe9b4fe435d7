// How the digits of one place are read: which country national numbers belong to, and what the trunk they came over rewrites.
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { TenantId } from '@tandem/contract/ids.ts';

type EdgeTrunk = EdgeDirectory['trunks'][number];
export type DialPlan = Pick<EdgeTrunk, 'country' | 'rules'>;

/** Of the tenant's own devices: the rules of a trunk are for what comes over it. */
export function planOf(tenant: TenantId, trunks: readonly EdgeTrunk[]): DialPlan {
  return { country: trunks.find((trunk) => trunk.tenant === tenant)?.country ?? 'CN', rules: [] };
}
