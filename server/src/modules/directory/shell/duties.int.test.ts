// What agents serve, on a real database: changed at once, taken back, and for a time by whatever process is there at its hour.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AgentId, IdPrefix, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { HOUR, MINUTE } from '../../../kernel/time.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { createUndo } from '../../../platform/undo/undo.ts';
import { createDirectory, type Directory } from './directory.ts';
import { parsePhone } from './phone.ts';

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, Date.now(), random.bytes(10));
const NOON = Date.parse('2026-11-22T12:00:00Z');
let at = NOON;
const clock = { now: () => at };
const boss = { kind: 'user', id: id('usr') } as const;
const [anna, bo, ghost] = [id('agt'), id('agt'), id('agt')] as [AgentId, AgentId, AgentId];
const audited: { action: string; details: object }[] = [];
let database: TestDatabase;
let directory: Directory;
let tenant: TenantId;
let queues: QueueId[];
let skill: `skl_${string}`;
let gone: AgentId[] = [];

const process = (): Directory =>
  createDirectory({
    ...database,
    clock,
    random,
    ports: {
      parsePhone,
      country: () => Promise.resolve('CN'),
      unknownAgents: (_, agents) => Promise.resolve(agents.filter((agent) => agent === ghost || gone.includes(agent))),
      musicExists: async () => true,
      flowExists: async () => true,
      agentNames: (_, agents) => Promise.resolve(new Map(agents.map((agent) => [agent, agent === anna ? 'Anna' : 'Bo']))),
      userNames: (_, users) => Promise.resolve(new Map(users.map((user) => [user, 'Lin']))),
      audited: async (_, entry) => void audited.push(entry),
      flowsNaming: () => Promise.resolve([]),
      contactsIn: () => Promise.resolve(0),
      trunkState: () => null,
      deviceMoved: async () => {},
      phoneChanged: async () => {},
    },
  });

beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  directory = process();
});
afterAll(() => database.close());
beforeEach(async () => {
  at = NOON;
  gone = [];
  tenant = id('tnt');
  audited.length = 0;
  skill = (await directory.createSkill(tenant, { key: 'tech', name: { en: 'Technical' } }, boss)).id;
  queues = [];
  for (const key of ['support', 'sales'])
    queues.push((await directory.createQueue(tenant, { key, name: { en: key }, members: key === 'support' ? [anna] : [] }, boss)).id);
});

const members = async (n: number) => (await directory.queues(tenant)).find((each) => each.id === queues[n])!.members;
const level = async (agent: AgentId) => (await directory.agentSkills(tenant, agent))[0]?.level ?? null;
const cover = (over: object = {}) => ({
  agents: [anna, bo],
  joinQueues: [queues[1]!],
  skills: [{ skill, level: 60 }],
  note: 'cover',
  ...over,
});

test('many agents at once: one event a queue and agent, told to every process, and back where nobody changed it since', async () => {
  let heard = 0;
  const stop = await directory.onChange(() => void heard++);
  const wish = { joinQueues: [queues[0]!, queues[1]!], skills: [{ skill, level: 60 }] };
  const steps = await directory.changeDuties(tenant, [anna, bo], wish, boss);
  expect([await members(0), await members(1), await level(bo)]).toEqual([[anna, bo], [anna, bo], 60]);
  const lastKinds = async () => {
    const events = await database.log.read({ after: 0, limit: 100, tenant, types: ['config.changed'] });
    const kinds = events.slice(-4).map(({ data }) => (data as { kind: string }).kind);
    return kinds.toSorted();
  };
  await expect.poll(lastKinds).toEqual(['agent-skills', 'agent-skills', 'queue', 'queue']);
  await expect.poll(() => heard).toBeGreaterThan(0);
  await stop();
  // One who was changed since stays as he is; the others go back.
  await directory.setAgentSkills(tenant, anna, [{ skill, level: 90 }], boss);
  expect(await directory.dutiesBack(tenant, steps, boss)).toEqual([anna]);
  expect([await members(0), await members(1), await level(anna), await level(bo)]).toEqual([[anna], [], 90, null]);
  await expect(directory.changeDuties(tenant, [bo], {}, boss)).rejects.toMatchObject({ code: 'bulk.nothing' });
  await expect(directory.changeDuties(tenant, [bo], { joinQueues: [id('que')] }, boss)).rejects.toMatchObject({ code: 'queue.not-found' });
});

