// Keys rotated and the bucket lost while calls go on, on a real server: every recording plays, before and after a restart.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsOf, toneSeconds, writeToneALaw, writeToneWav } from './kit/audio.ts';
import { startPhone, type Phone } from './kit/baresip.ts';
import { startFakeS3, type FakeS3 } from './kit/fake-s3.ts';
import { eventually } from './kit/processes.ts';
import { startCaller } from './kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-test-'));
const CALLER_HZ = 700;

let s3: FakeS3;
let tandem: Tandem;
let administrator: Api;
let agent: Api;
let phone: Phone;
const recorded: string[] = [];

beforeAll(async () => {
  writeToneALaw(path.join(folder, 'caller.alaw'), CALLER_HZ, 20);
  writeToneWav(path.join(folder, 'agent.wav'), 1_200, 60);
  s3 = await startFakeS3();
  tandem = await startTandem(undefined, s3.settings({ prefix: 'centre' }));
  await everybodySignsIn();
});
afterAll(async () => {
  await phone?.stop();
  await tandem?.stop();
  await s3?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function everybodySignsIn(): Promise<void> {
  await phone?.stop();
  administrator = await signIn(tandem.baseUrl, 'admin@demo.test');
  phone = await startPhone({
    user: 'agent1',
    server: `127.0.0.1:${tandem.sipPort}`,
    answer: 'auto',
    plays: path.join(folder, 'agent.wav'),
  });
  agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  await free();
}
const free = () => agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });

/** A call with the agent, during which `work` is done; resolves to its recording when that is sealed. */
async function talk(work: () => Promise<void>, waitMs = 2_500): Promise<string> {
  const sawBefore = phone.events().filter((event) => event.type === 'CALL_ESTABLISHED').length;
  const caller = await startCaller({
    to: '4001',
    server: `127.0.0.1:${tandem.sipPort}`,
    from: '+8613800138001',
    steps: [{ wait: 2_000 }, { press: '2' }, { talk: path.join(folder, 'caller.alaw') }, { wait: 6_000 + waitMs }, { hangUp: true }],
  });
  try {
    await eventually(
      'the agent to answer',
      async () => (phone.events().filter((event) => event.type === 'CALL_ESTABLISHED').length > sawBefore ? true : null),
      20_000,
    );
    await work();
    expect((await administrator.get('/calls')).items).toHaveLength(1);
    await caller.done();
  } finally {
    await caller.stop();
  }
  const { interaction, recording } = await eventually(
    'the recording to be sealed',
    async () => {
      const { items } = await administrator.get('/interactions?limit=1');
      const { recordings } = await administrator.get(`/interactions/${items[0].id}`);
      const [found] = recordings;
      return found?.state === 'sealed' ? { interaction: items[0].id, recording: found.id } : null;
    },
    15_000,
  );
  await agent.send('PUT', `/interactions/${interaction}/wrap-up`, { disposition: 'order-updated', resolved: true });
  recorded.push(recording);
  return recording;
}

async function plays(recording: string): Promise<void> {
  const answer = await administrator.raw(`/recordings/${recording}/audio`);
  expect(
    answer.status,
    await answer
      .clone()
      .text()
      .then((text) => text.slice(0, 200)),
  ).toBe(200);
  const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
  expect(toneSeconds(left!, CALLER_HZ)).toBeGreaterThan(2);
  expect(toneSeconds(right!, 1_200)).toBeGreaterThan(2);
}

/** `npm run keys -- ...` beside the running server. */
function command(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'server/src/roles/keys.ts'), ...args], {
    env: { ...process.env, ...tandem.env },
    cwd: ROOT,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => void child.once('close', (code) => resolve({ code, output })));
}
const keyFile = () => fs.readFileSync(path.join(tandem.folder, 'master.key'), 'utf8').trim();

