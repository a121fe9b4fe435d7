// Days under other rules on the real database: one at a time, progress, cancelled, failed in words, taken up again, kept.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WhatIfRequest } from '@tandem/contract/api/what-if.ts';
import type { Id, IdPrefix, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import type { Played, Resolved } from '../core/what-if.ts';
import type { Prepared } from '../ports.ts';
import { createWhatIf, type WhatIf } from './what-if.ts';

const DAY = '2026-11-21';
const FROM = Date.parse(`${DAY}T00:00:00Z`);
let now = FROM + 30 * 3_600_000;
const clock = { now: () => ++now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), new Uint8Array(randomBytes(10)));
const queue = id('que');
const user = id('usr');
const request: WhatIfRequest = { day: DAY, queues: [{ queue, settings: { wrapUpMs: 0 } }], replications: 10 };
const figure = {
  figure: 'serviceLevel',
  recorded: 0.5,
  before: { mean: 0.5, plusMinus: 0.1 },
  after: { mean: 0.7, plusMinus: 0.1 },
} as const;
const DONE: Played = {
  kind: 'done',
  changed: [{ queue, changes: [{ path: ['wrapUpMs'], before: 30_000, after: 0 }] }],
  replay: { turns: 9, offers: 4, same: 9, sameChoices: 9, firstAt: null },
  groups: [{ queue: null, at: null, contacts: 4, figures: [{ ...figure, difference: { mean: 0.2, plusMinus: 0.05 } }] }],
  rests: { arrivals: 4, talks: 4, wrapUps: 4, patience: 4, reactions: 4, leftOut: 0 },
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let whatIf: WhatIf;
let tenant: TenantId;
let sent: Id<'wif'>[];
let asked: Resolved | null;
let play: Prepared['play'];

beforeAll(async () => {
  database = await testDatabase({ modules: ['planning'] });
  whatIf = createWhatIf({
    ...database,
    clock,
    newId: id,
    logger: silentLog,
    ports: {
      async prepare(_, resolved) {
        asked = resolved;
        return { play: (span, watch) => play(span, watch) };
      },
      day: async (_, day) => (day === DAY ? { from: FROM, to: FROM + 24 * 3_600_000 } : null),
      today: async () => '2026-11-22',
      days: async () => [
        { day: '2026-11-20', contacts: 3 },
        { day: DAY, contacts: 4 },
      ],
      userNames: async (_, users) => new Map(users.map((each) => [each, 'Ada'])),
      names: async (_, ids) => Object.fromEntries(ids.map((each) => [each, `named ${each.slice(0, 3)}`])),
      send: async (_, run) => void sent.push(run),
    },
  });
});
afterAll(() => database.close());
beforeEach(() => {
  tenant = id('tnt');
  sent = [];
  asked = null;
  play = async () => DONE;
});

const ask = (more: Partial<WhatIfRequest> = {}) => whatIf.ask(tenant, user, { ...request, ...more }, 'en');
const never = new AbortController().signal;
const work = (run: Id<'wif'>) => whatIf.work(tenant, run, never);
const one = (run: Id<'wif'>) => whatIf.view.one(tenant, run, 'en');
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fine',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a run', () => {
  test('is played by its job, told while it runs, and kept with its names', async () => {
    const { id: run, state } = await ask();
    expect([state, sent]).toEqual(['queued', [run]]);
    const steps: unknown[] = [];
    play = async (span, { told }) => {
      steps.push(span);
      told('playing', 0.5);
      await expect.poll(async () => (await one(run)).progress, { timeout: 5_000 }).toBe(0.5);
      steps.push((await one(run)).state, (await one(run)).step);
      return DONE;
    };
    await work(run);
    expect(steps).toEqual([{ from: FROM, to: FROM + 24 * 3_600_000, replications: 10 }, 'running', 'playing']);
    const { result, problem, user: by, names, state: after } = await one(run);
    expect([after, problem, by?.name, names[queue]]).toEqual(['done', null, 'Ada', 'named que']);
    expect(result).toMatchObject({ partial: false, replications: 10, groups: DONE.kind === 'done' ? DONE.groups : [] });
    const { items } = await whatIf.view.list(tenant, {});
    expect(items).toMatchObject([{ id: run, state: 'done', figures: [{ figure: 'serviceLevel' }] }]);
    expect((await whatIf.view.list(id('tnt'), {})).items).toEqual([]);
    // Delivered once more: nothing is played again.
    play = async () => Promise.reject(new Error('played twice'));
    await work(run);
    expect((await one(run)).state).toBe('done');
  });

  test('is the only one of its tenant until it is over', async () => {
    const { id: run } = await ask();
    expect(await code(ask())).toBe('what-if.running');
    tenant = id('tnt');
    expect(await code(ask())).toBe('fine');
    expect((await whatIf.view.list(tenant, {})).items).toHaveLength(1);
    expect(sent).toContain(run);
  });

  test('ends when it is cancelled, also in the middle', async () => {
    const { id: run } = await ask();
    let ended = '';
    play = (_, { signal }) =>
      new Promise((_done, failed) =>
        signal.addEventListener('abort', () => {
          ended = 'aborted';
          failed(signal.reason as Error);
        }),
      );
    const working = work(run);
    await expect.poll(async () => (await one(run)).state).toBe('running');
    expect((await whatIf.cancel(tenant, run, 'en')).state).toBe('cancelled');
    await working;
    expect(ended).toBe('aborted');
    expect((await one(run)).state).toBe('cancelled');
    expect(await code(whatIf.cancel(tenant, run, 'en'))).toBe('what-if.over');
    expect(await code(ask())).toBe('fine');
  });

  test('that a process did not end is begun anew by the next', async () => {
    const { id: run } = await ask();
    const stop = new AbortController();
    play = (_, { signal }) => new Promise((_done, failed) => signal.addEventListener('abort', () => failed(signal.reason as Error)));
    const working = whatIf.work(tenant, run, stop.signal);
    await expect.poll(async () => (await one(run)).state).toBe('running');
    stop.abort(new Error('the process ends'));
    await working;
    expect((await one(run)).state).toBe('queued');
    sent = [];
    await whatIf.takeUp();
    expect(sent).toContain(run);
    play = async () => DONE;
    await work(run);
    expect((await one(run)).state).toBe('done');
  });

  test('says in words why there is no result', async () => {
    play = async () => ({ kind: 'no-data' });
    const nothing = await ask();
    await work(nothing.id);
    expect((await whatIf.view.one(tenant, nothing.id, 'zh-CN')).problem).toMatchObject({
      code: 'what-if.no-data',
      title: '这一天没有数据',
    });
    play = async () => ({ kind: 'no-queue', queue });
    const gone = await ask();
    await work(gone.id);
    expect((await one(gone.id)).problem?.detail).toBe('There was no queue named que on that day.');
    play = async () => Promise.reject(new Error('out of memory'));
    const broken = await ask();
    await work(broken.id);
    expect((await one(broken.id)).problem).toMatchObject({ code: 'what-if.failed' });
  });
});

