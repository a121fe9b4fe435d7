// The media pool over real UDP on loopback: who hears whom, plays, keys, ports, and what a dead worker takes with it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeId } from '../../../../kernel/ids.ts';
import type { MediaEvent, MediaTransport, RemoteMedia } from '../../ports.ts';
import { TestPhone, pause, sines, until } from './test-phone.ts';
import { createMediaPool } from './pool.ts';
import { startMediaThread } from './worker-thread.ts';
import { writeWav } from '@tandem/rtp';

const HEARD = -20; // a phone's tone is -16 dBFS; the line's law and the jitter buffer's start cost a little
const UNHEARD = -50; // G.711 distortion of another tone may reach -55
const PORTS = { from: 41_000, to: 41_040 };

let serial = 0;
const id = <P extends 'leg' | 'cal' | 'rec'>(prefix: P): `${P}_${string}` =>
  makeId(prefix, 1_700_000_000_000 + serial++, new Uint8Array(10));

const threads: Worker[] = [];
let prompts = '';
let pool: MediaTransport;
let events: MediaEvent[] = [];
let phones: TestPhone[] = [];
let open: `leg_${string}`[] = [];

beforeAll(() => {
  prompts = fs.mkdtempSync(path.join(os.tmpdir(), 'prompts-'));
  fs.mkdirSync(path.join(prompts, 'en'));
  fs.mkdirSync(path.join(prompts, 'music'));
  fs.writeFileSync(path.join(prompts, 'en/one.wav'), writeWav({ sampleRate: 8_000, channels: 1, samples: sines([600], 0, 4_000) }));
  fs.writeFileSync(
    path.join(prompts, 'en/two.wav'),
    writeWav({ sampleRate: 8_000, channels: 1, samples: sines([900], 0, 4_000) }, 'mulaw'),
  );
  fs.writeFileSync(path.join(prompts, 'music/loop.wav'), writeWav({ sampleRate: 8_000, channels: 1, samples: sines([700], 0, 1_600) }));
  pool = createMediaPool({
    host: '127.0.0.1',
    ports: PORTS,
    workers: 2,
    promptsDir: prompts,
    quarantineMs: 200,
    start: (settings) => {
      const thread = startMediaThread(settings);
      threads.push(thread);
      return thread;
    },
  });
  pool.on((event) => events.push(event));
});

afterEach(async () => {
  for (const phone of phones) phone.close();
  await Promise.all(open.map((leg) => pool.close(leg)));
  phones = [];
  open = [];
  events = [];
});

afterAll(async () => {
  await pool.shutdown();
  fs.rmSync(prompts, { recursive: true });
});

type Party = { leg: `leg_${string}`; phone: TestPhone; port: number };

async function join(call: `cal_${string}`, changes: Partial<RemoteMedia> = {}): Promise<Party> {
  const leg = id('leg');
  const phone = await TestPhone.create(changes.codec ?? 'PCMU');
  phones.push(phone);
  open.push(leg);
  const { ip, port } = await pool.open(leg, call);
  expect(ip).toBe('127.0.0.1');
  pool.setRemote(leg, phone.remote(changes));
  return { leg, phone, port };
}

const of = <K extends MediaEvent['kind']>(kind: K): Extract<MediaEvent, { kind: K }>[] =>
  events.filter((event): event is Extract<MediaEvent, { kind: K }> => event.kind === kind);

