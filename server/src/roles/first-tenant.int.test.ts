// The first tenant of an installation: made where there is none, once, and its password forgotten when it is set up.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIdentity, type Identity } from '../modules/identity/index.ts';
import { testDatabase, type TestDatabase } from '../platform/db/testkit.ts';
import { FIRST_NOTE, makeFirstTenant } from './first-tenant.ts';

let database: TestDatabase;
let identity: Identity;
let folder: string;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'first-tenant-'));
  database = await testDatabase({ modules: ['identity'] });
  identity = createIdentity({
    ...database,
    clock: { now: () => Date.now() },
    random: { bytes: (length: number) => new Uint8Array(randomBytes(length)) },
    session: { idleMs: 60_000, absoluteMs: 3_600_000 },
    ports: { queuesOf: () => Promise.resolve([]), agentsInUse: () => Promise.resolve([]) },
  });
});
afterEach(async () => {
  await database.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const email = 'boss@acme.test';
const start = () => makeFirstTenant({ identity, keyring: database.keyring, folder, email, log: { info() {} } });
const note = () => path.join(folder, FIRST_NOTE);
const password = (): string => /password (\S+)/.exec(fs.readFileSync(note(), 'utf8'))?.[1] ?? '';

it('is made once, with an administrator who can sign in and takes work', async () => {
  await start();
  const told = password();
  await start();
  expect(password()).toBe(told);
  const [tenant, ...others] = await identity.tenants();
  expect(others).toEqual([]);
  expect((await identity.listUsers(tenant!.id, {})).items).toMatchObject([{ email, role: 'administrator', active: true }]);
  const { user } = await identity.signIn(email, told, '127.0.0.1');
  expect(user.agent).not.toBeNull();
  expect((await identity.company.read(tenant!.id)).setUpAt).toBeNull();
});

it('goes on where a start was cut off, before the note or after it', async () => {
  const tenant = await identity.createTenant({ key: 'main', name: 'Tandem', zone: 'UTC', country: 'CN', language: 'en' }, { setUp: false });
  await start();
  expect((await identity.listUsers(tenant, {})).items).toHaveLength(1);
  await expect(identity.signIn(email, password(), '127.0.0.1')).resolves.toMatchObject({ user: { email } });
});

it('forgets the password once the first steps are finished', async () => {
  await start();
  const [tenant] = await identity.tenants();
  await identity.company.change(tenant!.id, { setUp: true }, { kind: 'system', part: 'test' });
  await start();
  expect(fs.existsSync(note())).toBe(false);
  expect(await identity.tenants()).toHaveLength(1);
});

it('is not made beside another tenant', async () => {
  await identity.createTenant({ key: 'demo', name: 'Demo', zone: 'UTC', country: 'CN', language: 'en' });
  await start();
  expect((await identity.tenants()).map(({ key }) => key)).toEqual(['demo']);
  expect(fs.existsSync(note())).toBe(false);
});
