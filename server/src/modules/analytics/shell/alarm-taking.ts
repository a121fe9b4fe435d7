// Alarms as supervisors see them, and take them: one of them says that he takes care, and the others see it.
import type { AcknowledgeAlarm, Alarm } from '@tandem/contract/api/thresholds.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, AlarmId, QueueId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import { DAY, type Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { worse } from '../core/alarm.ts';
import { named } from './present.ts';
import type { AnalyticsTables, KeptAlarm } from './tables.ts';

/** What is over is shown for a day. */
const SHOWN_MS = DAY;
const MOST_SHOWN = 100;
const COLUMNS = ['id', 'threshold', 'interaction', 'doc', 'acknowledged', 'raised_at', 'cleared_at'] as const;

export type AlarmTakingDeps = {
  db: Db;
  log: EventLog;
  clock: Clock;
  /** Resolves when what was told of talks so far is in the alarms, or is late. */
  caughtUp(): Promise<void>;
  queueNames(tenant: TenantId): Promise<ReadonlyMap<QueueId, TenantText>>;
  agentNames(tenant: TenantId, ids: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>>;
  userNames(tenant: TenantId, ids: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
};

export function createAlarmTaking(deps: AlarmTakingDeps) {
  const { db, log, clock } = deps;

  async function shown(tenant: TenantId, rows: readonly KeptAlarm[], language: Language): Promise<Alarm[]> {
    const [queues, agents, users] = await Promise.all([
      deps.queueNames(tenant),
      deps.agentNames(
        tenant,
        rows.flatMap(({ doc }) => doc.agent ?? []),
      ),
      deps.userNames(
        tenant,
        rows.flatMap(({ acknowledged }) => acknowledged?.user ?? []),
      ),
    ]);
    return rows.map(({ id, threshold, interaction, doc, acknowledged, raised_at: raisedAt, cleared_at: clearedAt }) => {
      const { measure, queue, comparison, level, limit, value, agent = null } = doc;
      return {
        id,
        threshold,
        measure,
        comparison,
        level,
        limit,
        value,
        queue: queue === null ? null : named(queue, queues, language),
        raisedAt,
        clearedAt,
        contact: interaction && { interaction, agent: agent && { id: agent, name: agents.get(agent) ?? '' } },
        acknowledged: acknowledged && {
          by: acknowledged.user && { id: acknowledged.user, name: users.get(acknowledged.user) ?? '' },
          at: acknowledged.at,
          note: acknowledged.note,
        },
      };
    });
  }

  return {
    /** Those that last, then those of the last day; each newest first. */
    async list(tenant: TenantId, language: Language): Promise<Alarm[]> {
      await deps.caughtUp();
      const rows = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<AnalyticsTables>()
            .selectFrom('kpi_alarm')
            .select(COLUMNS)
            .where('tenant', '=', tenant)
            .where('cause', 'is', null)
            .where((row) => row.or([row('cleared_at', 'is', null), row('cleared_at', '>=', clock.now() - SHOWN_MS)]))
            .orderBy((row) => row('cleared_at', 'is', null), 'desc')
            .orderBy('raised_at', 'desc')
            .orderBy('id')
            .limit(MOST_SHOWN)
            .execute(),
        { read: true },
      );
      return shown(tenant, rows, language);
    },

    /** Who comes second finds who was first. Refuses `alarm.not-found`, `alarm.over`, `alarm.got-worse`. */
    async acknowledge(tenant: TenantId, id: AlarmId, wish: AcknowledgeAlarm, actor: Actor, language: Language): Promise<Alarm> {
      const row = await db.tenant(tenant, async (tx) => {
        const tables = tx.tables<AnalyticsTables>();
        const found = await tables
          .selectFrom('kpi_alarm')
          .select(COLUMNS)
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('cause', 'is', null)
          .forUpdate()
          .executeTakeFirst();
        if (!found) throw new AppError('alarm.not-found', { id });
        if (found.cleared_at !== null) throw new AppError('alarm.over', { id });
        const { threshold, doc } = found;
        if (worse(doc.level, wish.level)) throw new AppError('alarm.got-worse', { id });
        if (found.acknowledged !== null) return found;
        const note = wish.note?.trim() || null;
        const acknowledged = { user: actor.kind === 'user' ? (actor.id as UserId) : null, at: clock.now(), note };
        await tables
          .updateTable('kpi_alarm')
          .set({ acknowledged: JSON.stringify(acknowledged) })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .execute();
        const data = { threshold, alarm: id, measure: doc.measure, level: doc.level };
        await log.append(tx, [{ stream: threshold ?? id, type: 'kpi.alarm-acknowledged', data, actor }]);
        return { ...found, acknowledged };
      });
      return (await shown(tenant, [row], language))[0]!;
    },
  };
}
