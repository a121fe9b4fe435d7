// Analytics put together: the projection, recompute, and the three questions that callers of any scope ask.
import { SHORT_ABANDON_MS, type AgentKpiReport, type KpiLive, type KpiReport } from '@tandem/contract/api/kpis.ts';
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { MINUTE, type Clock, type DurationMs } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog, Reader } from '../../../platform/eventlog/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { silentLog, type Log } from '../../../platform/lifecycle/types.ts';
import { addDays, daysFrom, isDay, type Day } from '../core/days.ts';
import { FOLDED, type Rules } from '../core/ledger.ts';
import { SOUND_EVENTS } from '../core/sound.ts';
import type { AnalyticsPorts } from '../ports.ts';
import { localDays } from './local-days.ts';
import { agentReport, queueReport } from './present.ts';
import { liveReport } from './present-live.ts';
import { createProjection } from './projection.ts';
import { createAlarmTaking } from './alarm-taking.ts';
import { createAlarms } from './alarms.ts';
import { createAlertFeed } from './alert-feed.ts';
import { createAlertLimits } from './alert-limits.ts';
import { createAlerts } from './alerts.ts';
import { createFloors } from './floor.ts';
import { agentDays, queueDays } from './read.ts';
import { recompute } from './recompute.ts';
import { createRenewal } from './renewal.ts';
import { createReports } from './report-service.ts';
import { createSoundAlarms } from './sound-alarms.ts';
import { readAgents, readServiceLevels } from './store.ts';
import { createThresholds } from './thresholds.ts';
import { createWallboards } from './wallboards.ts';

export type AnalyticsOptions = {
  db: Db;
  log: EventLog;
  clock: Clock;
  ports: AnalyticsPorts;
  newId: <P extends string>(prefix: P) => `${P}_${string}`;
  logger?: Log;
  /** Who gives up sooner does not count against the service level; 5 s where left out. A change holds for days to come, or after a recompute. */
  shortAbandonMs?: DurationMs;
};
export type Analytics = ReturnType<typeof createAnalytics>;

/** A tenant's zone hardly ever changes; the projection must not ask for it at every batch. */
const ZONE_KNOWN_MS = MINUTE;
const MOST_DAYS = 400;
/** Figures may be so late: a busy log is counted in ten batches a second, not in fifty. */
const REST_MS = 100;
/** Whoever heard of an event and asks shall find it counted; where the projection is far behind, an old answer is better than none. */
const COUNTED_WITHIN_MS = 500;

