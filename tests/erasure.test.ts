// Erasing a customer really erases: after a real, recorded call nothing of his name or number is left, in any table, blob or file.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectionConfig } from '../server/src/platform/db/connection.ts';
import { startEmbedded } from '../server/src/platform/db/embedded.ts';
import { writeToneALaw, writeToneWav } from './kit/audio.ts';
import { startPhone, type Phone } from './kit/baresip.ts';
import { eventually } from './kit/processes.ts';
import { startCaller } from './kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';

const NUMBER = '8613912345678';
const NAME = 'Zebedee Quillfeather';
const NOTE = 'keeps seventeen ferrets';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'erasure-'));

let tandem: Tandem;
let phone: Phone;
let admin: Api;

beforeAll(async () => {
  writeToneWav(path.join(folder, 'agent.wav'), 1_200, 30);
  writeToneALaw(path.join(folder, 'customer.alaw'), 700, 10);
  tandem = await startTandem();
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  await phone?.stop();
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('leaves no trace of name, number or notes', async () => {
  phone = await startPhone({
    user: 'agent1',
    server: `127.0.0.1:${tandem.sipPort}`,
    answer: 'auto',
    plays: path.join(folder, 'agent.wav'),
  });
  const agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
  const caller = await startCaller({
    to: '4002',
    from: `+${NUMBER}`,
    server: `127.0.0.1:${tandem.sipPort}`,
    steps: [{ talk: path.join(folder, 'customer.alaw') }, { wait: 4_000 }, { hangUp: true }],
  });
  await caller.done();
  await caller.stop();
  const contact = await eventually('the recorded contact', async () => {
    const { items } = await admin.get('/interactions');
    return items.find((each: { endedAt: number | null; recordings: unknown[] }) => each.endedAt !== null && each.recordings.length > 0);
  });
  const recording = contact.recordings[0].id;
  await eventually('its recording to be sealed', async () =>
    (await admin.get(`/recordings/${recording}`)).state === 'sealed' ? true : null,
  );
  // An answer kept for a repeated request shows him too.
  await admin.send('PATCH', `/customers/${contact.customer.id}`, { name: NAME, note: NOTE }, { 'idempotency-key': 'name-him' });
  await agent.send('PUT', `/interactions/${contact.id}/wrap-up`, { disposition: 'other', resolved: true, notes: `${NAME}: ${NOTE}` });
  const wish = {
    customer: contact.customer.id,
    title: `${NAME} wants a refund`,
    kind: 'complaint',
    reference: NOTE,
    interaction: contact.id,
  };
  const matter = await admin.send('POST', '/matters', wish, { 'idempotency-key': 'his-matter' });
  await admin.send('PATCH', `/matters/${matter.id}`, { state: 'closed' });
  // He is called, to be called back, and was to be: in vain.
  await agent.send('POST', '/calls', { to: `+${NUMBER}`, timeoutMs: 5_000 });
  await eventually(
    'the call to him to fail',
    async () => {
      const { items } = await admin.get(`/interactions?limit=100`);
      const out = items.find((each: { direction: string }) => each.direction === 'outbound');
      return out?.endedAt ? out : null;
    },
    40_000,
    300,
  );
  const { items: queues } = await admin.get('/queues');
  const queue = queues.find((each: { key: string }) => each.key === 'sales').id;
  const again = { customer: contact.customer.id, address: `+${NUMBER}`, queue };
  const over = await admin.send('POST', '/callbacks', again);
  await admin.send('DELETE', `/callbacks/${over.id}`);
  const waiting = await admin.send('POST', '/callbacks', again);
  // He must be findable before, or finding nothing after would mean nothing.
  expect((await admin.get(`/customers?q=${encodeURIComponent('Quillfeather')}`)).items).toHaveLength(1);
  expect(
    (await admin.get(`/interactions/${contact.id}/events?limit=200`)).items.some(
      (event: { data: { remote?: string } }) => event.data.remote === `+${NUMBER}`,
    ),
  ).toBe(true);

  const erased = await admin.send('POST', `/customers/${contact.customer.id}/erase`);
  expect(erased).toMatchObject({ interactions: 4, recordings: 1 });
  expect((await admin.get('/callbacks')).items).toMatchObject([{ id: waiting.id, state: 'cancelled', address: null, name: '' }]);
  expect((await admin.raw(`/recordings/${recording}/audio`)).status).toBe(410);
  // The contact's page is made from the log, a moment later.
  await eventually('the contact to be blank', async () => {
    const after = await admin.get(`/interactions/${contact.id}`);
    return after.remote === '' && after.recordings[0].id === recording && after.recordings[0].state === 'erased' ? true : null;
  });
  expect((await admin.get(`/matters?customer=${contact.customer.id}`)).items).toEqual([]);
  expect((await admin.raw(`/matters/${matter.id}`)).status).toBe(404);
  // The journal drops acknowledged facts within ten seconds.
  await eventually('the edge to forget', () => (found(path.join(tandem.folder, 'edge')).length === 0 ? true : null), 20_000, 500);

  await tandem.program.stop('SIGTERM');
  expect(await rowsWith([NUMBER, 'Quillfeather', 'ferrets'])).toEqual([]);
  expect(found(path.join(tandem.folder, 'blobs'))).toEqual([]);
  expect(fs.readdirSync(path.join(tandem.folder, 'blobs'), { recursive: true }).filter((name) => String(name).includes(recording))).toEqual(
    [],
  );
});

/** Files below a folder that hold the number or the name as they are. */
function found(below: string): string[] {
  if (!fs.existsSync(below)) return [];
  return fs
    .readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => [NUMBER, 'Quillfeather', 'ferrets'].some((text) => fs.readFileSync(file).includes(text)));
}

/** `table: row` of every row of every table whose text holds one of the words. */
async function rowsWith(words: string[]): Promise<string[]> {
  const database = await startEmbedded({ dataDir: tandem.folder });
  const client = new pg.Client(connectionConfig(database.url, 'erasure test'));
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.length).toBeGreaterThan(20);
    const hits: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      for (const { text } of rows) if (words.some((word) => text.includes(word))) hits.push(`${name}: ${text.slice(0, 200)}`);
    }
    return hits;
  } finally {
    await client.end();
    await database.stop();
  }
}
