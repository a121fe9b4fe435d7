// A demo tenant that moves between an address of its own machine and one that others reach, on a real database.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '@tandem/contract/ids.ts';
import { createDirectory, parsePhone, type Directory } from '../modules/directory/index.ts';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { testDatabase, type TestDatabase } from '../platform/db/testkit.ts';
import { accessFor, fitDemoAccess, throwaway } from './demo-access.ts';
import { PEOPLE } from './demo-data.ts';
import { DEMO_NOTE } from './welcome.ts';

const actor = { kind: 'system', part: 'test' } as const;
const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const log = { info() {}, warn() {}, error() {}, debug() {} } as never;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-access-'));
const home = { loopback: true, on: true, sipPort: 5060 };
let database: TestDatabase;
let identity: Identity;
let directory: Directory;
let tenant: TenantId;

beforeAll(async () => {
  database = await testDatabase({ modules: ['identity', 'directory'] });
  const common = { ...database, clock, random };
  identity = createIdentity({
    ...common,
    session: { idleMs: 60_000, absoluteMs: 3_600_000 },
    ports: { queuesOf: async () => [], agentsInUse: async () => [] },
  });
  directory = createDirectory({
    ...common,
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
      phoneChanged: async () => {},
    },
  });
  tenant = await identity.createTenant({ key: 'demo', name: 'Demo', zone: 'Asia/Shanghai', country: 'CN', language: 'en' });
  const site = await identity.createSite(tenant, { name: 'Main', zone: 'Asia/Shanghai' });
  for (const { email, name, language, role } of PEOPLE)
    await identity.createUser(tenant, { email, name, language, role, site, password: throwaway() });
  await identity.createUser(tenant, { email: 'nina@demo.test', name: 'Nina', role: 'agent', site, password: 'a password of her own' });
  for (const username of ['agent1', 'agent8', 'emma-desk'])
    await directory.createDevice(tenant, { username, agent: null, password: 'made before' }, actor);
  await directory.createTrunk(tenant, { name: 'local', addresses: [], host: '127.0.0.1', port: 1, country: 'CN', rules: [] }, actor);
});
afterAll(async () => {
  await database.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const fit = (place: Parameters<typeof accessFor>[0]) => fitDemoAccess({ identity, directory, folder, log }, 'demo', accessFor(place));
const note = (): string => fs.readFileSync(path.join(folder, DEMO_NOTE), 'utf8');
const told = (pattern: RegExp): string => pattern.exec(note())![1]!;
let tries = 0;
/** Each try from an address of its own: the throttle is not what is looked at here. */
const entersWith = (email: string, password: string): Promise<string | null> =>
  identity.signIn(email, password, `127.0.1.${++tries}`).then(
    (session) => session.token,
    () => null,
  );
async function phoneKeys(): Promise<Record<string, string>> {
  return Object.fromEntries((await directory.edgeDirectory()).devices.map((each) => [each.username, each.ha1]));
}
const ha1 = (username: string, password: string): string => createHash('md5').update(`${username}:tandem:${password}`).digest('hex');
const local = async () => (await directory.trunks(tenant))[0]!;
/** How often the phone agent1 and the trunk were changed. */
async function changes(): Promise<[number, number]> {
  const phone = (await directory.deviceByUsername('agent1'))!.id;
  const { id } = await local();
  return database.db.tenant(tenant, async (tx) => [
    (await database.log.readStream(tx, phone)).length,
    (await database.log.readStream(tx, id)).length,
  ]);
}

describe('access to the demo tenant', () => {
  it('on loopback: the well-known passwords, and calls from this machine', async () => {
    await fit(home);
    for (const { email } of PEOPLE) expect(await entersWith(email, 'tandem-demo'), email).not.toBeNull();
    expect(await phoneKeys()).toEqual({
      agent1: ha1('agent1', 'demo-sip'),
      agent8: ha1('agent8', 'demo-sip'),
      'emma-desk': ha1('emma-desk', 'made before'),
    });
    expect(await local()).toMatchObject({ addresses: ['127.0.0.1'], port: 5070 });
    expect(note()).toContain('tandem-demo');
    expect(note()).not.toContain('only this once');
  });

  it('at the next start as at the last: nothing is touched', async () => {
    const before = await changes();
    const session = (await entersWith('admin@demo.test', 'tandem-demo'))!;
    await fit(home);
    expect(await changes()).toEqual(before);
    expect(await identity.authenticator.authenticate(session, '127.0.0.1')).not.toBeNull();
  });

  it('opened to others: random passwords told once, sessions over, no trunk that is trusted by its address', async () => {
    const session = (await entersWith('agent1@demo.test', 'tandem-demo'))!;
    await fit({ ...home, loopback: false });
    const password = told(/password (\S{16})\nDemo SIP/);
    const phone = told(/agent8 {3}password (\S{16})\nNumbers/);
    expect(note()).toContain('only this once');
    expect(fs.statSync(path.join(folder, DEMO_NOTE)).mode & 0o777).toBe(0o600);
    expect(await identity.authenticator.authenticate(session, '127.0.0.1')).toBeNull();
    for (const { email } of PEOPLE) {
      expect(await entersWith(email, 'tandem-demo'), email).toBeNull();
      expect(await entersWith(email, password), email).not.toBeNull();
    }
    expect(await phoneKeys()).toEqual({
      agent1: ha1('agent1', phone),
      agent8: ha1('agent8', phone),
      'emma-desk': ha1('emma-desk', 'made before'),
    });
    expect(await local()).toMatchObject({ addresses: [], port: 5070 });
    expect(await entersWith('nina@demo.test', 'a password of her own')).not.toBeNull();
  });

  it('still open at the next start: the same random passwords, told no more', async () => {
    fs.rmSync(path.join(folder, DEMO_NOTE));
    const before = await changes();
    await fit({ ...home, loopback: false });
    expect(await changes()).toEqual(before);
    expect(fs.existsSync(path.join(folder, DEMO_NOTE))).toBe(false);
  });

  it('cut short while passwords were being set: the next start sets them all', async () => {
    await identity.setDemoPasswords(tenant, null);
    await fit({ ...home, loopback: false });
    expect(await entersWith('agent2@demo.test', told(/password (\S{16})\nDemo SIP/))).not.toBeNull();
  });

  it('back on loopback, with another SIP port: the well-known ones, and calls from this machine again', async () => {
    await fit({ ...home, sipPort: 6060 });
    expect(await entersWith('agent1@demo.test', 'tandem-demo')).not.toBeNull();
    expect((await phoneKeys())['agent1']).toBe(ha1('agent1', 'demo-sip'));
    expect(await local()).toMatchObject({ addresses: ['127.0.0.1'], port: 6070 });
  });

  it('switched off: no calls from this machine, and once others can reach it no well-known password either', async () => {
    await fit({ ...home, on: false, sipPort: 7060 });
    expect(await local()).toMatchObject({ addresses: [], port: 6070 });
    await fit({ loopback: false, on: false, sipPort: 7060 });
    expect(await entersWith('admin@demo.test', 'tandem-demo')).toBeNull();
  });

  it('where there is no demo tenant: nothing', async () => {
    const other = { identity, directory, folder, log };
    fs.rmSync(path.join(folder, DEMO_NOTE), { force: true });
    await fitDemoAccess(other, 'nobody', accessFor(home));
    expect(fs.existsSync(path.join(folder, DEMO_NOTE))).toBe(false);
  });
});
