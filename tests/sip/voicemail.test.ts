// A message from the caller's mouth to the agent's ear: left, told to those of its box alone, heard, taken by one; also when core dies while he speaks.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { channelsOf, toneSeconds, writeToneALaw } from '../kit/audio.ts';
import { listen } from '../kit/event-stream.ts';
import { killPart } from '../kit/parts.ts';
import { eventually } from '../kit/processes.ts';
import { startCaller, type CallStep } from '../kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const HZ = 700;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'voicemail-'));
const tone = path.join(folder, 'caller.alaw');
let tandem: Tandem;
let admin: Api;
/** Of support and not of sales. */
let agent1: Api;
/** Of sales and not of support. */
let agent8: Api;

const box = (where: object) => ({
  schema: 1,
  language: 'en',
  start: 'answer',
  nodes: {
    answer: { type: 'answer', next: 'message' },
    message: { type: 'voicemail', greeting: [], maxMs: 60_000, endKeys: '#', box: where, next: 'bye', failed: 'bye' },
    bye: { type: 'hang-up', say: [] },
  },
});

async function number(digits: string, where: object): Promise<void> {
  const flow = await admin.send('POST', '/flows', { key: `box-${digits}`, name: { en: 'Box' }, draft: box(where) });
  await admin.send('POST', `/flows/${flow.id}/publish`);
  await admin.send('POST', '/numbers', { number: digits, label: 'Box', flow: flow.id });
}
const call = (to: string, steps: CallStep[]) => startCaller({ to, server: `127.0.0.1:${tandem.sipPort}`, from: '+8613800138001', steps });

beforeAll(async () => {
  writeToneALaw(tone, HZ, 30);
  tandem = await startTandem();
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  agent1 = await signIn(tandem.baseUrl, 'agent1@demo.test');
  agent8 = await signIn(tandem.baseUrl, 'agent8@demo.test');
  const { items: queues } = await admin.get('/queues');
  await number('4031', { queue: queues.find((each: { key: string }) => each.key === 'support').id });
  await number('4032', { agent: agent8.user.agent });
}, 120_000);
afterAll(async () => {
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('is told to the agents of the queue, heard by them, and taken by one', async () => {
  const [ear, stranger] = [await listen(tandem.baseUrl, agent1), await listen(tandem.baseUrl, agent8)];
  const caller = await call('4031', [{ talk: tone }, { wait: 5_000 }, { press: '#' }, { expectBye: true }]);
  await caller.done();
  await caller.stop();
  const told = await ear.hears('voicemail.left');
  const { items } = await agent1.get('/voicemails');
  expect(items).toMatchObject([
    {
      id: told.data['voicemail'],
      state: 'new',
      remote: '+8613800138001',
      queue: { name: 'Support' },
      agent: null,
      recordingState: 'sealed',
    },
  ]);
  const [message] = items;
  expect(message.durationMs).toBeGreaterThan(4_000);
  expect(await agent1.get('/voicemails/counts')).toEqual({ new: 1, mine: 0 });

  const audio = await agent1.raw(`/recordings/${message.recording}/audio`);
  expect(audio.status).toBe(200);
  const [left, right] = channelsOf(new Uint8Array(await audio.arrayBuffer()));
  expect(toneSeconds(left!, HZ)).toBeGreaterThan(3.5);
  expect(toneSeconds(right!, HZ)).toBe(0);
  expect(await agent1.get(`/interactions/${message.interaction}`)).toMatchObject({ voicemails: [{ id: message.id, state: 'new' }] });

  // Who is of another queue knows nothing of it.
  expect((await agent8.get('/voicemails')).items).toEqual([]);
  for (const where of [`/voicemails/${message.id}`, `/recordings/${message.recording}/audio`, `/interactions/${message.interaction}`])
    expect((await agent8.raw(where)).status, where).toBe(404);
  expect(stranger.frames.filter((frame) => frame.stream === message.interaction)).toEqual([]);

  expect(await agent1.send('POST', `/voicemails/${message.id}/take`)).toMatchObject({ state: 'taken', by: { id: agent1.user.id } });
  expect((await ear.hears('voicemail.changed')).data).toMatchObject({ state: 'taken', by: agent1.user.id });
  const colleague = await signIn(tandem.baseUrl, 'agent2@demo.test');
  await expect(colleague.send('POST', `/voicemails/${message.id}/done`)).rejects.toThrow('voicemail.taken');
  expect(await agent1.send('POST', `/voicemails/${message.id}/done`)).toMatchObject({ state: 'done' });
  expect((await colleague.get('/voicemails?state=done')).items).toHaveLength(1);
  ear.close();
  stranger.close();
}, 90_000);

it('survives core being killed while the caller speaks: it lies in the agent’s own box, once', async () => {
  const caller = await call('4032', [{ talk: tone }, { wait: 8_000 }, { hangUp: true }]);
  await eventually('the recording to run', async () => {
    const { items } = await admin.get('/interactions?state=open');
    return items.some((each: { recordings: unknown[] }) => each.recordings.length > 0) ? true : null;
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await killPart(tandem, 'server');
  await caller.done();
  await caller.stop();
  const [message] = await eventually(
    'the message',
    async () => {
      const { items } = await agent8.get('/voicemails').catch(() => ({ items: [] }));
      return items.length > 0 ? items : null;
    },
    60_000,
    500,
  );
  expect(message).toMatchObject({ state: 'new', queue: null, agent: { id: agent8.user.agent } });
  expect(message.durationMs).toBeGreaterThan(5_000);
  expect((await agent1.get('/voicemails?state=new')).items).toEqual([]);
  const { items: events } = await admin.get(`/interactions/${message.interaction}/events?limit=200`);
  expect(events.filter((event: { type: string }) => event.type === 'voicemail.left')).toHaveLength(1);
}, 120_000);
