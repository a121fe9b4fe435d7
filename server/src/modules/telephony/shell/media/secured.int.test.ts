// Secured legs over real UDP: who is heard, who is not, and that moves of either side cost nothing.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeWav } from '@tandem/rtp';
import { makeId } from '../../../../kernel/ids.ts';
import type { MediaEvent, MediaTransport } from '../../ports.ts';
import { createMediaPool } from './pool.ts';
import { TestBrowser } from './test-browser.ts';
import { pause, sines, TestPhone, until } from './test-phone.ts';

const HEARD = -20;
const UNHEARD = -50;
const MUSIC_HZ = 450;
const PORTS = { from: 41_100, to: 41_140 };

let serial = 0;
const id = <P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}` => makeId(prefix, 1_700_000_000_000 + serial++, new Uint8Array(10));

const prompts = fs.mkdtempSync(path.join(os.tmpdir(), 'prompts-'));
let pool: MediaTransport;
let events: MediaEvent[] = [];
let browsers: TestBrowser[] = [];
let phones: TestPhone[] = [];
let legs: `leg_${string}`[] = [];

beforeAll(() => {
  fs.mkdirSync(path.join(prompts, 'music'));
  fs.writeFileSync(
    path.join(prompts, 'music/default.wav'),
    writeWav({ sampleRate: 8_000, channels: 1, samples: sines([MUSIC_HZ], 0, 8_000) }, 'pcm16'),
  );
  pool = createMediaPool({ host: '127.0.0.1', ports: PORTS, workers: 2, promptsDir: prompts, quarantineMs: 200 });
  pool.on((event) => events.push(event));
});
afterEach(async () => {
  for (const browser of browsers) browser.close();
  for (const phone of phones) phone.close();
  await Promise.all(legs.map((leg) => pool.close(leg)));
  [browsers, phones, legs, events] = [[], [], [], []];
});
afterAll(async () => {
  await pool.shutdown();
  fs.rmSync(prompts, { recursive: true, force: true });
});

type Joined = { leg: `leg_${string}`; phone: TestPhone; port: number; browser: TestBrowser };

async function join(call: `cal_${string}`, role: 'client' | 'server', hz: number): Promise<Joined> {
  const phone = await TestPhone.create('PCMA');
  const browser = await TestBrowser.create(phone, role);
  const leg = id('leg');
  phones.push(phone);
  browsers.push(browser);
  legs.push(leg);
  const { port } = await pool.open(leg, call);
  pool.setRemote(leg, browser.media());
  browser.connect(port, pool.fingerprint);
  phone.talk(browser.port, hz);
  return { leg, phone, port, browser };
}
const each = (call: `cal_${string}`, a: Joined, b: Joined): void =>
  pool.mix(call, [
    { listener: a.leg, speaker: b.leg, gain: 1 },
    { listener: b.leg, speaker: a.leg, gain: 1 },
  ]);
const hears = async (who: Joined, hz: number): Promise<void> => {
  who.phone.forget();
  expect(await until(() => who.phone.heard().length > 4_000 && who.phone.level(hz) > HEARD, 10_000)).toBe(true);
};

describe('secured legs', () => {
  it('hear each other in either role, press keys, and tell how it sounds', async () => {
    const call = id('cal');
    const [a, b] = [await join(call, 'client', 700), await join(call, 'server', 1_200)];
    each(call, a, b);
    await hears(a, 1_200);
    await hears(b, 700);
    expect([a.phone.level(700) < UNHEARD, b.phone.level(1_200) < UNHEARD]).toEqual([true, true]);
    a.phone.press('7');
    expect(await until(() => events.some((event) => event.kind === 'digit' && event.digit === '7' && event.leg === a.leg))).toBe(true);
    pool.sendDigit(b.leg, '5', 100);
    expect(await until(() => b.phone.heardEvents.includes(5))).toBe(true);
    const stats = await pool.stats(a.leg);
    expect(stats!.packetsReceived).toBeGreaterThan(20);
    expect(stats!.packetsLost).toBe(0);
  });

  it('go on when a browser changes its network, with a restart of ICE and by a check alone', async () => {
    const call = id('cal');
    const [a, b] = [await join(call, 'server', 700), await join(call, 'server', 1_200)];
    each(call, a, b);
    await hears(a, 1_200);
    await a.browser.moves(false);
    await hears(a, 1_200);
    await a.browser.moves(true);
    pool.setRemote(a.leg, a.browser.media());
    await hears(a, 1_200);
    await hears(b, 700);
  });

  it('whose far end falls silent leave nobody in silence: who waits hears music until it is back, and who hears somebody else does not', async () => {
    const call = id('cal');
    const [a, b, c] = [await join(call, 'server', 700), await join(call, 'server', 1_200), await join(call, 'client', 1_900)];
    each(call, a, b);
    await hears(a, 1_200);
    await hears(b, 700);
    // On hold nobody hears anybody: there is no one to wait for.
    pool.mix(call, []);
    b.phone.hush();
    await pause(2_500);
    a.phone.forget();
    await pause(300);
    expect(a.phone.level(MUSIC_HZ)).toBeLessThan(UNHEARD);
    each(call, a, b);
    await hears(a, MUSIC_HZ);
    // A third who is there is heard, and no music beside him.
    pool.mix(call, [
      { listener: a.leg, speaker: b.leg, gain: 1 },
      { listener: a.leg, speaker: c.leg, gain: 1 },
    ]);
    await hears(a, 1_900);
    expect(a.phone.level(MUSIC_HZ)).toBeLessThan(UNHEARD);
    each(call, a, b);
    await hears(a, MUSIC_HZ);
    b.phone.talk(b.browser.port, 1_200);
    await hears(a, 1_200);
    a.phone.forget();
    expect(await until(() => a.phone.heard().length > 4_000)).toBe(true);
    expect(a.phone.level(MUSIC_HZ)).toBeLessThan(UNHEARD);
  });

  it('go on in another room, where nothing is agreed anew', async () => {
    const [here, there] = [id('cal'), id('cal')];
    const [a, b] = [await join(here, 'server', 700), await join(there, 'client', 1_200)];
    expect(await until(() => a.browser.connected && b.browser.connected)).toBe(true);
    await pool.move(a.leg, there);
    each(there, a, b);
    await hears(a, 1_200);
    await hears(b, 700);
    expect((await pool.stats(a.leg))!.packetsLost).toBe(0);
  });
});

describe('nobody is heard', () => {
  it('who shows another certificate than SDP told of, and the leg is told of', async () => {
    const phone = await TestPhone.create('PCMA');
    const browser = await TestBrowser.create(phone);
    const leg = id('leg');
    phones.push(phone);
    browsers.push(browser);
    legs.push(leg);
    const { port } = await pool.open(leg, id('cal'));
    pool.setRemote(leg, browser.media({ fingerprint: pool.fingerprint }));
    browser.connect(port, pool.fingerprint);
    phone.talk(browser.port, 700);
    expect(await until(() => events.some(({ kind }) => kind === 'unsecured'))).toBe(true);
    expect(events.find(({ kind }) => kind === 'unsecured')).toMatchObject({ leg, detail: expect.stringContaining('another certificate') });
    expect(browser.failure).toBe('alert 40');
    expect([(await pool.stats(leg))!.packetsReceived, phone.packets]).toEqual([0, 0]);
  });

  it('in the clear, from wherever; and to nobody is anything sent in the clear', async () => {
    const call = id('cal');
    const [a, b] = [await join(call, 'server', 700), await join(call, 'server', 1_200)];
    each(call, a, b);
    await hears(b, 700);
    const before = (await pool.stats(a.leg))!.packetsReceived;
    a.phone.hush();
    await pause(100);
    const heard = (await pool.stats(a.leg))!.packetsReceived;
    expect(heard).toBeGreaterThanOrEqual(before);
    // A stranger's plain RTP, and the same from where the browser is.
    const stranger = await TestPhone.create('PCMA');
    phones.push(stranger);
    stranger.talk(a.port, 900);
    const packet = new Uint8Array(172).fill(0xd5);
    packet.set([0x80, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0x12, 0x67]);
    for (let i = 0; i < 20; i++) a.browser.send(packet);
    await pause(300);
    expect((await pool.stats(a.leg))!.packetsReceived).toBe(heard);
    expect(stranger.packets).toBe(0);
  });
});
