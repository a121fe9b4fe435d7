// Which queues fell back, for the alert feed: it asks every few seconds, and it changes once in months.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import { SECOND, type EpochMs } from '../../../kernel/time.ts';
import type { MatchingDeps } from './matching.ts';
import { stateOfRow } from './look.ts';
import { rowsOf } from './store.ts';

const FRESH_MS = 15 * SECOND;

export type Fallen = { queue: QueueId; at: EpochMs };

export function createFallen({ db, clock, ports }: Pick<MatchingDeps, 'db' | 'clock' | 'ports'>) {
  const known = new Map<TenantId, { readAt: EpochMs; fallen: Promise<Fallen[]> }>();
  async function read(tenant: TenantId): Promise<Fallen[]> {
    const rows = (await rowsOf(db, tenant)).filter((row) => stateOfRow(row) === 'fallen-back');
    if (rows.length === 0) return [];
    const matched = new Set((await ports.queues(tenant)).filter(({ order }) => order === 'best-outcome').map(({ id }) => id));
    return rows.flatMap(({ queue, record: { fallBack } }) => (fallBack && matched.has(queue) ? [{ queue, at: fallBack.at }] : []));
  }
  return (tenant: TenantId): Promise<Fallen[]> => {
    const last = known.get(tenant);
    if (last && clock.now() - last.readAt < FRESH_MS) return last.fallen;
    const fallen = read(tenant);
    known.set(tenant, { readAt: clock.now(), fallen });
    // What failed is asked again at the next look.
    fallen.catch(() => known.delete(tenant));
    return fallen;
  };
}
