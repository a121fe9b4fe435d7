// A centre that moves: from the embedded database to PostgreSQL 15 and back, with calls before, between and after; and its backup, taken as it runs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionConfig } from '../server/src/platform/db/connection.ts';
import { startEmbedded } from '../server/src/platform/db/embedded.ts';
import { channelsOf, toneSeconds } from './kit/audio.ts';
import { noPostgres15, startPostgres15, type Postgres15 } from './kit/postgres15.ts';
import { start } from './kit/processes.ts';
import { AGENT_HZ, CUSTOMER_HZ, talkOnce } from './kit/talk.ts';
import { signIn, startTandem, type Tandem } from './kit/tandem.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'move-test-'));
const file = path.join(folder, 'centre.backup');

let tandem: Tandem;
let env: Record<string, string>;
let server: Postgres15;

async function db(args: string[], more: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const program = start(process.execPath, [path.join(ROOT, 'server/src/roles/db.ts'), ...args], { env: { ...env, ...more }, cwd: ROOT });
  const { code } = await program.ended;
  return { code, said: program.output() };
}

async function ask<T extends Record<string, unknown>>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client(connectionConfig(url, 'move test'));
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Nothing lost, nothing twice: the log has no gap, no stream has one, and every reader has seen all of it. */
async function logIsWhole(url: string): Promise<number> {
  const [log] = await ask<{ rows: number; last: number; waiting: number }>(
    url,
    'select count(*)::int as rows, max(seq) as last, (select count(*)::int from event_pending) as waiting from event_log',
  );
  expect(log!.last).toBe(log!.rows);
  expect(log!.waiting).toBe(0);
  expect(
    await ask(
      url,
      `select stream from event_log group by tenant, stream having count(*) <> max(version) or count(distinct version) <> count(*)`,
    ),
  ).toEqual([]);
  return log!.rows;
}
const cursors = (url: string): Promise<{ name: string; seq: number; problem: string | null }[]> =>
  ask(url, 'select name, seq, problem from event_reader order by name');

async function plays(interaction: string): Promise<void> {
  const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  const { recordings } = await supervisor.get(`/interactions/${interaction}`);
  const answer = await supervisor.raw(`/recordings/${recordings[0].id}/audio`);
  expect(answer.status).toBe(200);
  const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
  expect(toneSeconds(left!, CUSTOMER_HZ)).toBeGreaterThan(1);
  expect(toneSeconds(right!, AGENT_HZ)).toBeGreaterThan(1);
}

beforeAll(async () => {
  if (noPostgres15) return;
  server = await startPostgres15();
  tandem = await startTandem();
  env = tandem.env;
}, 60_000);
afterAll(async () => {
  await tandem?.stop();
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(noPostgres15)(`from embedded to PostgreSQL 15 and back ${noPostgres15 ?? ''}`, () => {
  const talked: string[] = [];
  let before: { name: string; seq: number }[] = [];
  let rows = 0;

  it('backs up while it runs, and refuses to move while it runs', async () => {
    talked.push((await talkOnce(tandem, folder)).id);
    const made = await db(['backup', file]);
    expect(made.said).toMatch(/^Backup written: .* \d+ tables, \d+ rows/);
    expect(made.code).toBe(0);
    const refused = await db(['move', '--to', server.url]);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('(data.in-use)');
    await tandem.program.stop('SIGTERM');
  });

  it('moves, starts on PostgreSQL 15 and goes on where it was', async () => {
    const embedded = await startEmbedded({ dataDir: tandem.folder });
    before = await cursors(embedded.url);
    rows = await logIsWhole(embedded.url);
    await embedded.stop();
    const moved = await db(['move', '--to', server.url]);
    expect(moved).toMatchObject({ code: 0, said: expect.stringContaining('Set DATABASE_URL') });
    expect(await cursors(server.url)).toEqual(before);
    expect(await logIsWhole(server.url)).toBe(rows);

    // Forgotten DATABASE_URL: it must not begin anew on an empty or an old database.
    await expect(startTandem(env)).rejects.toThrow(/database\.moved/);
    tandem = await startTandem(env, { DATABASE_URL: server.url });
    await plays(talked[0]!);
    talked.push((await talkOnce(tandem, folder)).id);
    const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
    const { items } = await supervisor.get('/interactions');
    expect(items.map((each: { id: string }) => each.id).sort()).toEqual([...talked].sort());
    // One reader counted the first call there, and the second here.
    expect((await supervisor.get('/kpis')).total).toMatchObject({ arrived: 2, answered: 2 });
    await tandem.program.stop('SIGTERM');
    expect(await logIsWhole(server.url)).toBeGreaterThan(rows);
  });

  it('moves back and goes on again', async () => {
    rows = await logIsWhole(server.url);
    const now = await cursors(server.url);
    expect(await db(['move', '--from', server.url], { DATABASE_URL: server.url })).toMatchObject({
      code: 1,
      said: expect.stringContaining('(move.same-database)'),
    });
    const keyless = await db(['move', '--from', server.url], { TANDEM_DATA: path.join(folder, 'new') });
    expect(keyless.said).toContain('(master-key.mismatch)');
    expect(await db(['move', '--from', server.url])).toMatchObject({ code: 0, said: expect.stringContaining('Unset DATABASE_URL') });
    tandem = await startTandem(env, { DATABASE_URL: '' });
    await plays(talked[0]!);
    await plays(talked[1]!);
    talked.push((await talkOnce(tandem, folder)).id);
    await tandem.program.stop('SIGTERM');
    const embedded = await startEmbedded({ dataDir: tandem.folder });
    try {
      expect(await logIsWhole(embedded.url)).toBeGreaterThan(rows);
      const after = await cursors(embedded.url);
      expect(after.map((each) => each.name)).toEqual(now.map((each) => each.name));
      for (const { name, seq, problem } of after) {
        expect(seq).toBeGreaterThan(now.find((each) => each.name === name)!.seq);
        expect(problem).toBeNull();
      }
      const ends = await ask(embedded.url, "select stream from event_log where type = 'interaction.ended' group by 1 having count(*) > 1");
      expect(ends).toEqual([]);
    } finally {
      await embedded.stop();
    }
  });

  it('restores the backup into a server whose owner has no rights beyond his database', async () => {
    expect(await db(['check', file])).toMatchObject({ code: 0, said: expect.stringContaining('The backup is whole') });
    const bare = await server.database('other', 'nocreaterole');
    const filled = await db(['restore', file], { DATABASE_URL: server.url });
    expect(filled.code).toBe(1);
    expect(filled.said).toContain('数据库不为空');
    expect(filled.said).toContain('The database is not empty');
    // The roles are there already; without a grant of them the login may not use them.
    expect((await db(['restore', file], { DATABASE_URL: bare })).said).toContain('(migration.failed)');
    await ask(server.adminUrl, 'grant tandem_app, tandem_system to other');
    expect(await db(['restore', file], { DATABASE_URL: bare })).toMatchObject({ code: 0, said: expect.stringContaining('Restored') });
    await logIsWhole(bare);
    const keyless = await db(['restore', file], { DATABASE_URL: bare, TANDEM_DATA: path.join(folder, 'elsewhere') });
    expect(keyless.said).toContain('(backup.wrong-key)');
    expect(fs.existsSync(path.join(folder, 'elsewhere/master.key'))).toBe(false);
  });
});
