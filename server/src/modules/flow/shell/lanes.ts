// Emergency lanes and a run: which it meets, and that it came through one. Whatever fails here, the call goes on without.
import type { LaneId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Variables } from '../core/run.ts';
import type { FlowPorts, LanesMet } from '../ports.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { ActiveRun } from './active.ts';

type Deps = { ports: Pick<FlowPorts, 'lanes'>; tell: Log };

const word = (vars: Variables, name: string): string | null => (Object.hasOwn(vars, name) ? String(vars[name]) : null);

/** `open` null: nobody can tell. */
export async function lanesAt({ ports, tell }: Deps, tenant: TenantId, vars: Variables, queue: QueueId | null): Promise<LanesMet> {
  try {
    return await ports.lanes.meeting(tenant, { queue, number: word(vars, 'local'), level: word(vars, 'customerLevel') });
  } catch (error) {
    tell.error('the open emergency lanes are not known', { queue, error: String(error) });
    return { met: [], open: null };
  }
}

export function enterLane({ ports, tell }: Deps, run: ActiveRun, lane: LaneId): void {
  const { tenant, interaction } = run.info.line;
  const entered = ports.lanes
    .entered(tenant, lane, interaction)
    .catch((error: unknown) => tell.error('a contact did not get the tag of its lane', { lane, run: run.info.run, error: String(error) }));
  run.entering = Promise.all([run.entering, entered]).then(() => undefined);
}
