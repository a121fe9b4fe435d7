// Trunks in a real database: defaults, order, accounts whose password only the edge gets, and who may touch whose.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trunk } from '@tandem/contract/api/numbers.ts';
import type { TenantId, TrunkId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase } from '../../../platform/db/testkit.ts';
import { createDirectory, type Directory } from './directory.ts';
import { parsePhone } from './phone.ts';

const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const tenant: TenantId = makeId('tnt', clock.now(), random.bytes(10));
const other: TenantId = makeId('tnt', clock.now(), random.bytes(10));
const actor = { kind: 'system', part: 'test' } as const;
const base = { addresses: ['192.0.2.1'], host: '192.0.2.1', port: 5060, country: 'CN', rules: [] };
const FIRST = 'trk_0000000000000000000000000001' as TrunkId;
const SECRET = 'what the provider knows';
const state = { healthy: true, registered: true, rttMs: 12, detail: '' };

let database: Awaited<ReturnType<typeof testDatabase>>;
let directory: Directory;
beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  directory = createDirectory({
    ...database,
    clock,
    random,
    ports: {
      parsePhone,
      country: async () => 'CN',
      unknownAgents: async () => [],
      musicExists: async () => true,
      flowExists: async () => true,
      deviceMoved: async () => {},
      phoneChanged: async () => {},
      agentNames: () => Promise.resolve(new Map()),
      userNames: () => Promise.resolve(new Map()),
      audited: async () => {},
      flowsNaming: () => Promise.resolve([]),
      contactsIn: () => Promise.resolve(0),
      trunkState: (of, trunk) => (of === tenant && trunk === FIRST ? state : null),
    },
  });
});
afterAll(() => database.close());

const edgeTrunk = async (id: TrunkId) => (await directory.edgeDirectory()).trunks.find((each) => each.trunk === id);
const events = (id: TrunkId) => database.db.tenant(tenant, (tx) => database.log.readStream(tx, id));
const stored = ({ state: _, ...trunk }: Trunk & { state?: unknown }): Trunk => trunk;

describe('a trunk', () => {
  it('is changed field by field, told about, and keeps its name to itself', async () => {
    const one = await directory.createTrunk(tenant, { name: 'one', ...base }, actor);
    await directory.createTrunk(tenant, { name: 'two', ...base }, actor);
    expect(one).toMatchObject({ priority: 10, transport: 'udp', check: false, caller: { from: 'number', assert: false }, account: null });
    const rules = [{ direction: 'out' as const, prefix: '+', replace: '00' }];
    const changed = await directory.changeTrunk(tenant, one.id, { addresses: [], port: 5080, rules, transport: 'tcp', check: true }, actor);
    expect(changed).toEqual({ ...one, addresses: [], port: 5080, rules, transport: 'tcp', check: true });
    expect(await directory.trunks(tenant)).toContainEqual(stored(changed));
    expect(await edgeTrunk(one.id)).toMatchObject({ port: 5080, rules, transport: 'tcp', check: true });
    expect((await events(one.id)).at(-1)?.data).toEqual({ kind: 'trunk', id: one.id, value: stored(changed), engine: 'directory/1' });
    await expect(directory.changeTrunk(tenant, one.id, { name: 'two' }, actor)).rejects.toMatchObject({ code: 'trunk.exists' });
    await expect(directory.changeTrunk(other, one.id, { port: 1 }, actor)).rejects.toMatchObject({ code: 'trunk.not-found' });
  });

  it('has its place by priority, and tells how it does', async () => {
    const id = FIRST;
    await directory.createTrunk(tenant, { id, name: 'zz-first', ...base, priority: 1 }, actor);
    const views = await directory.trunkViews(tenant);
    expect(views[0]).toMatchObject({ id, state });
    expect(views.find(({ name }) => name === 'two')?.state).toBeNull();
  });

  it('keeps the password of its account for the edge alone', async () => {
    const account = { username: 'acme', password: SECRET, register: true };
    const made = await directory.createTrunk(tenant, { name: 'with-account', ...base, account }, actor);
    expect(made.account).toEqual({ username: 'acme', register: true, expiresS: 600 });
    expect((await edgeTrunk(made.id))?.account).toEqual({ username: 'acme', password: SECRET, register: true, expiresS: 600 });
    // Another user name, the same password.
    await directory.changeTrunk(tenant, made.id, { account: { username: 'acme-2', expiresS: 120 } }, actor);
    expect((await edgeTrunk(made.id))?.account).toEqual({ username: 'acme-2', password: SECRET, register: true, expiresS: 120 });
    expect(JSON.stringify([made, await directory.trunkViews(tenant), await events(made.id)])).not.toContain(SECRET);
    const row = await database.db.tenant(tenant, (tx) =>
      tx.tables<any>().selectFrom('directory_trunk').selectAll().where('id', '=', made.id).execute(),
    );
    expect(JSON.stringify(row)).not.toContain(SECRET);
    await directory.changeTrunk(tenant, made.id, { account: null }, actor);
    expect((await edgeTrunk(made.id))?.account).toBeUndefined();
    const again = directory.changeTrunk(tenant, made.id, { account: { username: 'acme' } }, actor);
    await expect(again).rejects.toMatchObject({ code: 'trunk.no-password' });
    const none = directory.createTrunk(tenant, { name: 'no-password', ...base, account: { username: 'acme' } }, actor);
    await expect(none).rejects.toMatchObject({ code: 'trunk.no-password' });
  });

  it('requires encrypted audio over TLS alone, or where NAPTR may choose it', async () => {
    const wish = { ...base, encryption: 'required' } as const;
    const plain = directory.createTrunk(tenant, { name: 'plain', ...wish }, actor);
    await expect(plain).rejects.toMatchObject({ code: 'trunk.encryption-needs-tls' });
    const { id } = await directory.createTrunk(tenant, { name: 'sealed', ...wish, transport: 'tls' }, actor);
    expect(await edgeTrunk(id)).toMatchObject({ encryption: 'required', lookup: 'host' });
    const back = directory.changeTrunk(tenant, id, { transport: 'udp' }, actor);
    await expect(back).rejects.toMatchObject({ code: 'trunk.encryption-needs-tls' });
    expect(await directory.changeTrunk(tenant, id, { transport: 'udp', lookup: 'naptr' }, actor)).toMatchObject({ lookup: 'naptr' });
    await directory.removeTrunk(tenant, id, actor);
  });

  it('is removed by its own tenant alone, and is gone at the edge', async () => {
    const { id } = await directory.createTrunk(tenant, { name: 'for-a-day', ...base }, actor);
    await expect(directory.removeTrunk(other, id, actor)).rejects.toMatchObject({ code: 'trunk.not-found' });
    await directory.removeTrunk(tenant, id, actor);
    expect(await edgeTrunk(id)).toBeUndefined();
    expect((await events(id)).at(-1)?.data).toMatchObject({ kind: 'trunk', value: null });
    await expect(directory.removeTrunk(tenant, id, actor)).rejects.toMatchObject({ code: 'trunk.not-found' });
  });
});
