// Emergency lanes on the real database: opened once, raised once, taken back exactly; what routing could not do is made good; what cannot be said is refused.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewLane } from '@tandem/contract/api/lanes.ts';
import type { IdPrefix, InteractionId, LaneId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import type { InLine } from '../ports.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { rowsOf } from './store.ts';

const actor = { kind: 'system', part: 'test' } as const;
const by = { reason: null, seen: null };
let now = Date.UTC(2026, 10, 22, 8);
const clock = { now: () => ++now };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), new Uint8Array(randomBytes(10)));
const queue = id('que');

let database: Awaited<ReturnType<typeof testDatabase>>;
let lanes: Lanes;
let tenant: TenantId;
/** Routing, as lanes see it. */
let line: InLine[];
let away = false;

beforeAll(async () => {
  database = await testDatabase({ modules: ['lanes'] });
  lanes = createLanes({
    ...database,
    clock,
    logger: silentLog,
    newId: (prefix) => id(prefix as IdPrefix) as never,
    ports: {
      async line() {
        if (away) throw new AppError('routing.not-here', { tenant });
        return line.map((each) => ({ ...each }));
      },
      callers: async (_, ids) => new Map(ids.map((each) => [each, { number: 'ext:4002', level: 'gold' }])),
      async move(_, { work }, priority) {
        const found = line.find((each) => each.work === work);
        if (found) found.priority = priority;
        return found !== undefined;
      },
      arrivals: async () => 0,
      known: async () => ({ queues: new Set([queue]), numbers: new Map() }),
      cannotSay: async (_, say) => (JSON.stringify(say).includes('missing') ? 'missing' : null),
      userNames: async () => new Map(),
    },
  });
});
afterAll(() => database.close());
beforeEach(() => {
  tenant = id('tnt');
  line = [];
  away = false;
});

const wish = (more: Partial<NewLane> = {}): NewLane => ({
  name: { en: 'Recall' },
  queues: [],
  numbers: [],
  levels: [],
  say: [],
  key: null,
  priority: 30,
  callback: false,
  tag: 'recall',
  surge: null,
  ...more,
});
const waits = (priority = 0): InLine => {
  const one: InLine = { work: id('wrk'), interaction: id('int'), queue, priority, callback: false, queuedAt: clock.now() };
  line.push(one);
  return one;
};
const made = async (more: Partial<NewLane> = {}): Promise<LaneId> => (await lanes.settings.create(tenant, wish(more), actor)).id;
const entered = async (interaction: InteractionId): Promise<number> =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction), { read: true })).filter(
    ({ type }) => type === 'lane.entered',
  ).length;
const row = async (lane: LaneId) => (await rowsOf(database.db, tenant)).find((each) => each.id === lane)!;

