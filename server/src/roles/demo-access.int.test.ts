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
  identity = createIdentity({ ...common, session: { idleMs: 60_000, absoluteMs: 3_600_000 }, ports: { queuesOf: async () => [] } });
  directory = createDirectory({
    ...common,
    ports: { parsePhone, country: async () => 'CN', unknownAgents: async () => [], flowExists: async () => true, deviceMoved: async () => {} },
  });
  tenant = await identity.createTenant({ key: 'demo', name: 'Demo', zone: 'Asia/Shanghai', country: 'CN', language: 'en' });
  const site = await identity.createSite(tenant, { name: 'Main', zone: 'Asia/Shanghai' });
  for (const { email, name, language, role } of PEOPLE) await identity.createUser(tenant, { email, name, language, role, site, password: throwaway() });
  await identity.createUser(tenant, { email: 'nina@demo.test', name: 'Nina', role: 'agent', site, password: 'a password of her own' });
  for (const username of ['agent1', 'agent8', 'emma-desk']) await directory.createDevice(tenant, { username, agent: null, password: 'made before' }, actor);
  await directory.createTrunk(tenant, { name: 'local', addresses: [], host: '127.0.0.1', port: 1, country: 'CN', rules: [] }, actor);
});
afterAll(async () => {
  await database.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const fit = (place: Parameters<typeof accessFor>[0]) => fitDemoAccess({ identity, directory, folder, log }, 'demo', accessFor(place));
const note = (): string => fs.readFileSync(path.join(folder, DEMO_NOTE), 'utf8');
const told = (pattern: RegExp): string => pattern.exec(note())![1]!;
const entersWith = async (email: string, password: string): Promise<string | null> =>
  identity.signIn({ email, password, ip: '127.0.0.1' }).then(
    (session) => session.token,
    () => null,
  );
async function phoneKeys(): Promise<Record<string, string>> {
  return Object.fromEntries((await directory.edgeDirectory()).devices.map((each) => [each.username, each.ha1]));
}
const ha1 = (username: string, password: string): string => createHash('md5').update(`${username}:tandem:${password}`).digest('hex');
const local = async () => (await directory.trunks(tenant))[0]!;
const changes = async (): Promise<number> => (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, (tx, PEOPLE)[0]!.email))).length;

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
});
