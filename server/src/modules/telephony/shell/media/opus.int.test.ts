// Opus legs over real UDP: they talk with G.711, press keys on their own clock, are recorded as all others, lose packets, and come to no harm by torn ones.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { muLawStereoToWav, readWav, writeRtpHeader } from '@tandem/rtp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeId } from '../../../../kernel/ids.ts';
import { readSealedFile } from '../../../../platform/crypto/sealed-file.ts';
import type { AudioCodec } from '../../core/codecs.ts';
import type { MediaEvent, MediaTransport } from '../../ports.ts';
import { createMediaPool } from './pool.ts';
import { TestPhone, toneLevel, until } from './test-phone.ts';

const HEARD = -20;
const UNHEARD = -50;

let serial = 0;
const id = <P extends 'leg' | 'cal' | 'rec'>(prefix: P): `${P}_${string}` =>
  makeId(prefix, 1_700_000_200_000 + serial++, new Uint8Array(10));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opus-'));
let pool: MediaTransport;
let events: MediaEvent[] = [];
let phones: TestPhone[] = [];
let legs: `leg_${string}`[] = [];

beforeAll(() => {
  pool = createMediaPool({ host: '127.0.0.1', ports: { from: 41_200, to: 41_220 }, workers: 1, promptsDir: folder, quarantineMs: 200 });
  pool.on((event) => events.push(event));
});
afterEach(async () => {
  for (const phone of phones) phone.close();
  await Promise.all(legs.map((leg) => pool.close(leg)));
  [phones, legs, events] = [[], [], []];
});
afterAll(async () => {
  await pool.shutdown();
  fs.rmSync(folder, { recursive: true });
});

type Joined = { leg: `leg_${string}`; phone: TestPhone; port: number };

async function join(call: `cal_${string}`, codec: AudioCodec, hz: number): Promise<Joined> {
  const leg = id('leg');
  const phone = await TestPhone.create(codec);
  phones.push(phone);
  legs.push(leg);
  const { port } = await pool.open(leg, call);
  pool.setRemote(leg, phone.remote());
  phone.talk(port, hz);
  return { leg, phone, port };
}

async function pair(): Promise<{ call: `cal_${string}`; weak: Joined; plain: Joined }> {
  const call = id('cal');
  const [weak, plain] = [await join(call, 'OPUS', 700), await join(call, 'PCMA', 1_200)];
  pool.mix(call, [
    { listener: weak.leg, speaker: plain.leg, gain: 1 },
    { listener: plain.leg, speaker: weak.leg, gain: 1 },
  ]);
  return { call, weak, plain };
}
const hears = async ({ phone }: Joined, hz: number): Promise<void> => {
  // The last half second, in which every window has the tone.
  const clear = (): boolean => toneLevel(phone.heard().subarray(-4_000), hz) > HEARD;
  phone.forget();
  expect(await until(() => phone.heard().length > 4_000 && clear(), 10_000)).toBe(true);
};
const pressed = (leg: string) => events.filter((event) => event.kind === 'digit' && event.leg === leg);

describe('an Opus leg', () => {
  it('and one of G.711 hear each other and each other’s keys, and are recorded apart', async () => {
    const { call, weak, plain } = await pair();
    await hears(weak, 1_200);
    await hears(plain, 700);
    expect([weak.phone.level(700) < UNHEARD, plain.phone.level(1_200) < UNHEARD]).toEqual([true, true]);
    expect(Math.max(...weak.phone.lengths)).toBeLessThan(160);
    expect(weak.phone.lengths.reduce((sum, length) => sum + length, 0) / weak.phone.lengths.length).toBeLessThan(80);

    weak.phone.press('7', 200);
    expect(await until(() => pressed(weak.leg).length === 1)).toBe(true);
    expect(pressed(weak.leg)[0]).toMatchObject({ digit: '7', durationMs: 200, via: 'rfc4733' });
    pool.sendDigit(weak.leg, '5', 120);
    expect(await until(() => weak.phone.heardEvents.includes(5))).toBe(true);

    const recording = id('rec');
    const file = path.join(folder, 'a.trec');
    pool.record({ recording, call, left: [plain.leg], right: [weak.leg], path: file, dataKey: Buffer.alloc(32, 7), wrappedKey: 'wrapped' });
    await hears(weak, 1_200);
    await hears(plain, 700);
    pool.stopRecording(recording);
    expect(await until(() => events.some(({ kind }) => kind === 'recording-closed'))).toBe(true);
    const { samples } = readWav(muLawStereoToWav((await readSealedFile(file, Buffer.alloc(32, 7))).plaintext));
    const side = (odd: number): Int16Array => samples.filter((_, index) => index % 2 === odd).subarray(1_600, 5_600);
    expect([toneLevel(side(0), 1_200) > HEARD, toneLevel(side(1), 700) > HEARD]).toEqual([true, true]);
    expect(toneLevel(side(0), 1_200) - toneLevel(side(0), 700)).toBeGreaterThan(30);
    expect(toneLevel(side(1), 700) - toneLevel(side(1), 1_200)).toBeGreaterThan(30);

    const stats = (await pool.stats(weak.leg))!;
    expect(stats.quality).toMatchObject({ codec: 'OPUS', packetsLost: 0 });
    expect(stats.quality.mos).toBeGreaterThan(3.9);
    expect((await pool.stats(plain.leg))!.quality.codec).toBe('PCMA');
  });

  it('that loses packets hears most of them all the same, and its score says so', async () => {
    const { weak } = await pair();
    await hears(weak, 1_200);
    weak.phone.swells = true;
    weak.phone.losesEvery = 8;
    const repaired = async (): Promise<number> => (await pool.stats(weak.leg))!.packetsRepaired;
    for (const end = performance.now() + 10_000; (await repaired()) < 8 && performance.now() < end;) await until(() => false, 100);
    const { packetsLost, packetsRepaired, quality } = (await pool.stats(weak.leg))!;
    expect(packetsRepaired).toBeGreaterThanOrEqual(8);
    expect(packetsLost).toBeGreaterThanOrEqual(packetsRepaired);
    expect(quality.lossPercent).toBeGreaterThan(0);
  });

  it('takes no harm from torn packets, nor do the others of its thread', async () => {
    const { weak, plain } = await pair();
    await hears(plain, 700);
    const packet = new Uint8Array(1_200);
    for (let n = 0; n < 400; n++) {
      const length = 12 + (n % 3 === 0 ? n % 4 : n);
      writeRtpHeader(packet, false, 111, n & 0xffff, n * 960, 4_711);
      packet.set(randomBytes(length - 12), 12);
      weak.phone.sendRaw(weak.port, packet.subarray(0, length));
    }
    await hears(weak, 1_200);
    await hears(plain, 700);
    expect(pool.lostThreads()).toEqual({ died: 0, hung: 0 });
  });
});
