// The directory on a real database: rows, events, uniqueness, the edge's copy, the notice of a change.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AgentId, IdPrefix } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { createDirectory, type Directory } from './directory.ts';
import { parsePhone } from './phone.ts';
import type { DirectoryTables } from './tables.ts';

const actor = { kind: 'system', part: 'test' } as const;
const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const [tenant, other] = [id('tnt'), id('tnt')];
const [anna, bo, ghost] = [id('agt'), id('agt'), id('agt')] as AgentId[] as [AgentId, AgentId, AgentId];
const flow = id('flo');
let database: TestDatabase;
let directory: Directory;
const moves: (AgentId | null)[][] = [];

beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  directory = createDirectory({
    ...database,
    clock,
    random,
    ports: {
      parsePhone,
      country: () => Promise.resolve('CN'),
      unknownAgents: (_, agents) => Promise.resolve(agents.filter((agent) => agent === ghost)),
      musicExists: async () => true,
      flowExists: (_, wanted) => Promise.resolve(wanted === flow),
      agentNames: () => Promise.resolve(new Map()),
      userNames: () => Promise.resolve(new Map()),
      audited: async () => {},
      flowsNaming: () => Promise.resolve([]),
      contactsIn: () => Promise.resolve(0),
      trunkState: () => null,
      deviceMoved: async (_, from, to) => void moves.push([from, to]),
      phoneChanged: async () => {},
    },
  });
});
afterAll(() => database.close());

