// Calls that were turned away as core was late, while that lasts: how many of a tenant's, since when, and when the last was told.
import type { EdgeSignal } from '@tandem/contract/edge.ts';
import type { TenantId } from '@tandem/contract/ids.ts';

/** So long after the last one it is over. */
const OVER_MS = 60_000;

type Overload = { since: number; at: number; count: number };
export type TurnedAway = {
  heard(signal: Extract<EdgeSignal, { kind: 'calls.turned-away' }>): void;
  /** Null where none was lately. Times are epoch ms. */
  now(tenant: TenantId): Overload | null;
};

export function createTurnedAway({ now }: { now: () => number }): TurnedAway {
  const last = new Map<TenantId, Overload>();
  const lately = (tenant: TenantId): Overload | null => {
    const known = last.get(tenant);
    return known !== undefined && now() - known.at < OVER_MS ? known : null;
  };
  return {
    heard({ tenant, count }) {
      const known = lately(tenant);
      last.set(tenant, { since: known?.since ?? now(), at: now(), count: (known?.count ?? 0) + count });
    },
    now: lately,
  };
}