describe('those in line', () => {
  test('are raised once, however often it is looked at, and stand as before when it is closed', async () => {
    const [low, high] = [waits(0), waits(7)];
    const lane = await made();
    const opened = await Promise.all([1, 2, 3].map(() => lanes.openings.open(tenant, lane, by, actor)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    await lanes.openings.raise(tenant, await row(lane));
    expect(line.map(({ priority }) => priority)).toEqual([30, 37]);
    expect([await entered(low.interaction), await entered(high.interaction)]).toEqual([1, 1]);
    await lanes.openings.close(tenant, lane, { reason: null }, actor);
    expect(line.map(({ priority }) => priority)).toEqual([0, 7]);
    expect(await lanes.settings.one(tenant, lane)).toMatchObject({ state: 'closed', contacts: 2 });
  });

  test('whom a supervisor gave another priority since keeps it, and a changed lane takes back what it gave', async () => {
    const [moved, still] = [waits(), waits()];
    const lane = await made();
    await lanes.openings.open(tenant, lane, by, actor);
    moved.priority = 90;
    await lanes.settings.change(tenant, lane, { priority: 5 }, actor);
    await lanes.openings.close(tenant, lane, { reason: null }, actor);
    expect([moved.priority, still.priority]).toEqual([90, 0]);
  });

  test('who came into the line through the lane is not raised again, and is lowered with the others', async () => {
    const lane = await made();
    await lanes.openings.open(tenant, lane, by, actor);
    const came = id('int');
    await lanes.entered(tenant, lane, came);
    line.push({ work: id('wrk'), interaction: came, queue, priority: 30, callback: false, queuedAt: clock.now() });
    await lanes.openings.raise(tenant, await row(lane));
    expect(line[0]!.priority).toBe(30);
    await lanes.openings.close(tenant, lane, { reason: null }, actor);
    expect(line[0]!.priority).toBe(0);
  });

  test('what could not be done while routing was away is made good', async () => {
    const one = waits();
    const lane = await made();
    away = true;
    expect(await lanes.openings.open(tenant, lane, by, actor)).toBe(true);
    away = false;
    expect(one.priority).toBe(0);
    await lanes.openings.raise(tenant, await row(lane));
    expect(one.priority).toBe(30);
    away = true;
    await lanes.openings.close(tenant, lane, { reason: null }, actor);
    away = false;
    expect(one.priority).toBe(30);
    await lanes.openings.lower(tenant, await row(lane));
    expect(one.priority).toBe(0);
  });

  test('a look that read the lane before it was opened takes nothing back', async () => {
    const one = waits();
    const lane = await made();
    const before = await row(lane);
    await lanes.openings.open(tenant, lane, by, actor);
    await lanes.openings.lower(tenant, before);
    expect(one.priority).toBe(30);
  });
});

describe('what is set up', () => {
  test('is refused where nobody could meet or hear it', async () => {
    await expect(made({ queues: [id('que')] })).rejects.toMatchObject({ code: 'queue.not-found' });
    await expect(made({ numbers: [id('num')] })).rejects.toMatchObject({ code: 'number.not-found' });
    await expect(made({ say: [{ prompt: 'missing' }] })).rejects.toMatchObject({ code: 'lane.unspeakable' });
    await expect(made({ say: [{ text: { en: 'Dear {{name}}' } }] })).rejects.toMatchObject({ code: 'lane.unspeakable' });
    await expect(made({ key: '1' })).rejects.toMatchObject({ code: 'lane.silent-key' });
    await expect(made({ surge: { arrivals: null, times: null, waiting: null, confirm: true } })).rejects.toMatchObject({
      code: 'lane.empty-surge',
    });
  });

  test('is not removed while it is open, and a proposal is dismissed, not an open lane', async () => {
    const lane = await made();
    await lanes.openings.propose(tenant, lane, { figure: 'waiting', value: 4, usual: null });
    await lanes.openings.close(tenant, lane, { reason: null, only: 'proposed' }, actor);
    expect((await lanes.settings.one(tenant, lane)).state).toBe('closed');
    await lanes.openings.open(tenant, lane, by, actor);
    await expect(lanes.settings.remove(tenant, lane, actor)).rejects.toMatchObject({ code: 'lane.open' });
    await expect(lanes.openings.close(tenant, lane, { reason: null, only: 'proposed' }, actor)).rejects.toMatchObject({
      code: 'lane.open',
    });
    await lanes.openings.close(tenant, lane, { reason: null }, actor);
    await lanes.settings.remove(tenant, lane, actor);
    expect(await lanes.settings.list(tenant)).toEqual([]);
  });
});

describe('a rule about levels', () => {
  test('proposes the lane once as many of the level have waited longer than it allows', async () => {
    const late = { count: 2, longerMs: 120_000, levels: ['gold'] };
    const other = await made({
      surge: { arrivals: null, times: null, waiting: null, late: { ...late, levels: ['platinum'] }, confirm: true },
    });
    const lane = await made({ surge: { arrivals: null, times: null, waiting: null, late, confirm: true } });
    const state = async (each: LaneId) => (await lanes.settings.one(tenant, each)).state;
    waits();
    waits();
    lanes.watch.start();
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await state(lane)).toBe('closed');
      now += 121_000;
      await expect.poll(() => state(lane), { timeout: 6_000 }).toBe('proposed');
      expect((await lanes.settings.one(tenant, lane)).seen).toEqual({ figure: 'late', value: 2, usual: null });
      expect(await state(other)).toBe('closed');
    } finally {
      await lanes.watch.stop();
    }
  });
});

describe('on its way', () => {
  test('a contact meets what is open, within a moment of the opening, and nothing once it is closed', async () => {
    await lanes.follow();
    const contact = { queue: null, number: 'ext:4002', level: null };
    const lane = await made({ tag: 'met' });
    const meets = async () => (await lanes.meeting(tenant, contact)).met.some((each) => each.lane === lane);
    expect(await meets()).toBe(false);
    await lanes.openings.open(tenant, lane, by, actor);
    await expect.poll(meets, { timeout: 5_000, interval: 20 }).toBe(true);
    await lanes.openings.close(tenant, lane, { reason: null }, actor);
    await expect.poll(meets, { timeout: 5_000, interval: 20 }).toBe(false);
    await lanes.stop();
  });
});
