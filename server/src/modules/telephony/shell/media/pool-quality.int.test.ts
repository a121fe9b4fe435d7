// What a leg's audio is like, as its reports and its listeners know it: RTCP both ways, taps, made speech, recording of one leg.
import { createHash, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAME_SAMPLES, muLawDecode, parseRtcp, ReceptionStatistics, RtcpSession, writeWav, type RtcpPacket } from '@tandem/rtp';
import { makeId } from '../../../../kernel/ids.ts';
import { readSealedFile } from '../../../../platform/crypto/sealed-file.ts';
import type { MediaEvent, MediaTransport, RemoteMedia } from '../../ports.ts';
import { createMediaPool } from './pool.ts';
import { pause, sines, TestPhone, toneLevel, until } from './test-phone.ts';

let pool: MediaTransport;
let folder = '';
const events: MediaEvent[] = [];
const id = <P extends 'leg' | 'cal' | 'rec'>(prefix: P): `${P}_${string}` => makeId(prefix, Date.now(), randomBytes(10));

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'quality-'));
  pool = createMediaPool({ host: '127.0.0.1', ports: { from: 41_500, to: 41_560 }, workers: 1, promptsDir: folder, quarantineMs: 10 });
  pool.on((event) => events.push(event));
});
afterAll(async () => {
  await pool.shutdown();
  fs.rmSync(folder, { recursive: true });
});

async function leg(changes: Partial<RemoteMedia> = {}) {
  const [call, name] = [id('cal'), id('leg')];
  const phone = await TestPhone.create();
  const { port } = await pool.open(name, call);
  pool.setRemote(name, phone.remote(changes));
  return { call, name, phone, port };
}

async function socketAt(port = 0): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

describe('RTCP of a leg', () => {
  it('goes to the place that was agreed, and comes back as loss, jitter and round trip', async () => {
    const far = await socketAt();
    const { name, phone, port } = await leg({ rtcp: { ip: '127.0.0.1', port: far.address().port, mux: false } });
    const came: RtcpPacket[][] = [];
    const session = new RtcpSession({ ssrc: 4_711, cname: 'far@end', random: () => 0.5 });
    const hearing = new ReceptionStatistics();
    let lost = 0;
    far.on('message', (bytes, from) => {
      expect(from.port).toBe(port + 1);
      const packets = parseRtcp(bytes)!;
      came.push(packets);
      const [first] = packets;
      if (first?.kind !== 'sender-report' || packets.length > 2) return;
      // As a far end would: it has missed a tenth of what we sent.
      for (let n = 0; n < first.packets; n++) if (n % 10 !== 3) hearing.arrived(first.ssrc, n);
      session.receive(bytes, Date.now(), first.ssrc, 0);
      lost = hearing.lost;
      setTimeout(
        () => far.send(session.report(Date.now(), { packets: 5, octets: 800, timestamp: 0 }, hearing), port + 1, '127.0.0.1'),
        700,
      );
    });
    phone.talk(port, 440);
    expect(await until(() => came.length > 0, 5_000)).toBe(true);
    expect(came[0]!.map((each) => each.kind)).toEqual(['sender-report', 'description']);
    expect(came[0]![0]).toMatchObject({ reports: [{ ssrc: 4_711, cumulativeLost: 0 }] });
    let { quality } = (await pool.stats(name))!;
    for (let tries = 0; quality.remote === null && tries < 100; tries++) {
      await pause(50);
      ({ quality } = (await pool.stats(name))!);
    }
    // The 700 ms that it took its time are not the network's; what a busy machine takes is.
    expect(quality.rttMs).toBeLessThan(500);
    expect(quality.rttMs).toBeGreaterThanOrEqual(0);
    // A tenth of what it had heard of, out of what was sent until it said so.
    expect(lost).toBeGreaterThan(0);
    expect(quality.remote!.lossPercent).toBeLessThan(13);
    expect(quality.remote!.lossPercent).toBeGreaterThan((100 * lost) / quality.packetsSent - 0.1);
    expect(quality.remote!.mos).toBeLessThan(3.8);
    expect(quality).toMatchObject({ codec: 'PCMU', packetsLost: 0, lossPercent: 0 });
    expect(quality.mos).toBeGreaterThan(4.3);
    await pool.close(name);
    expect(await until(() => came.at(-1)!.some((packet) => packet.kind === 'bye'), 1_000)).toBe(true);
    phone.close();
    far.close();
  });

  it('does not listen to strangers', async () => {
    const { name, phone, port } = await leg();
    phone.talk(port, 440);
    await pause(200);
    const stranger = await socketAt();
    const hearing = new ReceptionStatistics();
    for (let n = 0; n < 50; n++) hearing.arrived(123, n * 3);
    const report = new RtcpSession({ ssrc: 99, cname: 'x', random: () => 0 }).report(
      Date.now(),
      { packets: 1, octets: 1, timestamp: 1 },
      hearing,
    );
    stranger.send(report, port + 1, '127.0.0.1');
    stranger.send(report, port, '127.0.0.1');
    await pause(200);
    expect((await pool.stats(name))!.quality.remote).toBeNull();
    await pool.close(name);
    phone.close();
    stranger.close();
  });
});