export function createAnalytics(options: AnalyticsOptions) {
  const { db, log, clock, ports, newId, logger = silentLog, shortAbandonMs = SHORT_ABANDON_MS } = options;
  const zones = new Map<TenantId, { zone: string; askedAt: number }>();

  async function zoneOf(tenant: TenantId): Promise<string> {
    const known = zones.get(tenant);
    if (known && clock.now() - known.askedAt < ZONE_KNOWN_MS) return known.zone;
    const zone = await ports.zone(tenant);
    zones.set(tenant, { zone, askedAt: clock.now() });
    return zone;
  }
  let reader: Reader | null = null;
  let sound: Reader | null = null;
  const floors = createFloors({
    db,
    clock,
    shortAbandonMs,
    zoneOf,
    peopleNow: (tenant) => ports.peopleNow(tenant),
    caughtUp: () => within(COUNTED_WITHIN_MS, reader?.caughtUp()),
  });
  const queueNames = (tenant: TenantId) => ports.queueNames(tenant);
  const rulesFor = async (tenant: TenantId): Promise<Rules> => ({ days: localDays(await zoneOf(tenant)), shortAbandonMs });

  /** Null: every queue, and the contacts of none. */
  function reach(caller: Caller): readonly QueueId[] | null {
    const scope = caller.scope('kpis:read');
    return scope === 'tenant' || scope === 'site' ? null : scope === null ? [] : (caller.queues as readonly QueueId[]);
  }
  function oneQueue(seen: readonly QueueId[] | null, names: ReadonlyMap<QueueId, unknown>, queue: QueueId): readonly QueueId[] {
    // One answer for "none" and "not yours".
    if (seen === null ? !names.has(queue) : !seen.includes(queue)) throw new AppError('queue.not-found', { id: queue });
    return [queue];
  }
  function aDay(field: string, day: Day): Day {
    if (!isDay(day)) throw invalid(field, 'no such day');
    return day;
  }

  const heardOfTalks = () => within(COUNTED_WITHIN_MS, sound?.caughtUp());
  const alertLimits = createAlertLimits({ db, log, clock, queueNames });
  const watch = createAlerts({ db, log, clock, newId, ports, limitsOf: (tenant) => alertLimits.current(tenant) });

  return {
    thresholds: createThresholds({ db, log, clock, newId, queueNames }),
    alarms: {
      ...createAlarms({ db, log, clock, newId, logger, floors, queueNames, tenants: () => ports.tenants(), watch }),
      ...createAlarmTaking({ ...ports, db, log, clock, caughtUp: heardOfTalks }),
    },
    /** What needs a supervisor, in one list. */
    alerts: createAlertFeed({ db, log, clock, ports, caughtUp: heardOfTalks }),
    /** From when on it is told. */
    alertLimits,
    wallboards: createWallboards({ db, log, newId, queueNames }),
    /** Figures of an earlier version of the program, made anew in the background. */
    renewal: createRenewal({ db, log, clock, logger, rulesFor, logErasedBefore: (tenant) => ports.logErasedBefore(tenant) }),
    reports: createReports({ db, clock, ports, zoneOf, reach, oneQueue, shortAbandonMs }),

    /** Days of the last three months on which somebody came to a queue. */
    async daysWithContacts(tenant: TenantId): Promise<{ day: Day; contacts: number }[]> {
      const today = localDays(await zoneOf(tenant)).dayOf(clock.now());
      const rows = await db.tenant(tenant, (tx) => queueDays(tx, tenant, addDays(today, -92), today, null), { read: true });
      const offered = Map.groupBy(rows, (row) => row.day);
      return [...offered]
        .map(([day, each]) => ({ day, contacts: each.reduce((sum, { figures }) => sum + figures.offered, 0) }))
        .filter(({ contacts }) => contacts > 0);
    },

    /** Starts the reader that folds the log into the figures. */
    async project(): Promise<Reader> {
      reader = await log.reader({ name: 'analytics', types: FOLDED, restMs: REST_MS, handle: createProjection({ rulesFor, clock }) });
      return reader;
    },

    /** Starts the reader that keeps the alarms of talks that sound badly. */
    async hearTalks(): Promise<Reader> {
      sound = await log.reader({
        name: 'sound-alarms',
        types: SOUND_EVENTS,
        restMs: 2 * REST_MS,
        handle: createSoundAlarms({ clock, newId }),
      });
      return sound;
    },

    /** Makes the figures of these local days anew from the log alone, while the projection goes on. Reads the log from a month before. */
    async recompute(tenant: TenantId, from: Day, to: Day): Promise<{ days: number; events: number }> {
      if (daysFrom(aDay('from', from), aDay('to', to), MOST_DAYS) === null)
        throw invalid('to', from > to ? 'before from' : `more than ${MOST_DAYS} days`);
      zones.delete(tenant);
      const rules = await rulesFor(tenant);
      // Figures outlive the events they came from: made anew from what is left they would be wiped out.
      const erased = await ports.logErasedBefore(tenant);
      if (erased !== null && rules.days.startOf(from) < erased) throw invalid('from', 'the log of that time was erased (retention)');
      return recompute({ db, log, rules, mostDays: MOST_DAYS, now: clock.now() }, tenant, from, to);
    },

    async report(caller: Caller, query: { from?: Day; to?: Day; queue?: QueueId }, language: Language): Promise<KpiReport> {
      const { tenant } = caller;
      const zone = await zoneOf(tenant);
      const days = localDays(zone);
      const today = days.dayOf(clock.now());
      const from = aDay('from', query.from ?? query.to ?? today);
      const to = aDay('to', query.to ?? (today < from ? from : today));
      const wanted = daysFrom(from, to, MOST_DAYS);
      if (wanted === null) throw invalid('to', from > to ? 'before from' : `more than ${MOST_DAYS} days`);
      const names = await ports.queueNames(tenant);
      const all = reach(caller);
      const queues = query.queue === undefined ? all : oneQueue(all, names, query.queue);
      const { rows, levels } = await db.tenant(
        tenant,
        async (tx) => ({ rows: await queueDays(tx, tenant, from, to, queues), levels: await readServiceLevels(tx, tenant) }),
        { read: true },
      );
      return queueReport({ zone, days, wanted, rows, levels, names, language, whole: queues === null, shortAbandonMs });
    },

    async agents(caller: Caller, query: { day?: Day }): Promise<AgentKpiReport> {
      const { tenant } = caller;
      const zone = await zoneOf(tenant);
      const days = localDays(zone);
      const now = clock.now();
      const day = aDay('day', query.day ?? days.dayOf(now));
      const people = await ports.agents(caller);
      const { rows, doing } = await db.tenant(
        tenant,
        async (tx) => ({ rows: await agentDays(tx, tenant, day), doing: await readAgents(tx, tenant, 'all') }),
        { read: true },
      );
      return {
        zone,
        startAt: days.startOf(day),
        endAt: days.startOf(addDays(day, 1)),
        ...agentReport({ day, days, now, people, rows, doing }),
      };
    },

    async live(caller: Caller, language: Language): Promise<KpiLive> {
      const [names, floor] = await Promise.all([ports.queueNames(caller.tenant), floors.read(caller.tenant)]);
      return liveReport({ floor, names, language, queues: reach(caller) });
    },
  };
}

/** Resolves when it is done, failed or late. */
async function within(ms: DurationMs, done: Promise<void> | undefined): Promise<void> {
  if (done === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  // A reader that has stopped tells so itself, and the figures stay as they are.
  await Promise.race([done.catch(() => undefined), late]);
  clearTimeout(timer);
}

function invalid(path: string, message: string): AppError {
  return new AppError('request.invalid', { errors: [{ path, message }] });
}