describe('media pool', () => {
  it('bridges two legs of different codecs, each hearing the other and not itself', async () => {
    const call = id('cal');
    const [a, b] = [await join(call), await join(call, { codec: 'PCMA' })];
    a.phone.talk(a.port, 500);
    b.phone.talk(b.port, 1_100);
    await pause(300);
    expect(a.phone.packets).toBeGreaterThan(5); // silence is sent from the start
    expect(a.phone.level(1_100)).toBeLessThan(UNHEARD); // nobody is bridged yet
    pool.mix(call, [
      { listener: a.leg, speaker: b.leg, gain: 1 },
      { listener: b.leg, speaker: a.leg, gain: 1 },
    ]);
    await pause(200);
    a.phone.forget();
    b.phone.forget();
    await pause(600);
    expect(a.phone.level(1_100)).toBeGreaterThan(HEARD);
    expect(a.phone.level(500)).toBeLessThan(UNHEARD);
    expect(b.phone.level(500)).toBeGreaterThan(HEARD);
    expect(b.phone.level(1_100)).toBeLessThan(UNHEARD);
    expect([a.phone.markers, a.phone.sequenceJumps]).toEqual([1, 0]);
    const stats = (await pool.stats(a.leg))!;
    expect(stats.packetsReceived).toBeGreaterThan(40);
    expect(stats.packetsSent).toBeGreaterThan(40);
    expect(stats.packetsLost).toBe(0);
    expect(stats.levelDb).toBeGreaterThan(HEARD);
    expect((await pool.close(a.leg)).packetsReceived).toBeGreaterThanOrEqual(stats.packetsReceived);
    expect(await pool.stats(a.leg)).toBeNull();
  });

  it('whispers: the agent hears the supervisor, the customer does not; a low gain is heard low', async () => {
    const call = id('cal');
    const [customer, agent, supervisor] = [await join(call), await join(call), await join(call)];
    customer.phone.talk(customer.port, 500);
    agent.phone.talk(agent.port, 900);
    supervisor.phone.talk(supervisor.port, 1_300);
    pool.mix(call, [
      { listener: customer.leg, speaker: agent.leg, gain: 1 },
      { listener: agent.leg, speaker: customer.leg, gain: 1 },
      { listener: agent.leg, speaker: supervisor.leg, gain: 0.25 },
      { listener: supervisor.leg, speaker: customer.leg, gain: 1 },
      { listener: supervisor.leg, speaker: agent.leg, gain: 1 },
    ]);
    await pause(250);
    for (const party of [customer, agent, supervisor]) party.phone.forget();
    await pause(600);
    expect(customer.phone.level(900)).toBeGreaterThan(HEARD);
    expect(customer.phone.level(1_300)).toBeLessThan(UNHEARD);
    expect(agent.phone.level(500)).toBeGreaterThan(HEARD);
    expect(agent.phone.level(1_300) - agent.phone.level(500)).toBeCloseTo(-12, 0);
    expect(supervisor.phone.level(500)).toBeGreaterThan(HEARD);
    expect(supervisor.phone.level(900)).toBeGreaterThan(HEARD);
  });

  it('plays prompts one after the other in place of the mix, and tells when it is done', async () => {
    const call = id('cal');
    const [a, b] = [await join(call), await join(call)];
    b.phone.talk(b.port, 1_500);
    pool.mix(call, [{ listener: a.leg, speaker: b.leg, gain: 1 }]);
    await pause(200);
    a.phone.forget();
    pool.play(
      a.leg,
      'menu',
      [
        { kind: 'prompt', prompt: 'one', language: 'zh-CN' },
        { kind: 'silence', ms: 100 },
        { kind: 'prompt', prompt: 'two', language: 'en' },
      ],
      false,
    );
    expect(await until(() => of('played').length === 1)).toBe(true);
    expect(of('played')[0]).toEqual({ kind: 'played', leg: a.leg, play: 'menu', reason: 'finished' });
    const heard = a.phone.heard().subarray(0, 9_600);
    expect(a.phone.level(600)).toBeGreaterThan(-30);
    expect(a.phone.level(900)).toBeGreaterThan(-30);
    expect(heard.length).toBeGreaterThan(8_000);
    a.phone.forget();
    await pause(300);
    expect(a.phone.level(1_500)).toBeGreaterThan(HEARD); // the mix is back
  });

  it('replaces and stops plays, loops music, and tells of sounds that are not there', async () => {
    const { leg, phone } = await join(id('cal'));
    pool.play(leg, 'hold', [{ kind: 'music', music: 'loop' }], true);
    pool.play(leg, 'hold', [{ kind: 'music', music: 'loop' }], true);
    await pause(700);
    expect(phone.level(700)).toBeGreaterThan(-25);
    pool.play(leg, 'ring', [{ kind: 'tone', tone: 'ringback' }], true);
    pool.stop(leg, 'hold'); // no longer playing: nothing happens
    await pause(150);
    phone.forget();
    await pause(300);
    expect(phone.level(450)).toBeGreaterThan(-30);
    pool.stop(leg);
    pool.play(leg, 'gone', [{ kind: 'prompt', prompt: 'no-such-prompt', language: 'en' }], false);
    expect(await until(() => of('played').length === 3)).toBe(true);
    expect(of('played').map(({ play, reason }) => [play, reason])).toEqual([
      ['hold', 'stopped'],
      ['ring', 'stopped'],
      ['gone', 'failed'],
    ]);
    expect(of('played')[2]!.detail).toContain('no-such-prompt');
  });

  it('tells each key once, from telephone-events and from the audio, and sends keys', async () => {
    const call = id('cal');
    const [a, b] = [await join(call), await join(call, { telephoneEvent: null })];
    a.phone.talk(a.port);
    for (const digit of '159#') a.phone.press(digit);
    b.phone.talk(b.port, 770, 1_336); // a 5 by its tones
    await pause(200);
    b.phone.talk(b.port);
    expect(await until(() => of('digit').length === 5)).toBe(true);
    pool.sendDigit(a.leg, '7', 100);
    await pause(500);
    const told = (leg: string): [string, string][] =>
      of('digit')
        .filter((event) => event.leg === leg)
        .map((event) => [event.digit, event.via]);
    expect(told(a.leg)).toEqual([...'159#'].map((digit) => [digit, 'rfc4733']));
    expect(
      of('digit')
        .filter((event) => event.leg === a.leg)
        .every((event) => event.durationMs === 100),
    ).toBe(true);
    expect(told(b.leg)).toEqual([['5', 'inband']]);
    expect(a.phone.heardEvents).toEqual(new Array(7).fill(7));
  });

  it('keeps quiet towards a leg on hold and hears nothing of it', async () => {
    const call = id('cal');
    const [a, b] = [await join(call), await join(call)];
    a.phone.talk(a.port, 500);
    pool.mix(call, [
      { listener: b.leg, speaker: a.leg, gain: 1 },
      { listener: a.leg, speaker: b.leg, gain: 1 },
    ]);
    await pause(100);
    pool.setRemote(a.leg, a.phone.remote({ send: false, receive: false }));
    await pause(200);
    const before = a.phone.packets;
    b.phone.forget();
    await pause(300);
    expect(a.phone.packets).toBe(before);
    expect(b.phone.level(500)).toBeLessThan(UNHEARD);
    pool.setRemote(a.leg, a.phone.remote());
    await pause(200);
    b.phone.forget();
    await pause(300);
    expect(b.phone.level(500)).toBeGreaterThan(HEARD);
    expect(a.phone.markers).toBe(2);
  });

  it('does not hear a stranger who sends to the port', async () => {
    const call = id('cal');
    const [a, b] = [await join(call), await join(call)];
    const stranger = await TestPhone.create('PCMU', '127.0.0.9');
    phones.push(stranger);
    pool.mix(call, [{ listener: b.leg, speaker: a.leg, gain: 1 }]);
    stranger.talk(a.port, 2_000);
    await pause(500);
    expect(b.phone.level(2_000)).toBeLessThan(UNHEARD);
    expect(stranger.packets).toBe(0);
    expect((await pool.stats(a.leg))!.packetsReceived).toBe(0);
  });

  it('loses only the calls of a worker that dies, and takes new calls in a new one', async () => {
    const calls = [id('cal'), id('cal')] as const;
    const doomed = await join(calls[0]);
    const living = await join(calls[1]);
    living.phone.talk(living.port, 500);
    pool.mix(calls[1], [{ listener: living.leg, speaker: living.leg, gain: 1 }]); // an echo
    // The least busy worker takes each call: the two calls are in different ones.
    await threads[0]!.terminate();
    expect(await until(() => of('lost').length === 1)).toBe(true);
    expect(of('lost')[0]).toMatchObject({ legs: [doomed.leg], recordings: [] });
    expect(await pool.stats(doomed.leg)).toBeNull();
    expect(await pool.close(doomed.leg)).toMatchObject({ packetsReceived: 0 });
    living.phone.forget();
    await pause(300);
    expect(living.phone.level(500)).toBeGreaterThan(HEARD);
    const next = await join(id('cal'));
    expect(threads.length).toBe(3);
    next.phone.talk(next.port, 800);
    expect(await until(() => next.phone.packets > 5)).toBe(true);
  });
});
