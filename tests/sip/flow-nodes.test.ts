// A flow of the newer nodes as a caller hears it: values read out, closed hours, a lookup that answers and one that does not, an expression, a message.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsOf, toneSeconds, writeToneALaw } from '../kit/audio.ts';
import { captureRtp } from '../kit/capture.ts';
import { eventually } from '../kit/processes.ts';
import { findPrompt } from '../kit/prompts.ts';
import { startCaller } from '../kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const CALLER_HZ = 700;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flow-nodes-'));
const tone = path.join(folder, 'caller.alaw');
const asked: string[] = [];

let tandem: Tandem;
let admin: Api;
let server: http.Server;
let host = '';
let heard: Int16Array;
let interaction: string;

const play = (next: string, ...say: object[]) => ({ type: 'play', say, next });
const request = (where: string, over: object) => ({
  type: 'http',
  method: 'GET',
  url: `http://${host}${where}`,
  headers: { authorization: 'Bearer {{secret:crm}}' },
  timeoutMs: 700,
  failed: 'bye',
  ok: 'bye',
  ...over,
});

const graph = (hours: string, queue: string) => ({
  schema: 1,
  language: 'en',
  start: 'answer',
  nodes: {
    answer: { type: 'answer', next: 'values' },
    values: play(
      'hours',
      // Until the capture listens.
      { silenceMs: 5_000 },
      { value: '2026-11-22', as: 'date' },
      { silenceMs: 200 },
      { value: '12.50 CNY', as: 'money' },
      { silenceMs: 200 },
      { value: '京A12345', as: 'plate' },
    ),
    hours: { type: 'hours', hours, open: 'bye', closed: 'closed', holiday: 'bye' },
    closed: play('account', { prompt: 'hours/closed' }),
    account: request('/account/{{remote}}', { into: { balance: '/account/balance' }, ok: 'rich' }),
    rich: {
      type: 'branch',
      cases: [{ when: { cel: 'double(balance) > 99.5 && remote.startsWith("+86")' }, next: 'welcome' }],
      otherwise: 'bye',
    },
    welcome: play('slow', { prompt: 'welcome' }, { value: '{{balance}} CNY', as: 'money' }),
    slow: request('/slow', { into: {}, failed: 'sorry' }),
    sorry: play('message', { prompt: 'try-again-later' }),
    message: {
      type: 'voicemail',
      greeting: [{ prompt: 'voicemail/leave-message-after-tone' }],
      maxMs: 3_000,
      endKeys: '#',
      box: { queue },
      next: 'bye',
      failed: 'bye',
    },
    bye: { type: 'hang-up', say: [{ prompt: 'goodbye' }] },
  },
});

beforeAll(async () => {
  writeToneALaw(tone, CALLER_HZ, 60);
  server = http.createServer((incoming, response) => {
    asked.push(`${incoming.url} ${incoming.headers['authorization']}`);
    if (incoming.url !== '/slow') response.end(JSON.stringify({ account: { balance: 150.5 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  tandem = await startTandem();
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  const { items: queues } = await admin.get('/queues');
  const office = await admin.send('POST', '/hours', {
    key: 'always',
    name: { en: 'Always' },
    zone: 'Asia/Shanghai',
    week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
    special: [],
  });
  expect(await admin.get(`/hours/${office.id}/now`)).toMatchObject({ state: 'open', overridden: false });
  await admin.send('PATCH', `/hours/${office.id}`, { override: { state: 'closed', until: Date.now() + 3_600_000 } });
  expect(await admin.get(`/hours/${office.id}/now`)).toMatchObject({ state: 'closed', overridden: true });
  await admin.send('PUT', '/flow-secrets', { name: 'crm', value: 'a-well-kept-word' });
  await admin.send('PUT', '/flow-hosts', { privateHosts: [host] });
  const draft = graph(office.id, queues.find((each: { key: string }) => each.key === 'support').id);
  const flow = await admin.send('POST', '/flows', { key: 'nodes', name: { en: 'Nodes' }, draft });
  expect(flow.problems).toEqual([]);
  await admin.send('POST', `/flows/${flow.id}/publish`);
  await admin.send('POST', '/numbers', { number: '4020', label: 'Nodes', flow: flow.id });

  const caller = await startCaller({
    to: '4020',
    server: `127.0.0.1:${tandem.sipPort}`,
    from: '+8613800138001',
    steps: [{ talk: tone }, { expectBye: true }],
  });
  const capture = await captureRtp(caller.mediaPort);
  try {
    await caller.done();
    heard = await capture.audio();
  } finally {
    await caller.stop();
  }
  const found = await eventually('the contact to end', async () => {
    const { items } = await admin.get('/interactions');
    return items.find((each: { state: string }) => each.state !== 'open') ?? null;
  });
  interaction = found.id;
}, 120_000);

afterAll(async () => {
  await tandem?.stop();
  server?.closeAllConnections();
  server?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a flow of the newer nodes', () => {
  it('is heard in order, by content', () => {
    const order = [
      'en/dates/month-11',
      'en/money/yuan',
      'en/plates/beijing',
      'en/hours/closed',
      'en/welcome',
      'en/try-again-later',
      'en/voicemail/leave-message-after-tone',
      'en/goodbye',
    ].map((prompt) => ({ prompt, ...findPrompt(heard, prompt) }));
    expect(order.filter(({ likeness }) => likeness < 0.8)).toEqual([]);
    const places = order.filter(({ prompt }) => prompt !== 'en/money/yuan').map(({ at }) => at);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('asked the server once each, with the secret and the caller’s number percent-encoded', () => {
    expect(asked).toEqual(['/account/%2B8613800138001 Bearer a-well-kept-word', '/slow Bearer a-well-kept-word']);
  });

  it('went through the nodes that it should', async () => {
    const { items } = await admin.get(`/interactions/${interaction}/events?limit=200`);
    const nodes = items.flatMap((each: { type: string; data: { node: string } }) =>
      each.type === 'flow.node-entered' ? [each.data.node] : [],
    );
    expect(nodes).toEqual(['answer', 'values', 'hours', 'closed', 'account', 'rich', 'welcome', 'slow', 'sorry', 'message', 'bye']);
  });

  it('kept what the caller said after the tone, and nothing of what was said to him', async () => {
    const { recordings } = await eventually('the message to be sealed', async () => {
      const found = await admin.get(`/interactions/${interaction}`);
      return found.recordings.length > 0 && found.recordings.every((each: { state: string }) => each.state === 'sealed') ? found : null;
    });
    expect(recordings).toHaveLength(1);
    const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
    const answer = await supervisor.raw(`/recordings/${recordings[0].id}/audio`);
    const [left] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
    expect(toneSeconds(left!, CALLER_HZ)).toBeGreaterThan(2);
    expect(left!.length / 8_000).toBeLessThan(4.5);
  });
});