describe('directory', () => {
  test('a queue is made with defaults, changed, told about, and refused twice', async () => {
    const zh = await directory.createSkill(tenant, { key: 'zh', name: { en: 'Mandarin' } }, actor);
    const queue = await directory.createQueue(
      tenant,
      { key: 'support', name: { en: 'Support', 'zh-CN': '客服' }, members: [bo, anna] },
      actor,
    );
    expect(queue).toMatchObject({ offerTimeoutMs: 20_000, serviceLevel: { thresholdMs: 20_000, target: 0.8 }, members: [bo, anna] });
    const changed = await directory.changeQueue(
      tenant,
      queue.id,
      { members: [anna], maxWaitMs: null, skills: [{ skill: zh.id, level: 50 }] },
      actor,
    );
    expect(await directory.queues(tenant)).toEqual([changed]);
    expect(changed).toMatchObject({ members: [anna], maxWaitMs: null, key: 'support' });
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, queue.id));
    expect(events.map((event) => event.data)).toEqual([
      { kind: 'queue', id: queue.id, value: queue, engine: 'directory/1' },
      { kind: 'queue', id: queue.id, value: changed, engine: 'directory/1' },
    ]);
    await expect(directory.createQueue(tenant, { key: 'support', name: { en: 'Again' } }, actor)).rejects.toMatchObject({
      code: 'queue.exists',
    });
    await expect(directory.changeQueue(tenant, queue.id, { members: [ghost] }, actor)).rejects.toMatchObject({
      code: 'queue.unknown-agent',
    });
    await expect(directory.changeQueue(tenant, queue.id, { skills: [{ skill: id('skl'), level: 1 }] }, actor)).rejects.toMatchObject({
      code: 'queue.unknown-skill',
    });
    await expect(directory.changeQueue(other, queue.id, { priority: 1 }, actor)).rejects.toMatchObject({ code: 'queue.not-found' });
  });

  test('two changes at once to different fields both stand', async () => {
    const queue = await directory.createQueue(tenant, { key: 'sales', name: { en: 'Sales' } }, actor);
    await Promise.all([
      directory.changeQueue(tenant, queue.id, { priority: 7 }, actor),
      directory.changeQueue(tenant, queue.id, { wrapUpMs: 5_000 }, actor),
    ]);
    expect((await directory.queues(tenant)).find((each) => each.id === queue.id)).toMatchObject({ priority: 7, wrapUpMs: 5_000 });
  });

  test("routing's view holds queues, members and skills", async () => {
    const [zh] = await directory.skills(tenant);
    await directory.setAgentSkills(tenant, bo, [{ skill: zh!.id, level: 80 }], actor);
    const config = await directory.routingConfig(tenant);
    expect(config.queues.map((queue) => queue.key)).toEqual(['sales', 'support']);
    const support = config.queues.find((queue) => queue.key === 'support')!;
    expect(config.agents).toContainEqual({ agent: anna, skills: [], queues: [support.id] });
    expect(config.agents).toContainEqual({ agent: bo, skills: [{ skill: zh!.id, level: 80 }], queues: [] });
    expect(await directory.queuesOfAgent(tenant, anna)).toEqual([support.id]);
  });

  test('a number leads to its flow, in its tenant only', async () => {
    const number = await directory.createNumber(tenant, { number: '400-800-1234', flow, label: 'Hotline' }, actor);
    await directory.createNumber(tenant, { number: '4001', flow }, actor);
    expect(number).toMatchObject({ display: 'CN:4008001234', address: { kind: 'service', country: 'CN', digits: '4008001234' } });
    expect(await directory.numberTarget(tenant, number.address)).toEqual({ number: number.id, flow });
    expect(await directory.numberTarget(other, number.address)).toBeNull();
    expect(await directory.numberTarget(tenant, { kind: 'extension', extension: '9999' })).toBeNull();
    await directory.changeNumber(tenant, number.id, { flow: null }, actor);
    expect(await directory.numberTarget(tenant, number.address)).toBeNull();
    await expect(directory.createNumber(tenant, { number: '4008001234', flow: null }, actor)).rejects.toMatchObject({
      code: 'number.exists',
    });
    await expect(directory.createNumber(tenant, { number: 'x', flow: null }, actor)).rejects.toMatchObject({ code: 'number.unreadable' });
    await expect(directory.createNumber(tenant, { number: '4005', flow: id('flo') }, actor)).rejects.toMatchObject({
      code: 'number.unknown-flow',
    });
  });

  test("an extension that is the tenant's own wins over a service number of the same digits", async () => {
    expect(await directory.parse(tenant, '10086')).toEqual({ kind: 'service', country: 'CN', digits: '10086' });
    await database.db.tenant(tenant, (tx) =>
      tx
        .tables<DirectoryTables>()
        .insertInto('directory_number')
        .values({
          tenant,
          id: id('num'),
          address: JSON.stringify({ kind: 'extension', extension: '10086' }),
          address_key: 'ext:10086',
          label: '',
          flow: null,
        })
        .execute(),
    );
    expect(await directory.parse(tenant, '10086')).toEqual({ kind: 'extension', extension: '10086' });
  });

  test('a device: the secret once, sealed at rest, absent from the log; the edge gets HA1', async () => {
    const { device, password } = await directory.createDevice(tenant, { username: 'agent1', agent: anna, password: 'demo-sip' }, actor);
    const trunk = await directory.createTrunk(
      tenant,
      { name: 'local', addresses: ['127.0.0.1'], host: '127.0.0.1', port: 5070, country: 'CN', rules: [] },
      actor,
    );
    expect(password).toBe('demo-sip');
    expect(await directory.devices(tenant)).toEqual([device]);
    expect(await directory.deviceByUsername('agent1')).toEqual({ ...device, tenant });
    expect(await directory.deviceOfAgent(tenant, anna)).toEqual(device);
    const edge = await directory.edgeDirectory();
    expect(edge.devices).toEqual([
      {
        tenant,
        device: device.id,
        username: 'agent1',
        ha1: createHash('md5').update('agent1:tandem:demo-sip').digest('hex'),
        encryption: 'offered',
      },
    ]);
    expect(edge.trunks).toEqual([
      {
        tenant,
        trunk: trunk.id,
        name: 'local',
        addresses: ['127.0.0.1'],
        host: '127.0.0.1',
        port: 5070,
        country: 'CN',
        rules: [],
        transport: 'udp',
        check: false,
        caller: { from: 'number', assert: false },
        lookup: 'host',
        encryption: 'offered',
      },
    ]);
    await expect(directory.createDevice(other, { username: 'agent1', agent: null }, actor)).rejects.toMatchObject({
      code: 'device.exists',
    });
    const rest = await database.db.tenant(tenant, async (tx) => [
      await tx.tables<DirectoryTables>().selectFrom('directory_device').selectAll().execute(),
      await database.log.readStream(tx, device.id),
    ]);
    expect(JSON.stringify(rest)).not.toMatch(/demo-sip|[0-9a-f]{32}"/);
    const generated = await directory.createDevice(tenant, { username: 'agent2', agent: null }, actor);
    expect(generated.password.length).toBeGreaterThanOrEqual(20);
  });

  test('a device given another password and agent: the edge gets the new HA1, the log no secret', async () => {
    const { device } = await directory.createDevice(tenant, { username: 'agent3', agent: anna }, actor);
    const given = await directory.changeDevice(tenant, device.id, { password: 'quite-secret' }, actor);
    expect(given).toEqual({ device, password: 'quite-secret' });
    const ha1 = async () => (await directory.edgeDirectory()).devices.find((each) => each.device === device.id)?.ha1;
    expect(await ha1()).toBe(createHash('md5').update('agent3:tandem:quite-secret').digest('hex'));
    expect(moves).toEqual([]);
    const chosen = await directory.changeDevice(tenant, device.id, { password: null, agent: bo }, actor);
    expect(chosen.device).toEqual({ ...device, agent: bo });
    expect(chosen.password!.length).toBeGreaterThanOrEqual(20);
    expect(await ha1()).toBe(createHash('md5').update(`agent3:tandem:${chosen.password}`).digest('hex'));
    expect(moves).toEqual([[anna, bo]]);
    expect((await directory.changeDevice(tenant, device.id, { agent: null }, actor)).password).toBeNull();
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, device.id));
    expect(events.map((event) => (event.data as { value: unknown }).value)).toEqual([
      device,
      device,
      { ...device, agent: bo },
      { ...device, agent: null },
    ]);
    await expect(directory.changeDevice(tenant, device.id, { agent: ghost }, actor)).rejects.toMatchObject({
      code: 'device.unknown-agent',
    });
    await expect(directory.changeDevice(other, device.id, { agent: null }, actor)).rejects.toMatchObject({ code: 'device.not-found' });
  });

  test('a change is told to listeners', async () => {
    const heard = vi.fn();
    const stop = await directory.onChange(heard);
    const before = heard.mock.calls.length;
    await directory.createSkill(tenant, { key: 'tech', name: { en: 'Tech' } }, actor);
    await vi.waitFor(() => expect(heard.mock.calls.length).toBeGreaterThan(before), 2_000);
    await stop();
  });
});
