// Days under other rules: asked, played by a job, told while they run, cancelled, kept.
import type { WhatIfDays, WhatIfHead, WhatIfRequest, WhatIfRun } from '@tandem/contract/api/what-if.ts';
import type { Id, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { Type } from 'typebox';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import { readConfigChanges } from '../../../platform/eventlog/config-changes.ts';
import { toProblem } from '../../../platform/errors/problem.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Page } from '../../../platform/http/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import { idsIn, resolve, USUAL_REPLICATIONS, type Step, type Version } from '../core/what-if.ts';
import type { PlanningPorts, Prepared } from '../ports.ts';
import { endRun, headsOf, makeRun, moveOn, oneRun, openRuns, type HeadRow } from './store.ts';
import type { RunRow } from './tables.ts';

export type WhatIfDeps = {
  db: Db;
  clock: Clock;
  newId: (prefix: 'wif') => Id<'wif'>;
  logger: Log;
  ports: PlanningPorts;
};
export type WhatIf = ReturnType<typeof createWhatIf>;

const Place = Type.Tuple([Type.Integer(), Type.String()]);
/** The least time between two looks at the row: progress goes in, and a cancellation by another process comes out. */
const LOOK_MS = 1_000;
/** What may be tried again as it was once. */
const TRIED = ['queue', 'routing-rules'];

export function createWhatIf(deps: WhatIfDeps) {
  const { db, clock, newId, logger, ports } = deps;
  const running = new Map<Id<'wif'>, AbortController>();

  async function prepared(tenant: TenantId, request: WhatIfRequest): Promise<Prepared> {
    const versions = await Promise.all((request.versions ?? []).map((id) => versionOf(tenant, id)));
    const resolved = resolve(request, versions);
    if (!resolved.ok) throw new AppError(resolved.refusal.code, { ...resolved.refusal.detail });
    return ports.prepare(tenant, resolved.value);
  }

  async function versionOf(tenant: TenantId, id: Id<'evt'>): Promise<Version> {
    const [row] = await db.tenant(tenant, (tx) => readConfigChanges(tx, { kinds: TRIED, id, limit: 1 }), { read: true });
    if (!row) throw new AppError('what-if.bad-version');
    return { kind: row.kind, object: row.stream, state: row.after };
  }

  /** Of a day that is not over, up to now. */
  async function spanOf(tenant: TenantId, day: string): Promise<{ from: number; to: number; partial: boolean }> {
    const [span, now] = [await ports.day(tenant, day), clock.now()];
    if (span === null || span.from >= now) throw new AppError('what-if.bad-day', { day });
    return { from: span.from, to: Math.min(span.to, now), partial: span.to > now };
  }

  async function play(tenant: TenantId, row: RunRow, abort: AbortController): Promise<void> {
    const { asked, id } = row;
    const replications = asked.replications ?? USUAL_REPLICATIONS;
    const span = await spanOf(tenant, asked.day);
    let at: { step: Step; progress: number } = { step: 'reading', progress: 0 };
    const look = async (): Promise<void> => {
      if (!(await moveOn(db, tenant, id, { state: 'running', ...at }))) abort.abort(new AppError('what-if.over', { state: 'cancelled' }));
    };
    await look();
    // One look after another; what fails once is looked at again.
    let looking: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      looking = looking
        .then(look)
        .catch((error: unknown) => logger.warn('progress of a played day was not kept', { id, error: String(error) }));
    }, LOOK_MS);
    try {
      const question = await prepared(tenant, asked);
      const told = (step: Step, progress: number): void => void (at = { step, progress });
      const played = await question.play({ from: span.from, to: span.to, replications }, { told, signal: abort.signal });
      if (played.kind === 'no-data') throw new AppError('what-if.no-data', { day: asked.day });
      if (played.kind === 'no-queue') throw new AppError('what-if.no-queue', { queue: played.queue });
      const { kind: _, ...figures } = played;
      await endRun(db, tenant, id, clock.now(), { state: 'done', result: { ...span, replications, ...figures } });
    } finally {
      clearInterval(timer);
      await looking;
    }
  }

  /** In the reader's language; queues by their names. */
  function problemOf(
    { code, detail }: NonNullable<RunRow['problem']>,
    names: WhatIfRun['names'],
    language: Language,
  ): WhatIfRun['problem'] {
    const named = Object.fromEntries(
      Object.entries(detail).map(([key, value]) => [key, (typeof value === 'string' && names[value]) || value]),
    );
    const { problem } = toProblem(new AppError(code, named), language);
    return { code: problem.code, title: problem.title, detail: problem.detail ?? '' };
  }

  const view = {
    async one(tenant: TenantId, id: Id<'wif'>, language: Language): Promise<WhatIfRun> {
      const row = await oneRun(db, tenant, id);
      const [people, names] = await Promise.all([
        ports.userNames(tenant, [row.made_by]),
        ports.names(tenant, [...new Set(idsIn([row.asked, row.result?.changed, row.result?.groups, row.problem]))]),
      ]);
      const problem = row.problem && problemOf(row.problem, names, language);
      return { ...headOf(row, people), asked: row.asked, problem, result: row.result, names };
    },
    async list(tenant: TenantId, { limit = 50, cursor }: { limit?: number; cursor?: string }): Promise<Page<WhatIfHead>> {
      const [at, last] = cursor === undefined ? [] : decodeCursor(cursor, Place);
      const after = at === undefined || last === undefined ? null : { at, id: last };
      const rows = await headsOf(db, tenant, { limit: limit + 1, after });
      const page = rows.slice(0, limit);
      const people = await ports.userNames(tenant, [...new Set(page.map((row) => row.made_by))]);
      const end = rows.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map((row) => ({ ...headOf(row, people), figures: row.figures ?? [] })),
        nextCursor: end ? encodeCursor([end.made_at, end.id]) : null,
      };
    },
    async days(tenant: TenantId): Promise<WhatIfDays> {
      const [today, items] = await Promise.all([ports.today(tenant), ports.days(tenant)]);
      return { today, items: items.toSorted((a, b) => (a.day < b.day ? 1 : -1)) };
    },
  };

  return {
    view,
    /** Throws `what-if.*` and what the settings are refused for. */
    async ask(tenant: TenantId, user: UserId, request: WhatIfRequest, language: Language): Promise<WhatIfRun> {
      await spanOf(tenant, request.day);
      await prepared(tenant, request);
      const id = newId('wif');
      await makeRun(db, tenant, { id, at: clock.now(), by: user, asked: request });
      await ports.send(tenant, id);
      return view.one(tenant, id, language);
    },
    /** Throws `what-if.over` where there is nothing left to cancel. */
    async cancel(tenant: TenantId, id: Id<'wif'>, language: Language): Promise<WhatIfRun> {
      const ended = await endRun(db, tenant, id, clock.now(), { state: 'cancelled' });
      if (!ended) throw new AppError('what-if.over', { state: (await oneRun(db, tenant, id)).state });
      running.get(id)?.abort(new AppError('what-if.over', { state: 'cancelled' }));
      return view.one(tenant, id, language);
    },
    /** The job. What a process did not end before `signal` is begun anew by the next. */
    async work(tenant: TenantId, id: Id<'wif'>, signal: AbortSignal): Promise<void> {
      const row = await oneRun(db, tenant, id);
      // Sent twice: as it was made, and by a process that started meanwhile.
      if (running.has(id) || (row.state !== 'queued' && row.state !== 'running')) return;
      const abort = new AbortController();
      const stop = (): void => abort.abort(signal.reason);
      running.set(id, abort);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      try {
        await play(tenant, row, abort);
      } catch (error) {
        if (signal.aborted) await moveOn(db, tenant, id, { state: 'queued', step: null, progress: 0 });
        else await failed(tenant, id, error);
      } finally {
        signal.removeEventListener('abort', stop);
        running.delete(id);
      }
    },
    /** What was left open is sent again; once the worker is there. */
    async takeUp(): Promise<void> {
      for (const { tenant, id } of await openRuns(db)) if (!running.has(id)) await ports.send(tenant, id);
    },
  };

  async function failed(tenant: TenantId, id: Id<'wif'>, error: unknown): Promise<void> {
    const expected = error instanceof AppError ? { code: error.code, detail: { ...error.detail } } : null;
    if (expected === null)
      logger.error('a day could not be played', { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    await endRun(db, tenant, id, clock.now(), { state: 'failed', problem: expected ?? { code: 'what-if.failed', detail: {} } });
  }
}

function headOf(row: Omit<HeadRow, 'figures'>, people: ReadonlyMap<UserId, string>): Omit<WhatIfHead, 'figures'> {
  const name = people.get(row.made_by);
  return {
    id: row.id,
    at: row.made_at,
    user: name === undefined ? null : { id: row.made_by, name },
    day: row.day,
    state: row.state,
    step: row.step,
    progress: row.progress,
    endedAt: row.ended_at,
  };
}
