// Browser phones on a real database: what rings when, whose secret is good until when, and what the edge and the log get to know.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { Secret } from '../../../platform/config/secret.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import { createDirectory, type Directory } from './directory.ts';
import { ha1 } from './digest.ts';
import { parsePhone } from './phone.ts';

const HOUR = 3_600_000;
let now = 1_800_000_000_000;
const clock = { now: () => now };
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const id = <P extends 'agt' | 'tnt'>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const tenant: TenantId = id('tnt');
const actor = { kind: 'system', part: 'test' } as const;
const ice = {
  stun: ['stun:stun.test:3478'],
  turn: { urls: ['turn:turn.test:3478', 'turns:turn.test:5349?transport=tcp'], secret: new Secret('shared with coturn') },
};
let database: TestDatabase;
let directory: Directory;
const told: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  directory = createDirectory({
    ...database,
    clock,
    random,
    ice,
    ports: {
      parsePhone,
      country: async () => 'CN',
      unknownAgents: async () => [],
      musicExists: async () => true,
      flowExists: async () => true,
      agentNames: () => Promise.resolve(new Map()),
      userNames: () => Promise.resolve(new Map()),
      audited: async () => {},
      flowsNaming: () => Promise.resolve([]),
      contactsIn: () => Promise.resolve(0),
      trunkState: () => null,
      deviceMoved: async () => {},
      phoneChanged: async (...change) => void told.push(change),
    },
  });
});
afterAll(() => database.close());

const rings = async (agent: AgentId) => (await directory.deviceOfAgent(tenant, agent))?.id ?? null;
const atEdge = async (device: string) => (await directory.edgeDirectory()).devices.find((each) => each.device === device) ?? null;

describe('a browser as a phone', () => {
  it('rings instead of the desk phone until it is closed', async () => {
    const agent = id('agt');
    const { device: desk } = await directory.createDevice(tenant, { username: 'desk-1', agent }, actor);
    const phone = await directory.openPhone(tenant, agent, actor);
    expect(await rings(agent)).toBe(phone.device);
    expect(await atEdge(phone.device)).toEqual({
      tenant,
      device: phone.device,
      username: phone.username,
      ha1: phone.ha1,
      until: now + HOUR,
    });
    expect(await directory.devices(tenant)).toContainEqual({
      encryption: 'offered',
      id: phone.device,
      username: phone.username,
      agent,
      kind: 'browser',
    });
    await directory.closePhone(tenant, agent);
    expect(await rings(agent)).toBe(desk.id);
    expect(await atEdge(phone.device)).toBeNull();
    expect(told.splice(0)).toEqual([
      [tenant, agent, phone.device],
      [tenant, agent, desk.id],
    ]);
  });

  it('has another secret each time, on the same device, which no log holds', async () => {
    const agent = id('agt');
    const one = await directory.openPhone(tenant, agent, actor);
    const two = await directory.openPhone(tenant, agent, actor);
    expect(two.device).toBe(one.device);
    expect(two.ha1).not.toBe(one.ha1);
    expect(two.ha1).toMatch(/^[0-9a-f]{32}$/);
    expect((await atEdge(one.device))?.ha1).toBe(two.ha1);
    const events = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, one.device));
    // Made once; that it is a phone again is no change of configuration.
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`${one.ha1}|${two.ha1}|password`));
  });

  it('is kept alive while it lives, and is none when its time is over', async () => {
    const agent = id('agt');
    const { device } = await directory.openPhone(tenant, agent, actor);
    now += HOUR - 1;
    expect((await directory.keepPhone(tenant, agent)).until).toBe(now + HOUR);
    expect((await atEdge(device))?.until).toBe(now + HOUR);
    now += HOUR;
    expect(await rings(agent)).toBeNull();
    await expect(directory.keepPhone(tenant, agent)).rejects.toMatchObject({ code: 'phone.not-open' });
    await directory.closePhone(tenant, agent);
    await expect(directory.keepPhone(tenant, agent)).rejects.toMatchObject({ code: 'phone.not-open' });
  });

  it('gets TURN credentials as coturn reckons them', async () => {
    const { device, iceServers, until } = await directory.openPhone(tenant, id('agt'), actor);
    const username = `${Math.floor(until / 1_000)}:${device}`;
    const credential = createHmac('sha1', 'shared with coturn').update(username).digest('base64');
    expect(iceServers).toEqual([{ urls: ice.stun }, { urls: ice.turn.urls, username, credential }]);
  });

  it('belongs to its agent: an administrator neither moves it nor chooses its secret', async () => {
    const agent = id('agt');
    const { device, username } = await directory.openPhone(tenant, agent, actor);
    for (const patch of [{ agent: id('agt') }, { password: 'chosen by me' }])
      await expect(directory.changeDevice(tenant, device, patch, actor)).rejects.toMatchObject({ code: 'device.not-found' });
    expect((await atEdge(device))?.ha1).not.toBe(ha1(username, 'chosen by me'));
    expect(await rings(agent)).toBe(device);
  });
});