describe('a question', () => {
  test('that asks for nothing, or of no day, is refused', async () => {
    expect(await code(ask({ queues: [] }))).toBe('what-if.no-change');
    expect(await code(ask({ day: '2026-02-30' }))).toBe('what-if.bad-day');
    expect(await code(ask({ staffing: [{ queue, from: '10:00', to: '09:00', agents: 1 }] }))).toBe('what-if.bad-hours');
    expect(await code(ask({ versions: [id('evt')] }))).toBe('what-if.bad-version');
    expect((await whatIf.view.list(tenant, {})).items).toEqual([]);
  });

  test('may be how something was once, with changes on top', async () => {
    const actor = { kind: 'system', part: 'test' } as const;
    const value = { id: queue, wrapUpMs: 9_000, priority: 4 };
    await database.db.tenant(tenant, (tx) =>
      database.log.append(tx, [
        { stream: queue, type: 'config.changed', data: { kind: 'queue', id: queue, value, engine: 'directory/1' }, actor },
      ]),
    );
    const [event] = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, queue));
    await ask({ versions: [event!.id as Id<'evt'>] });
    expect(asked?.queues.get(queue)).toEqual({ ...value, wrapUpMs: 0 });
  });

  test('is helped by the days there are', async () => {
    expect(await whatIf.view.days(tenant)).toEqual({
      today: '2026-11-22',
      items: [
        { day: DAY, contacts: 4 },
        { day: '2026-11-20', contacts: 3 },
      ],
    });
  });
});