test('for a time: begun at its hour and put back at its end by the processes that come after, once, and told in the audit trail', async () => {
  const plan = await directory.dutyPlans.create(tenant, cover({ from: NOON + HOUR, until: NOON + 2 * HOUR }), boss, 'en');
  expect(plan).toMatchObject({ state: 'planned', by: { id: boss.id, name: 'Lin' }, agents: [{ name: 'Anna' }, { name: 'Bo' }], left: [] });
  await directory.dutyPlans.carryOut();
  expect(await members(1)).toEqual([]);
  at = NOON + HOUR;
  const [second, third] = [process(), process()];
  await Promise.all([second.dutyPlans.carryOut(), third.dutyPlans.carryOut()]);
  expect([await members(1), await level(anna)]).toEqual([[anna, bo], 60]);
  expect(await second.dutyPlans.list(tenant, 'en')).toMatchObject([{ id: plan.id, state: 'running' }]);
  await directory.setAgentSkills(tenant, bo, [{ skill, level: 10 }], boss);
  at = NOON + 2 * HOUR;
  await Promise.all([second.dutyPlans.carryOut(), third.dutyPlans.carryOut()]);
  expect([await members(1), await level(anna), await level(bo)]).toEqual([[], null, 10]);
  expect(await directory.dutyPlans.list(tenant, 'en')).toMatchObject([
    { state: 'over', left: [{ id: bo, problem: { code: 'bulk.changed-since', title: 'Changed since' } }] },
  ]);
  expect(audited.map(({ action }) => action)).toEqual(['duty-plan.begun', 'duty-plan.ended']);
  const actors = (await database.log.read({ after: 0, limit: 100, tenant, types: ['config.changed'] })).map(({ actor }) => actor);
  expect(actors).toEqual(actors.map(() => boss));
});

test('called off before it begins it changes nothing, and later it is put back at once', async () => {
  const early = await directory.dutyPlans.create(tenant, cover({ from: NOON + HOUR }), boss, 'en');
  expect(await directory.dutyPlans.cancel(tenant, early.id, boss, 'en')).toMatchObject({ state: 'cancelled' });
  const now = await directory.dutyPlans.create(tenant, cover({ until: NOON + HOUR }), boss, 'en');
  expect([now.state, await members(1)]).toEqual(['running', [anna, bo]]);
  await directory.dutyPlans.cancel(tenant, now.id, boss, 'en');
  expect(await members(1)).toEqual([]);
  at = NOON + 3 * HOUR;
  await directory.dutyPlans.carryOut();
  expect(await members(1)).toEqual([]);
  await expect(directory.dutyPlans.cancel(tenant, now.id, boss, 'en')).rejects.toMatchObject({ code: 'duty-plan.over' });
  await expect(directory.dutyPlans.cancel(tenant, id('dty'), boss, 'en')).rejects.toMatchObject({ code: 'duty-plan.not-found' });
});

test('what is no more at its hour is left out and told of; a time that passed while nobody was there does nothing', async () => {
  const plan = await directory.dutyPlans.create(tenant, cover({ from: NOON + HOUR }), boss, 'en');
  const missed = await directory.dutyPlans.create(tenant, cover({ from: NOON + MINUTE, until: NOON + 2 * MINUTE }), boss, 'en');
  await directory.removeSkill(tenant, skill, boss);
  gone = [bo];
  at = NOON + HOUR;
  await directory.dutyPlans.carryOut();
  expect(await members(1)).toEqual([anna]);
  const told = new Map((await directory.dutyPlans.list(tenant, 'en')).map((each) => [each.id, each]));
  expect(told.get(plan.id)!.left.map(({ id: agent, problem }) => [agent, problem?.code])).toEqual([
    [bo, 'agent.not-found'],
    [anna, 'duty-plan.partly'],
  ]);
  expect(told.get(missed.id)).toMatchObject({ state: 'over', left: [] });
  for (const times of [{ from: NOON }, { until: at }, { from: at + HOUR, until: at + HOUR }, { from: at + 400 * 24 * HOUR }])
    await expect(directory.dutyPlans.create(tenant, cover({ skills: [], ...times }), boss, 'en')).rejects.toMatchObject({
      code: 'duty-plan.bad-time',
    });
});

test('an act is taken back once, within its minute, by who did it and in its own area', async () => {
  const undo = createUndo({ db: database.db, clock, newId: id });
  const by = { tenant, user: boss.id };
  const { id: act, undoUntil } = await undo.keep('duties', by, [{ n: 1 }], []);
  expect(undoUntil).toBe(NOON + MINUTE);
  for (const [area, who] of [
    ['waiting', by],
    ['duties', { tenant, user: id('usr') }],
    ['duties', { tenant: id('tnt'), user: boss.id }],
  ] as const)
    await expect(undo.take(area, who, act)).rejects.toMatchObject({ code: 'bulk.not-found' });
  const both = await Promise.allSettled([undo.take('duties', by, act), undo.take('duties', by, act)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const late = await undo.keep('duties', by, [{ n: 2 }], []);
  at = NOON + MINUTE + 1;
  await expect(undo.take('duties', by, late.id)).rejects.toMatchObject({ code: 'bulk.too-late' });
  expect((await undo.keep('duties', by, [], [])).undoUntil).toBeNull();
});
