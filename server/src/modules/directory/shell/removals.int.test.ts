// Taking things away on a real database: refused with the places while something counts on them, told about when they go.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AgentId, FlowId, IdPrefix } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { DirectoryPorts } from '../ports.ts';
import { createDirectory, type Directory } from './directory.ts';
import { parsePhone } from './phone.ts';

const actor = { kind: 'system', part: 'test' } as const;
const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const [tenant, other] = [id('tnt'), id('tnt')];
const anna: AgentId = id('agt');
const flow = id('flo');

let database: TestDatabase;
let directory: Directory;
let naming: { id: FlowId; name: TenantText }[] = [];
let contacts = 0;
const moves: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  const ports: Partial<DirectoryPorts> = {
    parsePhone,
    country: () => Promise.resolve('CN'),
    unknownAgents: () => Promise.resolve([]),
    agentNames: () => Promise.resolve(new Map([[anna, 'Anna']])),
    flowExists: () => Promise.resolve(true),
    userNames: () => Promise.resolve(new Map()),
    audited: async () => {},
    flowsNaming: () => Promise.resolve(naming),
    contactsIn: () => Promise.resolve(contacts),
    trunkState: () => null,
    deviceMoved: async (_, from, to) => void moves.push([from, to]),
    phoneChanged: () => Promise.resolve(),
  };
  directory = createDirectory({ ...database, clock, random, ports: ports as DirectoryPorts });
});
beforeEach(() => {
  naming = [];
  contacts = 0;
});
afterAll(() => database.close());

const last = async (stream: string) =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, stream as FlowId))).at(-1)?.data as { value: unknown };

describe('removal', () => {
  test('of a queue: not while a flow or an overflow leads to it, nor while it has contacts', async () => {
    const [one, two] = [
      await directory.createQueue(tenant, { key: 'one', name: { en: 'One', 'zh-CN': '一' } }, actor),
      await directory.createQueue(tenant, { key: 'two', name: { en: 'Two' } }, actor),
    ];
    await directory.changeQueue(tenant, two.id, { overflow: [{ queue: one.id, afterMs: 1_000 }] }, actor);
    naming = [{ id: flow, name: { en: 'Menu', 'zh-CN': '菜单' } }];
    await expect(directory.removeQueue(tenant, one.id, actor)).rejects.toMatchObject({
      code: 'queue.in-use',
      detail: {
        places: 2,
        errors: [
          { path: `/flows/${flow}`, message: 'Menu / 菜单' },
          { path: `/queues/${two.id}`, message: 'Two' },
        ],
      },
    });
    naming = [];
    await directory.changeQueue(tenant, two.id, { overflow: [] }, actor);
    contacts = 3;
    await expect(directory.removeQueue(tenant, one.id, actor)).rejects.toMatchObject({ code: 'queue.busy', detail: { count: 3 } });
    contacts = 0;
    await expect(directory.removeQueue(other, one.id, actor)).rejects.toMatchObject({ code: 'queue.not-found' });
    await directory.removeQueue(tenant, one.id, actor);
    expect((await directory.queues(tenant)).map((queue) => queue.id)).toEqual([two.id]);
    expect((await last(one.id)).value).toBeNull();
    await expect(directory.removeQueue(tenant, one.id, actor)).rejects.toMatchObject({ code: 'queue.not-found' });
  });

  test('of a skill: not while a queue asks for it or an agent has it', async () => {
    const skill = await directory.createSkill(tenant, { key: 'zh', name: { en: 'Mandarin' } }, actor);
    const queue = await directory.createQueue(
      tenant,
      { key: 'needs', name: { en: 'Needs' }, skills: [{ skill: skill.id, level: 5 }] },
      actor,
    );
    await directory.setAgentSkills(tenant, anna, [{ skill: skill.id, level: 50 }], actor);
    expect(await directory.skilledAgents(tenant)).toEqual([{ agent: anna, skills: [{ skill: skill.id, level: 50 }] }]);
    expect(await directory.skilledAgents(other)).toEqual([]);
    expect(await directory.changeSkill(tenant, skill.id, { name: { 'zh-CN': '普通话' } }, actor)).toMatchObject({ key: 'zh' });
    await expect(directory.changeSkill(other, skill.id, { name: { en: 'x' } }, actor)).rejects.toMatchObject({ code: 'skill.not-found' });
    await expect(directory.removeSkill(tenant, skill.id, actor)).rejects.toMatchObject({
      code: 'skill.in-use',
      detail: {
        errors: [
          { path: `/queues/${queue.id}`, message: 'Needs' },
          { path: `/agents/${anna}`, message: 'Anna' },
        ],
      },
    });
    await directory.changeQueue(tenant, queue.id, { skills: [] }, actor);
    await directory.setAgentSkills(tenant, anna, [], actor);
    await directory.removeSkill(tenant, skill.id, actor);
    expect(await directory.skills(tenant)).toEqual([]);
  });

  test('of a number and of a device: the number leads nowhere, the agent has no phone', async () => {
    const number = await directory.createNumber(tenant, { number: '4077', flow }, actor);
    await expect(directory.removeNumber(other, number.id, actor)).rejects.toMatchObject({ code: 'number.not-found' });
    await directory.removeNumber(tenant, number.id, actor);
    expect(await directory.numberTarget(tenant, number.address)).toBeNull();
    const { device } = await directory.createDevice(tenant, { username: 'desk-77', agent: anna }, actor);
    await expect(directory.removeDevice(other, device.id, actor)).rejects.toMatchObject({ code: 'device.not-found' });
    await directory.removeDevice(tenant, device.id, actor);
    expect(await directory.deviceByUsername('desk-77')).toBeNull();
    expect(moves).toContainEqual([anna, null]);
    expect((await last(device.id)).value).toBeNull();
  });
});
