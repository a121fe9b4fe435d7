// A Tandem with two tenants, north and south, alike in everything: for tests of who may see and do what. Filled through the API, as customers would.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCustomers, type CustomersPorts } from '../../server/src/modules/customers/index.ts';
import { createIdentity } from '../../server/src/modules/identity/index.ts';
import { testDatabase, type TestDatabase } from '../../server/src/platform/db/testkit.ts';
import { writeToneALaw, writeToneWav } from './audio.ts';
import { freshSettings, startTandem, type Tandem } from './tandem.ts';
import { fillSide, PASSWORD, type Side } from './world-side.ts';

export type World = {
  readonly tandem: Tandem;
  /** The same database that the server works on, with the roles it works in. */
  readonly database: TestDatabase;
  readonly north: Side;
  readonly south: Side;
  stop(): Promise<void>;
};

const SIDES = { north: '127.0.0.2', south: '127.0.0.3' } as const;

export async function startWorld(env: Record<string, string> = {}): Promise<World> {
  const database = await testDatabase({ sequence: false });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'world-'));
  const tones = { caller: path.join(folder, 'caller.alaw'), agent: path.join(folder, 'agent.wav') };
  writeToneALaw(tones.caller, 700, 20);
  // A phone hangs up where its file ends: the calls are to last as long as any test of theirs.
  writeToneWav(tones.agent, 1_200, 300);
  const tenants = { north: await makeTenant(database, 'north'), south: await makeTenant(database, 'south') };
  const tandem = await startTandem({
    ...(await freshSettings()),
    TANDEM_DEMO: '0',
    TANDEM_MASTER_KEY: randomBytes(32).toString('base64'),
    TANDEM_RATE_SESSION: '5000',
    DATABASE_URL: database.url,
    ...env,
  });
  const sides: Side[] = [];
  const stop = async (): Promise<void> => {
    for (const side of sides) await side.stop();
    await tandem.stop();
    await database.close();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const name of ['north', 'south'] as const) {
      sides.push(await fillSide({ tandem, name, tenant: tenants[name], address: SIDES[name], tones }));
    }
    return { tandem, database, north: sides[0]!, south: sides[1]!, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What no route makes: the tenant with its site, its first administrator and a table that flows look up in. */
async function makeTenant({ db, log, personal, keyring }: TestDatabase, key: string): Promise<string> {
  const common = { db, log, clock: { now: () => Date.now() }, random: { bytes: (length: number) => randomBytes(length) } };
  const identity = createIdentity({
    ...common,
    keyring,
    session: { idleMs: 3_600_000, absoluteMs: 86_400_000 },
    ports: { queuesOf: async () => [], agentsInUse: async () => [] },
  });
  const tenant = await identity.createTenant({ key, name: key, zone: 'Asia/Shanghai', country: 'CN', language: 'en' });
  const site = await identity.createSite(tenant, { name: 'Main', zone: 'Asia/Shanghai' });
  await identity.createUser(tenant, { email: `admin@${key}.test`, name: 'Ada Admin', role: 'administrator', password: PASSWORD, site });
  // Only its lookup table is filled here, which needs none of the ports.
  const customers = createCustomers({ ...common, personal, ports: {} as CustomersPorts });
  await customers.putLookupRows(tenant, 'orders', [{ key: '1001', value: { status: 'shipped', owner: key } }], {
    kind: 'system',
    part: 'test',
  });
  return tenant;
}
