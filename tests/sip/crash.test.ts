// `kill -9` of everything, the database included, during calls: what is true after the restart.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbedded } from '../../server/src/platform/db/embedded.ts';
import { connectionConfig } from '../../server/src/platform/db/connection.ts';
import { channelsOf, toneSeconds, writeToneALaw, writeToneWav } from '../kit/audio.ts';
import { startPhone, type Phone } from '../kit/baresip.ts';
import { eventually } from '../kit/processes.ts';
import { startCaller, type Caller } from '../kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const CUSTOMER_HZ = 700;
const AGENT_HZ = 1_200;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crash-test-'));
const customerTone = path.join(folder, 'customer.alaw');
const agentTone = path.join(folder, 'agent.wav');

let tandem: Tandem;
let phone: Phone;
let supervisor: Api;
let agent: Api;
const callers: Caller[] = [];
let killedAt = 0;
let talkedFrom = 0;

async function dial(to: string, steps: Parameters<typeof startCaller>[0]['steps']): Promise<void> {
  callers.push(await startCaller({ to, server: `127.0.0.1:${tandem.sipPort}`, steps: [...steps, { wait: 60_000 }] }));
}

beforeAll(async () => {
  writeToneALaw(customerTone, CUSTOMER_HZ, 20);
  writeToneWav(agentTone, AGENT_HZ, 60);
  tandem = await startTandem();
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  phone = await startPhone({ user: 'agent1', server: `127.0.0.1:${tandem.sipPort}`, answer: 'auto', plays: agentTone });
  await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });

  // One talks, one waits in the line, one is in the menu.
  await dial('4002', [{ wait: 500 }, { talk: customerTone }]);
  await phone.sees('CALL_ESTABLISHED', 20_000);
  talkedFrom = Date.now();
  await dial('4002', []);
  await dial('4001', []);
  await eventually('three calls in three places', async () => {
    const { items } = await supervisor.get('/interactions');
    const stages = items.map((each: { stage: string }) => each.stage).sort();
    return JSON.stringify(stages) === '["agent","flow","queue"]' ? true : null;
  });
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  killedAt = Date.now();
  await tandem.killAll();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  tandem = await startTandem(tandem.env);
}, 180_000);

afterAll(async () => {
  for (const caller of callers) await caller.stop();
  await phone?.stop();
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('closes every interaction with its cause within 5 s', async () => {
  const items = await eventually(
    'all three to be closed',
    async () => {
      const { items } = await supervisor.get('/interactions');
      return items.every((each: { state: string }) => each.state === 'closed') ? items : null;
    },
    5_000,
  );
  expect(items).toHaveLength(3);
  for (const each of items) expect(each).toMatchObject({ cause: 'system-crash', endedAt: expect.any(Number) });
});

it('keeps the recording but for a second at most, and it plays', async () => {
  const { items } = await supervisor.get('/interactions');
  const talked = items.find((each: { recordings: unknown[] }) => each.recordings.length > 0);
  const recording = await eventually('the recording to be recovered', async () => {
    const found = await supervisor.get(`/recordings/${talked.recordings[0].id}`);
    return found.state === 'sealed' ? found : null;
  });
  expect(recording.whole).toBe(false);
  expect(recording.durationMs).toBeGreaterThan(killedAt - talkedFrom - 1_000);
  const answer = await supervisor.raw(`/recordings/${recording.id}/audio`);
  const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
  expect(toneSeconds(left!, CUSTOMER_HZ)).toBeGreaterThan(2.5);
  expect(toneSeconds(right!, AGENT_HZ)).toBeGreaterThan(2.5);
});

it('has the agents free, and the next call reaches one', async () => {
  const mine = await eventually('the agent to be free', async () => {
    const { items } = await supervisor.get('/agents');
    const found = items.find((each: { id: string }) => each.id === agent.user.agent);
    return found.work === null && found.presence.onQueue && found.presence.reachable ? found : null;
  });
  expect(mine.presence).toMatchObject({ signedIn: true, presence: 'available' });
  const before = phone.events().filter((event) => event.type === 'CALL_ESTABLISHED').length;
  const next = await startCaller({ to: '4002', server: `127.0.0.1:${tandem.sipPort}`, steps: [{ wait: 4_000 }, { hangUp: true }] });
  callers.push(next);
  await next.done();
  expect(phone.events().filter((event) => event.type === 'CALL_ESTABLISHED').length).toBe(before + 1);
});

it('left a log without a gap, and no event twice', async () => {
  const { folder: data } = tandem;
  await tandem.program.stop('SIGTERM');
  const database = await startEmbedded({ dataDir: data });
  const client = new pg.Client(connectionConfig(database.url, 'crash test'));
  await client.connect();
  try {
    const { rows } = await client.query('select seq, tenant, stream, version, type from event_log order by seq');
    expect(rows.length).toBeGreaterThan(50);
    rows.forEach((row, i) => expect(Number(row.seq)).toBe(i + 1));
    const streams = new Map<string, number>();
    for (const { stream, version } of rows) {
      expect(Number(version)).toBe((streams.get(stream) ?? 0) + 1);
      streams.set(stream, Number(version));
    }
    const { rows: ends } = await client.query(
      "select stream, data->>'leg' as leg, count(*) as times from event_log where type = 'call.leg-ended' group by 1, 2 having count(*) > 1",
    );
    expect(ends).toEqual([]);
  } finally {
    await client.end();
    await database.stop();
  }
});
