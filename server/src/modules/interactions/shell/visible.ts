// Which events of the log a caller may see: the rule of the stream and of GET /interactions/{id}/events.
import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, InteractionId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { boxReachOf, reachesBox, reachOf, reaches, type Box, type BoxReach, type Reach } from '../core/reach.ts';
import type { InteractionsPorts } from '../ports.ts';
import type { InteractionsTables } from './tables.ts';

type Part = { agents: Set<AgentId>; queue: QueueId | null; boxes: Box[] };
const REMEMBERED = 5_000;

/** Configuration shows in the stream to whoever may read that kind of object. */
const CONFIG_ACTIONS: Readonly<Record<string, Action>> = {
  queue: 'queues:read',
  skill: 'queues:read',
  'agent-skills': 'agents:read',
  number: 'numbers:read',
  trunk: 'numbers:read',
  device: 'devices:read',
  flow: 'flows:read',
  role: 'roles:read',
  'api-key': 'api-keys:read',
  retention: 'retention:read',
  'conversation-rule': 'interactions:read',
  dispositions: 'interactions:read',
  threshold: 'thresholds:read',
  wallboard: 'kpis:read',
  lane: 'lanes:read',
  'chat-site': 'chat-sites:read',
};

export function createVisibility(deps: { db: Db; ports: InteractionsPorts }) {
  const { db, ports } = deps;
  // Who takes part, as told by the events that passed here: the rows may not have been folded that far yet.
  const parts = new Map<InteractionId, Part>();

  async function reach(caller: Caller, action: Action): Promise<Reach> {
    const scope = caller.scope(action);
    const others =
      scope === 'team'
        ? await ports.agentsIn(caller.tenant, { teams: caller.teams, sites: [] })
        : scope === 'site'
          ? await ports.agentsIn(caller.tenant, { teams: [], sites: caller.sites })
          : [];
    const far = reachOf(scope, caller, others);
    // Whoever has a message to see to sees the contact it was left in. Only the contact: other recordings of it are not his to hear.
    if (far === 'all' || scope === null || action !== 'interactions:read') return far;
    const boxes = boxReachOf(caller.scope('voicemails:read'), caller);
    return boxes === 'all' ? far : { ...far, boxes };
  }

  const boxReach = (caller: Caller, action: Action): BoxReach => boxReachOf(caller.scope(action), caller);

  async function exists(tenant: TenantId, id: InteractionId): Promise<boolean> {
    const found = await db.tenant(
      tenant,
      (tx) => tx.tables<InteractionsTables>().selectFrom('interaction').select('id').where('id', '=', id).executeTakeFirst(),
      { read: true },
    );
    return found !== undefined;
  }

  /** null where the tenant has no such interaction. */
  function readPart(tenant: TenantId, id: InteractionId): Promise<Part | null> {
    return db.tenant(
      tenant,
      async (tx) => {
        const tables = tx.tables<InteractionsTables>();
        const row = await tables.selectFrom('interaction').select('queue').where('id', '=', id).executeTakeFirst();
        if (!row) return null;
        const agents = await tables.selectFrom('interaction_agent').select('agent').where('interaction', '=', id).execute();
        const boxes = await tables.selectFrom('voicemail').select(['queue', 'agent']).where('interaction', '=', id).execute();
        return { agents: new Set(agents.map((each) => each.agent)), queue: row.queue, boxes };
      },
      { read: true },
    );
  }

  /** Only for an event of the caller's own tenant: what is kept here must never come from a question about somebody else's id. */
  async function partOf(tenant: TenantId, id: InteractionId): Promise<Part> {
    const known = parts.get(id);
    if (known) return known;
    const part = (await readPart(tenant, id)) ?? { agents: new Set(), queue: null, boxes: [] };
    const raced = parts.get(id);
    if (raced) return raced;
    parts.set(id, part);
    if (parts.size > REMEMBERED) parts.delete(parts.keys().next().value!);
    return part;
  }

  /** Whether the caller may do `action` with this interaction; not with one that his tenant does not have. */
  async function reachesInteraction(caller: Caller, action: Action, id: InteractionId): Promise<boolean> {
    const far = await reach(caller, action);
    if (far === 'all') return exists(caller.tenant, id);
    const part = await readPart(caller.tenant, id);
    if (!part) return false;
    return reaches(far, { ...part, agents: [...part.agents, ...(parts.get(id)?.agents ?? [])] });
  }

  /** The event, or null where the caller may not see it. Personal data in it stays sealed. */
  async function visible(caller: Caller, event: StoredEvent): Promise<StoredEvent | null> {
    if (event.tenant !== caller.tenant) return null;
    if (!(await allowed(caller, event))) return null;
    // Why an agent was put where he is concerns him and those who may do it.
    if (
      event.type === 'presence.changed' &&
      event.data.forced &&
      event.data.agent !== caller.agent &&
      caller.scope('agents:force') === null
    )
      return { ...event, data: { ...event.data, forced: null } };
    // Whose call keeps a supervisor busy would tell an agent that he is listened to.
    const told = event.type !== 'agent.occupied' || event.data.agent === caller.agent || caller.scope('calls:monitor') !== null;
    return told ? event : { ...event, data: { ...event.data, by: '' } };
  }

  /** Of these events of one interaction that the caller may read: who is listened to is told to those who may listen. */
  async function told<E extends StoredEvent>(caller: Caller, interaction: InteractionId, events: readonly E[]): Promise<E[]> {
    if (!events.some(isMonitoring) || (await reachesInteraction(caller, 'calls:monitor', interaction))) return [...events];
    return events.filter((event) => !isMonitoring(event));
  }

  async function allowed(caller: Caller, event: StoredEvent): Promise<boolean> {
    if (caller.scope('events:read') === null) return false;
    switch (event.type) {
      case 'presence.changed':
      case 'agent.occupied': {
        if (event.data.agent === caller.agent) return true;
        const far = await reach(caller, 'presence:read');
        return far === 'all' || far.agents.includes(event.data.agent) || caller.scope('presence:read') === 'queue';
      }
      case 'customer.created':
      case 'customer.changed':
      case 'customer.merged':
      case 'customer.parted':
      case 'customer.erased':
        return !['own', null].includes(caller.scope('customers:read'));
      case 'matter.opened':
      case 'matter.changed':
      case 'matter.removed':
        return caller.scope('matters:read') !== null;
      case 'config.changed': {
        const scope = caller.scope(CONFIG_ACTIONS[event.data.kind] ?? 'users:read');
        // What a wrap-up offers concerns everybody who writes one.
        if (event.data.kind === 'dispositions') return scope !== null;
        if (scope === 'own') return caller.agent !== null && agentIn(event.data.value) === caller.agent;
        return scope !== null;
      }
      case 'storage.changed':
        return caller.scope('storage:read') !== null;
      case 'kpi.alarm-raised':
      case 'kpi.alarm-cleared':
      case 'kpi.alarm-acknowledged':
        return caller.scope('thresholds:read') !== null;
      case 'lane.proposed':
      case 'lane.opened':
      case 'lane.closed':
        return caller.scope('lanes:read') !== null;
      // Who is good at what is for those who lead them.
      case 'matching.applied':
        return caller.scope('matching:read') !== null;
      case 'alert.raised':
      case 'alert.cleared':
      case 'alert.taken':
        return seesAlert(caller, event.data);
      case 'flow.published':
        return caller.scope('flows:read') !== null;
      case 'call.monitored':
      case 'call.monitor-ended':
        return reachesInteraction(caller, 'calls:monitor', event.data.interaction);
      default: {
        const far = await reach(caller, 'interactions:read');
        if (far === 'all') return true;
        const part = await partOf(caller.tenant, event.data.interaction);
        if (event.type === 'voicemail.left' || event.type === 'voicemail.changed') {
          const { queue, agent } = event.data;
          if (!part.boxes.some((box) => box.queue === queue && box.agent === agent)) part.boxes.push({ queue, agent });
          if (reachesBox(boxReach(caller, 'voicemails:read'), event.data)) return true;
        } else {
          if ('agent' in event.data && event.data.agent) part.agents.add(event.data.agent);
          if ('queue' in event.data && event.data.queue) part.queue = event.data.queue;
        }
        const seen = reaches(far, { ...part, agents: [...part.agents] });
        // Whoever declined is told so, and sees nothing after it.
        if (event.type === 'work.offer-ended') part.agents.delete(event.data.agent);
        return seen;
      }
    }
  }

  return { reach, boxReach, reachesInteraction, visible, told };
}

/** Of a narrower scope than the tenant: those of his queues. What concerns his agents he finds in the feed. */
function seesAlert(caller: Caller, { queue }: { queue: string | null }): boolean {
  const scope = caller.scope('alerts:read');
  return scope === 'tenant' || (scope === 'queue' && queue !== null && caller.queues.includes(queue));
}

function isMonitoring(event: StoredEvent): boolean {
  return event.type === 'call.monitored' || event.type === 'call.monitor-ended';
}

/** Whose the configured object is: a device says so. */
function agentIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'agent' in value ? value.agent : null;
}
