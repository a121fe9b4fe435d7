// One PostgreSQL server for a whole test run: started when the first test asks for it, thrown away with its data at the end.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded, type EmbeddedDatabase } from '../../server/src/platform/db/embedded.ts';
import { stopOrphan } from '../../server/src/platform/db/orphan.ts';
import { TEST_SERVER } from '../../server/src/platform/db/testkit.ts';

type Shared = { users: number; stop(): Promise<void> };
// Vitest runs this file once for each project, each time as a module of its own; the process is the same.
const KEY = Symbol.for('tandem.test-database');
const shared = globalThis as unknown as Record<symbol, Promise<Shared> | undefined>;

export async function setup(): Promise<void> {
  shared[KEY] ??= open();
  (await shared[KEY]).users += 1;
}

export async function teardown(): Promise<void> {
  const mine = await shared[KEY];
  if (!mine || --mine.users > 0) return;
  shared[KEY] = undefined;
  await mine.stop();
}

const FOLDER = 'tandem-test-';

async function open(): Promise<Shared> {
  await sweep();
  const folder = await mkdtemp(path.join(os.tmpdir(), FOLDER));
  const socket = path.join(folder, 'ask');
  let database: Promise<EmbeddedDatabase> | null = null;
  const server: Server = createServer((client) => {
    client.on('error', () => client.destroy());
    database ??= startEmbedded({ dataDir: folder, unsafe: true });
    database.then(
      (started) => client.end(started.adminUrl),
      (error: unknown) => client.end(error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  process.env[TEST_SERVER] = socket;
  return {
    users: 0,
    async stop() {
      server.close();
      await (await database?.catch(() => null))?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Servers and data of runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    if (!name.startsWith(FOLDER)) continue;
    const folder = path.join(os.tmpdir(), name);
    const owner = Number(await readFile(path.join(folder, 'postgres/in-use.pid'), 'utf8').catch(() => '0'));
    // A folder without an owner is a run that has not needed its server yet.
    if (owner === 0 || alive(owner)) continue;
    await stopOrphan(path.join(folder, 'postgres/data'));
    await rm(folder, { recursive: true, force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
