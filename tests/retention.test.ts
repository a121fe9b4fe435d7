// Retention on a running centre: an administrator sets it, the night's job erases what is older, and what is left still works.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionConfig } from '../server/src/platform/db/connection.ts';
import { reachEmbedded } from '../server/src/platform/db/reach.ts';
import { createJobs, type Jobs } from '../server/src/platform/jobs/jobs.ts';
import { eventually } from './kit/processes.ts';
import { CUSTOMER_NUMBER, talkOnce, type Contact } from './kit/talk.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';

const DAY = 86_400_000;
const FOR_EVER = { logDays: null, recordingDays: null, personalDays: null, auditDays: null };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'retention-test-'));
let tandem: Tandem;
let admin: Api;
let client: pg.Client;
let jobs: Jobs;
let old: Contact;
let recent: Contact;

const fileOf = (recording: string): string | undefined =>
  fs
    .readdirSync(path.join(tandem.folder, 'blobs'), { recursive: true })
    .map(String)
    .find((name) => name.endsWith(recording));
const events = async (id: string): Promise<string[]> =>
  (await admin.get(`/interactions/${id}/events?limit=200`)).items.map((each: { type: string }) => each.type);

/** As the night does, and until it is through. */
async function night(): Promise<void> {
  await jobs.send('retention.expire', null, null);
  await eventually('the job to be done', async () => {
    const { rows } = await client.query(
      "select count(*)::int as n from pgboss.job where name = 'retention.expire' and state <> 'completed'",
    );
    return rows[0].n === 0 ? true : null;
  });
}

/** Everything of it happened so many days ago. */
async function age(interaction: string, days: number): Promise<void> {
  const ms = days * DAY;
  await client.query('select tandem.ensure_event_month($1)', [Date.now() - ms]);
  await client.query('update event_log set at = at - $2 where stream = $1', [interaction, ms]);
  await client.query('update recording set sealed_at = sealed_at - $2 where interaction = $1', [interaction, ms]);
  await client.query(
    `update interaction set started_at = started_at - $2,
       doc = jsonb_set(doc, '{endedAt}', to_jsonb((doc->>'endedAt')::bigint - $2::bigint)) where id = $1`,
    [interaction, ms],
  );
}

