// The embedded PostgreSQL over starts, second starts, kill -9 of it and of its parent.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectionConfig } from './connection.ts';
import { startEmbedded, type EmbeddedDatabase } from './embedded.ts';
import { diskProblem } from './problems.ts';

let folder: string;
let running: EmbeddedDatabase[] = [];
beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-pg-'))));
afterEach(async () => void (await Promise.all(running.splice(0).map((each) => each.stop()))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = async (dataDir = folder, port?: number) => {
  const database = await startEmbedded({ dataDir, ...(port === undefined ? {} : { port }) });
  running.push(database);
  return database;
};
const query = async (url: string, text: string) => {
  const client = new pg.Client(connectionConfig(url, 'test'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
};
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('embedded database', () => {
  it('starts, keeps what was committed over a restart, and refuses a second owner while it runs', async () => {
    const first = await start();
    await query(first.url, 'create extension pg_trgm; create table kept as select 42 as n');
    // With another locale than C.UTF-8 this list is empty.
    expect(await query(first.url, "select cardinality(show_trgm('客服')) > 0 as chinese, current_setting('fsync') as fsync")).toEqual([
      { chinese: true, fsync: 'on' },
    ]);
    await expect(startEmbedded({ dataDir: folder })).rejects.toMatchObject({ code: 'data.in-use', detail: { pid: String(process.pid) } });
    await first.stop();
    running = [];
    const second = await start();
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 42 }]);
  });

  it('is started again when the server process is killed, and tells it', async () => {
    const database = await start();
    const states: boolean[] = [];
    database.onState((up) => void states.push(up));
    const before = database.pid!;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => states, { timeout: 15_000 }).toEqual([false, true]);
    expect(database.pid).not.toBe(before);
    expect(await query(database.url, 'select n from kept')).toEqual([{ n: 42 }]);
  });

  it('survives kill -9 of its parent: the server left behind is stopped and the data is there', async () => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'test/owner.child.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const { url, pid } = JSON.parse(said.toString()) as { url: string; pid: number };
    await query(url, 'create table crash as select 7 as n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(alive(pid)).toBe(true);
    const next = await start();
    expect(next.pid).not.toBe(pid);
    expect(await query(next.url, 'select n from crash')).toEqual([{ n: 7 }]);
  });

  it('does not mind a postmaster.pid that names a process of somebody else', async () => {
    const file = path.join(folder, 'postgres/data/postmaster.pid');
    await writeFile(file, `${process.pid}\n${path.join(folder, 'postgres/data')}\n0\n5432\n\n\n`);
    const database = await start();
    expect(await query(database.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect((await readFile(file, 'utf8')).split('\n')[0]).toBe(String(database.pid));
  });

  it('is not hit by a signal to the whole group of its parent', async () => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'test/owner.child.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const { pid } = JSON.parse(said.toString()) as { pid: number };
    process.kill(-child.pid!, 'SIGINT');
    await once(child, 'exit');
    expect(alive(pid)).toBe(true);
    expect((await start()).pid).not.toBe(pid);
  });

  it('goes to loopback TCP where the path is too long for a socket, and names a taken port', async () => {
    const long = path.join(folder, 'l'.repeat(60), 'data');
    const database = await start(long);
    expect(database.url).toContain('@127.0.0.1:');
    expect(await query(database.url, "select current_setting('listen_addresses') as l")).toEqual([{ l: '127.0.0.1' }]);
    const port = Number(new URL(database.url).port);
    await expect(startEmbedded({ dataDir: path.join(folder, 'm'.repeat(60)), port })).rejects.toMatchObject({
      code: 'database.port-taken',
      detail: { port },
    });
  });

  it('keeps what is only ours from the others', async () => {
    const database = await start();
    const wrong = new URL(database.url);
    wrong.password = 'guess';
    await expect(query(wrong.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('says so where the disk is full', () => {
    expect(diskProblem(Object.assign(new Error('write'), { code: 'ENOSPC' }), '/data')).toMatchObject({
      code: 'database.disk-full',
      detail: { folder: '/data' },
    });
    expect(diskProblem(new Error('FATAL: could not write lock file: No space left on device'), '/data')).toMatchObject({
      code: 'database.disk-full',
    });
  });
});
