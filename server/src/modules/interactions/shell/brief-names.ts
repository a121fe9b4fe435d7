// Names of queues, flows and agents, remembered for a moment: every page of a list shows them, and they change a few times a day.
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import type { Clock, DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { InteractionsPorts } from '../ports.ts';

/** A new name is shown this late at most. */
const KEPT_MS: DurationMs = 500;
/** Beyond so many of all tenants, everything is read anew. */
const MOST = 20_000;

type Kept<V> = { value: V; until: EpochMs };
type Named = Pick<InteractionsPorts, 'agentNames' | 'queueNames' | 'flowNames'>;

export function createBriefNames(ports: Named, clock: Clock): Named {
  const agents = new Map<string, Kept<string | null>>();

  function keep<K, V>(kept: Map<K, Kept<V>>, key: K, value: V): void {
    if (kept.size >= MOST) kept.clear();
    kept.set(key, { value, until: clock.now() + KEPT_MS });
  }

  /** All names of a tenant; who asks while they are read waits for the same answer. */
  function whole<V>(read: (tenant: TenantId) => Promise<V>): (tenant: TenantId) => Promise<V> {
    const kept = new Map<TenantId, Kept<Promise<V>>>();
    return (tenant) => {
      const known = kept.get(tenant);
      if (known && clock.now() < known.until) return known.value;
      const reading = read(tenant);
      keep(kept, tenant, reading);
      reading.catch(() => kept.delete(tenant));
      return reading;
    };
  }

  return {
    queueNames: whole((tenant) => ports.queueNames(tenant)),
    flowNames: whole((tenant) => ports.flowNames(tenant)),
    async agentNames(tenant, ids) {
      const now = clock.now();
      const keyOf = (id: AgentId) => `${tenant} ${id}`;
      const names = new Map<AgentId, string>();
      const unknown = ids.filter((id) => {
        const known = agents.get(keyOf(id));
        if (!known || now >= known.until) return true;
        if (known.value !== null) names.set(id, known.value);
        return false;
      });
      if (unknown.length === 0) return names;
      const read = await ports.agentNames(tenant, unknown);
      for (const id of unknown) keep(agents, keyOf(id), read.get(id) ?? null);
      for (const [id, name] of read) names.set(id, name);
      return names;
    },
  };
}