beforeAll(async () => {
  tandem = await startTandem();
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  old = await talkOnce(tandem, folder);
  recent = await talkOnce(tandem, folder);
  const { url } = await reachEmbedded({ dataDir: tandem.folder });
  client = new pg.Client(connectionConfig(url, 'retention test'));
  await client.connect();
  jobs = createJobs({ url, work: false, size: 1 });
  jobs.define({ name: 'retention.expire', handle: () => Promise.resolve() });
  await jobs.start();
  await age(old.id, 40);
}, 90_000);
afterAll(async () => {
  await jobs?.stop();
  await client?.end();
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('keeps everything for ever where nobody said otherwise', async () => {
  expect(await admin.get('/retention')).toEqual({ ...FOR_EVER, logErasedBefore: null });
  await night();
  expect(await events(old.id)).toContain('interaction.ended');
  expect(fileOf(old.recordings[0]!.id)).toBeDefined();
});

it('is set by administrators alone, within bounds, and the trail and the log tell it', async () => {
  const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  expect((await supervisor.raw('/retention')).status).toBe(403);
  const put = (body: unknown): Promise<Response> =>
    admin.raw('/retention', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect((await put({ ...FOR_EVER, auditDays: 30 })).status).toBe(400);
  expect((await put({ ...FOR_EVER, logDays: 0 })).status).toBe(400);
  expect((await put({ ...FOR_EVER, recordingDays: 30 })).status).toBe(200);
  const { items } = await admin.get('/audit?limit=5&action=retention.set');
  expect(items[0]).toMatchObject({ action: 'retention.set', outcome: 'done' });
  const { rows } = await client.query("select data from event_log where type = 'config.changed' and data->>'kind' = 'retention'");
  expect(rows.at(-1).data.value).toEqual({ ...FOR_EVER, recordingDays: 30 });
});

it('erases recordings by age, with their files, and no younger one', async () => {
  await night();
  const [gone, kept] = [old.recordings[0]!.id, recent.recordings[0]!.id];
  expect(await admin.get(`/recordings/${gone}`)).toMatchObject({ state: 'erased', sha256: null });
  expect((await admin.raw(`/recordings/${gone}/audio`)).status).toBe(410);
  expect(fileOf(gone)).toBeUndefined();
  expect((await admin.raw(`/recordings/${kept}/audio`)).status).toBe(200);
  await eventually('the log to tell it', async () => ((await events(old.id)).includes('recording.erased') ? true : null));
});

it('takes numbers and notes out of old interactions, in their events too', async () => {
  await admin.send('PUT', '/retention', { ...FOR_EVER, personalDays: 30 });
  await night();
  const emptied = await admin.get(`/interactions/${old.id}`);
  expect(emptied).toMatchObject({ remote: '', endedAt: expect.any(Number) });
  expect(emptied.wrapUps).toMatchObject([{ disposition: 'answered', notes: null }]);
  const { items } = await admin.get(`/interactions/${old.id}/events?limit=200`);
  expect(items.find((each: { type: string }) => each.type === 'interaction.started').data.remote).toBeNull();
  expect(JSON.stringify(items)).not.toContain('kettle');
  const whole = await admin.get(`/interactions/${recent.id}`);
  expect(whole.remote).toContain(CUSTOMER_NUMBER);
  expect(whole.wrapUps).toMatchObject([{ notes: 'wants a kettle' }]);
});

it('lets call-backs that are over go by age, and keeps no number in the rows of calls', async () => {
  const count = async (text: string, values: unknown[] = []): Promise<number> => (await client.query(text, values)).rows[0].n;
  const calls = 'select count(*)::int as n from telephony_call';
  expect(await count(calls)).toBeGreaterThan(1);
  expect(await count(`${calls} t where t::text like $1`, [`%${CUSTOMER_NUMBER.slice(1)}%`])).toBe(0);
  const { items: queues } = await admin.get('/queues');
  const ask = (): Promise<{ id: string }> => admin.send('POST', '/callbacks', { address: CUSTOMER_NUMBER, queue: queues[0].id });
  const cancelled = async (): Promise<{ id: string }> => {
    const { id } = await ask();
    await admin.send('DELETE', `/callbacks/${id}`);
    return { id };
  };
  const [gone, young] = [await cancelled(), await cancelled()];
  const waiting = await ask();
  await client.query('update telephony_callback set changed_at = changed_at - $1 where interaction = any($2)', [
    31 * DAY,
    [gone.id, waiting.id],
  ]);
  // This one no policy is asked about: it says nothing but that it is over.
  await client.query('update telephony_call set ended_at = ended_at - $2 where interaction = $1', [old.id, 31 * DAY]);
  await night();
  const { items } = await admin.get('/callbacks');
  expect(items.map((each: { id: string }) => each.id)).toEqual([waiting.id, young.id]);
  expect(await count(`${calls} where interaction = $1`, [old.id])).toBe(0);
  expect(await count(`${calls} where interaction = $1`, [recent.id])).toBe(1);
});

it('takes events of old interactions out of the log, and figures are not made anew from what is gone', async () => {
  // What the night before told of it is young.
  await client.query("update event_log set at = at - $2 where stream = $1 and type = 'recording.erased'", [old.id, 40 * DAY]);
  await admin.send('PUT', '/retention', { ...FOR_EVER, logDays: 30 });
  await night();
  expect(await events(old.id)).toEqual([]);
  expect(await events(recent.id)).toContain('interaction.ended');
  expect((await admin.get('/interactions')).items.map((each: { id: string }) => each.id)).toContain(old.id);
  const { logErasedBefore } = await admin.get('/retention');
  expect(logErasedBefore).toBeGreaterThan(Date.now() - 31 * DAY);
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const recompute = (from: string): Promise<Response> =>
    admin.raw('/kpis/recompute', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from, to: day(Date.now()) }),
    });
  expect((await recompute(day(Date.now() - 40 * DAY))).status).toBe(400);
  expect((await recompute(day(Date.now() - 2 * DAY))).status).toBe(200);
});

it('keeps the audit trail but for its own age, and three months whatever that says', async () => {
  const count = async (): Promise<number> => (await client.query('select count(*)::int as n from identity_audit')).rows[0].n;
  const before = await count();
  await client.query(
    "update identity_audit set at = at - $1 where id in (select id from identity_audit where action = 'retention.set' order by at limit 1)",
    [200 * DAY],
  );
  await night();
  expect(await count()).toBe(before);
  await admin.send('PUT', '/retention', { ...FOR_EVER, auditDays: 90 });
  await night();
  // One entry more by the setting, one less by its age.
  expect(await count()).toBe(before);
  const { rows } = await client.query('select tandem.expire_audit($1, $2) as n', [admin.user.tenant, Date.now() + DAY]);
  expect(Number(rows[0].n)).toBe(0);
});
