// Jobs of the worker role: named queues with retries and schedules, over pg-boss in its own schema.
import { PgBoss } from 'pg-boss';
import type { TenantId } from '@tandem/contract/ids.ts';
import { invariant } from '../../kernel/assert.ts';
import { noMetrics, silentLog, type Log, type Metrics } from '../lifecycle/types.ts';

/** `tenant` is null for work of the installation itself. */
export type Job = { readonly id: string; readonly tenant: TenantId | null; readonly data: unknown };

export type JobDefinition = {
  /** `area.verb`, e.g. `recordings.expire`. */
  name: string;
  /** Delivered at least once: the handler bears being run again. `signal` ends with the process. */
  handle(job: Job, signal: AbortSignal): Promise<void>;
  /** Tries after the first; 3 where left out, with growing pauses. */
  retries?: number;
  /** The first of the growing pauses; 5 s where left out. */
  retryDelaySeconds?: number;
  /** Fails a run that takes longer; 300 s where left out. */
  expireSeconds?: number;
  /** Jobs at a time in this process; 1 where left out. */
  concurrency?: number;
};

export type SendOptions = { afterSeconds?: number; /** At most one job per key and minute; a second send is dropped. */ onlyOne?: string };

export type Jobs = {
  /** Before `start`. */
  define(definition: JobDefinition): void;
  start(): Promise<void>;
  /** The job's id, or null where `onlyOne` dropped it. */
  send(name: string, tenant: TenantId | null, data: unknown, options?: SendOptions): Promise<string | null>;
  /** Five-field cron in the zone (IANA). Replaces the schedule of the same name and key. */
  schedule(name: string, cron: string, options?: { zone?: string; tenant?: TenantId | null; data?: unknown; key?: string }): Promise<void>;
  unschedule(name: string, key?: string): Promise<void>;
  /** Jobs that failed for good since then, jobs that should have begun before then, and the names of both. Null before the start. */
  troubles(of: { failedSince: Date; dueBefore: Date }): Promise<{ failed: number; overdue: number; names: string } | null>;
  /** Lets running jobs end for `graceMs`, then gives them back to be retried. */
  stop(graceMs?: number): Promise<void>;
};

type Payload = { tenant: TenantId | null; data: unknown };

/** `work: false`: a process that sends and does not work. */
export function createJobs(options: { url: string; log?: Log; metrics?: Metrics; work?: boolean; size?: number }): Jobs {
  const { log = silentLog, metrics = noMetrics } = options;
  const definitions = new Map<string, JobDefinition>();
  const boss = new PgBoss({
    connectionString: options.url,
    schema: 'pgboss',
    application_name: 'tandem jobs',
    max: options.size ?? 4,
    supervise: options.work !== false,
    schedule: options.work !== false,
  });
  boss.on('error', (error) => log.error('job queue', { error: String(error) }));
  boss.on('warning', (warning) => log.warn('job queue', { warning: JSON.stringify(warning) }));
  const ending = new AbortController();
  let started = false;

  async function run(definition: JobDefinition, id: string, payload: Payload): Promise<void> {
    const startedAt = performance.now();
    const labels = { job: definition.name };
    try {
      await definition.handle({ id, tenant: payload.tenant, data: payload.data }, ending.signal);
      metrics.observe('job_ms', performance.now() - startedAt, labels);
    } catch (error) {
      metrics.observe('job_failures_total', 1, labels);
      log.warn('job failed', { job: definition.name, id, error: String(error) });
      throw error;
    }
  }

  return {
    define(definition) {
      invariant(!started, 'jobs are defined before the start');
      invariant(!definitions.has(definition.name), `job ${definition.name} is defined twice`);
      definitions.set(definition.name, definition);
    },
    async start() {
      started = true;
      await boss.start();
      for (const definition of definitions.values()) {
        const { name, retries = 3, retryDelaySeconds = 5, expireSeconds = 300 } = definition;
        const queue = {
          retryLimit: retries,
          retryDelay: retryDelaySeconds,
          retryBackoff: retryDelaySeconds > 0,
          expireInSeconds: expireSeconds,
        };
        await boss.createQueue(name, queue);
        await boss.updateQueue(name, queue);
        if (options.work === false) continue;
        for (let n = 0; n < (definition.concurrency ?? 1); n++) {
          await boss.work<Payload>(name, { batchSize: 1, pollingIntervalSeconds: 1 }, async (jobs) => {
            for (const job of jobs) await run(definition, job.id, job.data);
          });
        }
      }
    },
    send(name, tenant, data, sendOptions = {}) {
      invariant(definitions.has(name), `job ${name} is not defined`);
      const payload: Payload = { tenant, data };
      const { afterSeconds, onlyOne } = sendOptions;
      return boss.send(name, payload, {
        ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }),
        ...(onlyOne === undefined ? {} : { singletonKey: onlyOne, singletonSeconds: 60 }),
      });
    },
    async schedule(name, cron, { zone = 'UTC', tenant = null, data = null, key } = {}) {
      invariant(definitions.has(name), `job ${name} is not defined`);
      const payload: Payload = { tenant, data };
      await boss.schedule(name, cron, payload, { tz: zone, ...(key === undefined ? {} : { key }) });
    },
    async unschedule(name, key) {
      await boss.unschedule(name, key);
    },
    async troubles({ failedSince, dueBefore }) {
      if (!started) return null;
      const { rows } = await boss.getDb().executeSql(
        `select count(*) filter (where state = 'failed' and completed_on > $1)::int as failed,
           count(*) filter (where state in ('created', 'retry') and start_after < $2)::int as overdue,
           coalesce(string_agg(distinct name, ', ') filter (where state = 'failed' and completed_on > $1
             or state in ('created', 'retry') and start_after < $2), '') as names
         from pgboss.job where name not like '\\_\\_pgboss%'`,
        [failedSince, dueBefore],
      );
      return rows[0] ?? null;
    },
    async stop(graceMs = 5_000) {
      ending.abort();
      if (started) await boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}