describe('a tap', () => {
  it('hears both ways, and drops what nobody reads without holding up the call', async () => {
    const { call, name, phone, port } = await leg();
    const other = await TestPhone.create();
    const second = id('leg');
    const { port: secondPort } = await pool.open(second, call);
    pool.setRemote(second, other.remote());
    pool.mix(call, [
      { listener: second, speaker: name, gain: 1 },
      { listener: name, speaker: second, gain: 1 },
    ]);
    phone.talk(port, 440);
    other.talk(secondPort, 1_000);
    await pause(300);
    const [heard, sent, never] = [pool.tap(name, 'heard')!, pool.tap(name, 'sent')!, pool.tap(name, 'heard')!];
    // One whose thread is gone: it will neither read nor close.
    const dead = pool.tap(second, 'sent')!;
    const frames = { heard: [] as number[], sent: [] as number[] };
    const frame = new Int16Array(FRAME_SAMPLES);
    other.forget();
    const [packets, from] = [other.packets, performance.now()];
    const readBoth = (): void => {
      while (heard.read(frame)) frames.heard.push(...frame);
      while (sent.read(frame)) frames.sent.push(...frame);
    };
    while (performance.now() - from < 2_500) {
      readBoth();
      await pause(100);
    }
    // Late as this thread may be: first what has come since, then the time.
    await new Promise((read) => setImmediate(read));
    readBoth();
    const ticks = (performance.now() - from) / 20;
    expect(Math.abs(other.packets - packets - ticks)).toBeLessThan(6);
    expect([heard.dropped, sent.dropped]).toEqual([0, 0]);
    expect(Math.abs(frames.heard.length / FRAME_SAMPLES - ticks)).toBeLessThan(10);
    const [said, got] = [Int16Array.from(frames.heard), Int16Array.from(frames.sent)];
    expect(toneLevel(said, 440) - toneLevel(said, 1_000)).toBeGreaterThan(30);
    expect(toneLevel(got, 1_000) - toneLevel(got, 440)).toBeGreaterThan(30);
    // A little over a second waits; the rest of the two and a half was dropped, and counted.
    expect(never.read(frame)).toBe(true);
    expect(never.dropped).toBeGreaterThan(40);
    expect(dead.dropped).toBe(0);
    for (const tap of [heard, sent, never]) tap.close();
    expect(pool.tap(id('leg'), 'heard')).toBeNull();
    for (const each of [name, second]) await pool.close(each);
    phone.close();
    other.close();
  });
});

describe('made speech', () => {
  it('is played by its hash, and fails where it is not here', async () => {
    const { name, phone, port } = await leg();
    const wav = writeWav({ sampleRate: 8_000, channels: 1, samples: sines([700], 0, 4_000) });
    const clip = createHash('sha256').update(wav).digest('hex');
    expect(() => pool.clip('0'.repeat(64), wav)).toThrow('media.failed');
    const wide = writeWav({ sampleRate: 16_000, channels: 1, samples: new Int16Array(4) });
    expect(() => pool.clip(createHash('sha256').update(wide).digest('hex'), wide)).toThrow('media.failed');
    expect(pool.keeps(clip)).toBe(false);
    pool.clip(clip, wav);
    expect(pool.keeps(clip)).toBe(true);
    phone.talk(port);
    pool.play(
      name,
      'p1',
      [
        { kind: 'tone', tone: 'beep' },
        { kind: 'clip', clip },
      ],
      false,
    );
    const ended = (play: string) => events.find((event) => event.kind === 'played' && event.leg === name && event.play === play);
    expect(await until(() => ended('p1') !== undefined)).toBe(true);
    expect(ended('p1')).toMatchObject({ reason: 'finished' });
    expect(phone.level(700)).toBeGreaterThan(-30);
    pool.play(name, 'p2', [{ kind: 'clip', clip: 'f'.repeat(64) }], false);
    expect(await until(() => ended('p2') !== undefined)).toBe(true);
    expect(ended('p2')).toMatchObject({ reason: 'failed' });
    await pool.close(name);
    phone.close();
  });
});

describe('a recording of one leg alone', () => {
  it('has it on the left, silence on the right, and not the beep before it', async () => {
    const { call, name, phone, port } = await leg();
    const recording = id('rec');
    phone.talk(port, 440);
    pool.play(name, 'beep', [{ kind: 'tone', tone: 'beep' }], false);
    expect(await until(() => events.some((event) => event.kind === 'played' && event.play === 'beep'))).toBe(true);
    const [file, dataKey] = [path.join(folder, 'one.trec'), randomBytes(32)];
    pool.record({ recording, call, left: [name], right: [], path: file, dataKey, wrappedKey: 'w' });
    const began = performance.now();
    await pause(1_500);
    const seconds = (performance.now() - began) / 1_000;
    pool.stopRecording(recording);
    expect(await until(() => events.some((event) => event.kind === 'recording-closed' && event.recording === recording))).toBe(true);
    const closed = events.find((event) => event.kind === 'recording-closed' && event.recording === recording);
    expect(closed).toMatchObject({ kind: 'recording-closed' });
    const { plaintext: bytes } = await readSealedFile(file, dataKey);
    const channel = (offset: number) => Uint8Array.from({ length: bytes.length / 2 }, (_, i) => bytes[2 * i + offset]!);
    const [left, right] = [Int16Array.from(channel(0), muLawDecode), Int16Array.from(channel(1), muLawDecode)];
    expect(Math.abs(left.length / 8_000 - seconds)).toBeLessThan(0.3);
    expect(toneLevel(left, 440)).toBeGreaterThan(-20);
    expect(right.every((sample) => sample === 0)).toBe(true);
    await pool.close(name);
    phone.close();
  });
});