describe('while calls go on', () => {
  it('a recording goes into the bucket, sealed', async () => {
    const recording = await talk(() => Promise.resolve(), 0);
    await eventually('the object', async () => (s3.objects.size === 1 ? true : null));
    const [[key, object]] = [...s3.objects] as [[string, Buffer]];
    expect(key).toMatch(new RegExp(`^centre/tnt_.*/${recording}$`));
    expect(object.subarray(0, 5).toString()).toBe('TREC1');
    await plays(recording);
    // A player that seeks: the same bytes as in the whole.
    const whole = Buffer.from(await (await administrator.raw(`/recordings/${recording}/audio`)).arrayBuffer());
    for (const [first, last] of [
      [0, 43],
      [10, 2_001],
      [30_003, 61_234],
      [whole.length - 5, whole.length - 1],
    ] as const) {
      const part = await administrator.raw(`/recordings/${recording}/audio`, { headers: { range: `bytes=${first}-${last}` } });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${first}-${last}/${whole.length}`]);
      expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), whole.subarray(first, last + 1))).toBe(0);
    }
    const beyond = await administrator.raw(`/recordings/${recording}/audio`, { headers: { range: `bytes=${whole.length}-` } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
  }, 60_000);

  it("the tenant's key and the master key are rotated, and nobody notices", async () => {
    const before = keyFile();
    const during = await talk(async () => {
      expect(await administrator.send('POST', '/keys/rotate')).toEqual({ version: 2 });
      const { code, output } = await command('rotate-master');
      expect(output).toContain('wraps all tenant keys');
      expect(code).toBe(0);
    }, 6_000);
    expect(keyFile()).not.toBe(before);
    expect(keyFile().split('\n')).toHaveLength(1);
    expect(fs.statSync(path.join(tandem.folder, 'master.key')).mode & 0o777).toBe(0o600);
    await plays(during);
    const { items } = await administrator.get('/keys');
    expect(items.map((key: { version: number; current: boolean }) => [key.version, key.current])).toEqual([
      [2, true],
      [1, false],
    ]);
    // The background has wrapped the customers' keys anew.
    await eventually('the job', async () => ((await administrator.get('/keys')).items[1].customers === 0 ? true : null), 15_000);
    expect((await administrator.get('/audit')).items.map((entry: { action: string }) => entry.action)).toContain('keys.rotate');
    const customer = (await administrator.get('/interactions?limit=1')).items[0].customer;
    expect(customer.name).toBe('王芳');
  }, 60_000);

  it('a recording made while the bucket is away waits here, is heard from here, and goes there later', async () => {
    s3.fail('away');
    const recording = await talk(() => Promise.resolve(), 0);
    expect(s3.objects.size).toBe(2);
    await plays(recording);
    expect(await (await fetch(`${tandem.baseUrl}/metrics`)).text()).toMatch(/tandem_blobs_waiting 1/);
    const gone = await administrator.raw(`/recordings/${recorded[0]}/audio`);
    expect([gone.status, ((await gone.json()) as { code: string }).code]).toEqual([503, 'blob.s3-away']);
    s3.heal();
    await eventually('the object', async () => (s3.objects.size === 3 ? true : null), 90_000);
  }, 180_000);

  it('a server that never knew the old keys plays all of them', async () => {
    await phone.stop();
    await tandem.program.stop('SIGTERM');
    for (const name of fs.readdirSync(tandem.folder)) if (name.startsWith('master.key.old-')) fs.rmSync(path.join(tandem.folder, name));
    tandem = await startTandem(tandem.env);
    administrator = await signIn(tandem.baseUrl, 'admin@demo.test');
    expect(recorded).toHaveLength(3);
    for (const recording of recorded) await plays(recording);
  }, 120_000);

  it('a start with a wrong secret says so in words', async () => {
    await tandem.program.stop('SIGTERM');
    const settings = { ...tandem.env, AWS_SECRET_ACCESS_KEY: 'wrong' };
    await expect(startTandem(settings)).rejects.toThrow(/object store refuses our key.*SignatureDoesNotMatch.*AWS_SECRET_ACCESS_KEY/s);
  }, 120_000);
});
