// The alert feed as supervisors see it: what is watched, limits and talks in one list, each told to whom it concerns; and taking an entry.
import type { AcknowledgeAlert, Alert, AlertCount } from '@tandem/contract/api/alerts.ts';
import { SOUND } from '@tandem/contract/api/thresholds.ts';
import type { AgentId, AlarmId, InteractionId, QueueId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import { DAY, MINUTE, type Clock } from '../../../kernel/time.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { actorOf, type Caller } from '../../../platform/http/types.ts';
import { worse } from '../core/alarm.ts';
import type { AlertDoc } from '../core/alert.ts';
import type { AnalyticsPorts } from '../ports.ts';
import type { AlertTables } from './alert-tables.ts';
import { named } from './present.ts';
import type { AlarmDoc, Taken } from './tables.ts';

/** What is over is shown for a day. */
const SHOWN_MS = DAY;
const MOST_SHOWN = 200;
const COLUMNS = [
  'id',
  'threshold',
  'interaction',
  'cause',
  'doc',
  'times',
  'acknowledged',
  'rests_until',
  'raised_at',
  'cleared_at',
] as const;
type Row = {
  id: AlarmId;
  threshold: string | null;
  interaction: InteractionId | null;
  cause: string | null;
  doc: AlertDoc | AlarmDoc;
  times: number;
  acknowledged: Taken | null;
  rests_until: number | null;
  raised_at: number;
  cleared_at: number | null;
};

export type AlertFeedDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  /** Resolves when what was told of talks so far is in the alarms, or is late. */
  caughtUp: () => Promise<void>;
  ports: Pick<AnalyticsPorts, 'queueNames' | 'agentNames' | 'userNames' | 'agentsOfTeams'>;
};

export function createAlertFeed({ db, log, clock, caughtUp, ports }: AlertFeedDeps) {
  /** Below tenant scope: of his queues, and of the agents of his teams. What concerns neither concerns the whole house. */
  async function concerns(caller: Caller, action: 'alerts:read' | 'alerts:take'): Promise<(row: Row) => boolean> {
    if (caller.scope(action) === 'tenant') return () => true;
    const agents = await ports.agentsOfTeams(caller.tenant, caller.teams);
    return ({ doc }) =>
      (doc.queue !== null && caller.queues.includes(doc.queue)) || (doc.agent !== null && doc.agent !== undefined && agents.has(doc.agent));
  }

  function rows(tx: Tx, tenant: TenantId) {
    return tx.tables<AlertTables>().selectFrom('kpi_alarm').select(COLUMNS).where('tenant', '=', tenant);
  }

  async function shown(tenant: TenantId, these: readonly Row[], language: Language): Promise<Alert[]> {
    const [queues, agents, users] = await Promise.all([
      ports.queueNames(tenant),
      ports.agentNames(
        tenant,
        these.flatMap(({ doc }) => doc.agent ?? []),
      ),
      ports.userNames(
        tenant,
        these.flatMap(({ acknowledged }) => acknowledged?.user ?? []),
      ),
    ]);
    return these.map((row) => alertOf(row, { queues, agents, users }, language));
  }

  return {
    /** Those that last, then those of the last day; each newest first. */
    async list(caller: Caller, language: Language): Promise<Alert[]> {
      await caughtUp();
      const { tenant } = caller;
      const mine = await concerns(caller, 'alerts:read');
      const all = await db.tenant(
        tenant,
        (tx) =>
          rows(tx, tenant)
            .where((row) => row.or([row('cleared_at', 'is', null), row('cleared_at', '>=', clock.now() - SHOWN_MS)]))
            .orderBy((row) => row('cleared_at', 'is', null), 'desc')
            .orderBy('raised_at', 'desc')
            .orderBy('id')
            .execute(),
        { read: true },
      );
      return shown(tenant, all.filter(mine).slice(0, MOST_SHOWN), language);
    },

    async count(caller: Caller): Promise<AlertCount> {
      await caughtUp();
      const mine = await concerns(caller, 'alerts:read');
      const lasting = await db.tenant(caller.tenant, (tx) => rows(tx, caller.tenant).where('cleared_at', 'is', null).execute(), {
        read: true,
      });
      const those = lasting.filter(mine);
      return { open: those.filter(({ acknowledged }) => acknowledged === null).length, lasting: those.length };
    },

    /** Who comes second finds who was first. Refuses `alarm.not-found`, `alarm.over`, `alarm.got-worse`. */
    async take(caller: Caller, id: AlarmId, wish: AcknowledgeAlert, language: Language): Promise<Alert> {
      const { tenant } = caller;
      const mine = await concerns(caller, 'alerts:take');
      const row = await db.tenant(tenant, async (tx) => {
        const found = await rows(tx, tenant).where('id', '=', id).forUpdate().executeTakeFirst();
        if (!found || !mine(found)) throw new AppError('alarm.not-found', { id });
        if (found.cleared_at !== null) throw new AppError('alarm.over', { id });
        if (worse(found.doc.level, wish.level)) throw new AppError('alarm.got-worse', { id });
        if (found.acknowledged !== null) return found;
        const actor = actorOf(caller);
        const at = clock.now();
        const acknowledged: Taken = { user: actor.kind === 'user' ? (actor.id as UserId) : null, at, note: wish.note?.trim() || null };
        // A limit and a talk are looked at by others, who know of no rest: they come up again when they get worse.
        const rests = found.cause !== null && wish.restMinutes !== undefined ? at + wish.restMinutes * MINUTE : null;
        await tx
          .tables<AlertTables>()
          .updateTable('kpi_alarm')
          .set({ acknowledged: JSON.stringify(acknowledged), rests_until: rests })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .execute();
        const { kind, level, queue, agent, contact } = alertOf({ ...found, acknowledged }, NO_NAMES, language);
        const data = { alert: id, kind, level, queue: queue?.id ?? null, agent: agent?.id ?? null, contact, restsUntil: rests };
        await log.append(tx, [{ stream: id, type: 'alert.taken', data, actor }]);
        return { ...found, acknowledged, rests_until: rests };
      });
      return (await shown(tenant, [row], language))[0]!;
    },
  };
}

type Names = {
  queues: ReadonlyMap<QueueId, TenantText>;
  agents: ReadonlyMap<AgentId, string>;
  users: ReadonlyMap<UserId, string>;
};
const NO_NAMES: Names = { queues: new Map(), agents: new Map(), users: new Map() };

function alertOf(row: Row, { queues, agents, users }: Names, language: Language): Alert {
  const { doc, acknowledged } = row;
  const watched = 'kind' in doc ? doc : null;
  const limit = 'measure' in doc ? doc : null;
  const agent = doc.agent ?? null;
  return {
    id: row.id,
    kind: watched?.kind ?? (limit?.measure === SOUND ? 'call-sound' : 'limit'),
    level: doc.level,
    times: row.times,
    measure: limit?.measure ?? null,
    comparison: limit?.comparison ?? null,
    value: doc.value,
    limit: doc.limit,
    queue: doc.queue === null ? null : named(doc.queue, queues, language),
    agent: agent && { id: agent, name: agents.get(agent) ?? '' },
    trunk: watched?.trunk ?? null,
    contact: watched?.contact ?? row.interaction,
    since: watched?.since ?? row.raised_at,
    raisedAt: row.raised_at,
    clearedAt: row.cleared_at,
    acknowledged: acknowledged && {
      by: acknowledged.user && { id: acknowledged.user, name: users.get(acknowledged.user) ?? '' },
      at: acknowledged.at,
      note: acknowledged.note,
    },
    restsUntil: row.rests_until,
  };
}
