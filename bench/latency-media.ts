// Measures what the media path adds: audio in at one leg's socket until the same audio leaves at the other's, in wall-clock ms.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import dgram, { type Socket } from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRtpHeader, FRAME_MS, FRAME_SAMPLES, muLawDecode, muLawEncode, parseRtp, writeRtpHeader } from '@tandem/rtp';
import { makeId } from '../server/src/kernel/ids.ts';
import { createMediaPool } from '../server/src/modules/telephony/index.ts';

export type MixerLatency = {
  p50_ms: number;
  p99_ms: number;
  max_ms: number;
  /** Marks sent and marks that came back: the rest was lost on the way. */
  sent: number;
  heard: number;
};

/** One marked packet in this many. Prime, so that marks do not keep step with anything. */
const MARK_EVERY = 7;
const MARKS = 64;
/** Of util-linux. */
const SCHEDULER = 'chrt';

/** A level that survives the mixer unchanged (a mu-law level at gain 1) and says which mark it is. */
const markByte = (mark: number): number => 0x80 + (mark % MARKS);
const BYTE_OF = new Map(Array.from({ length: MARKS }, (_, mark) => [muLawDecode(markByte(mark)), mark]));

type Side = { socket: Socket; port: number };

async function phone(): Promise<Side> {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, port: socket.address().port };
}

/**
 * `legs` legs in pairs, each pair a bridged call: one side sends packets whose samples carry a mark, the other notes when the first
 * sample of that mark comes out. Senders start at odd times, so that all phases against the mixer's tick are seen.
 */
export async function measureMixerLatency(options: {
  seconds: number;
  legs: number;
  workers?: number;
  ports?: { from: number; to: number };
}): Promise<MixerLatency> {
  const { seconds, legs, workers = 1, ports = { from: 43_000, to: 43_000 + legs * 2 + 40 } } = options;
  const promptsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'latency-'));
  const pool = createMediaPool({ host: '127.0.0.1', ports, workers, promptsDir });
  schedule(['--rr', '5']);
  const latencies: number[] = [];
  const sides: Side[] = [];
  const timers: NodeJS.Timeout[] = [];
  let sent = 0;
  const id = <P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}` => makeId(prefix, Date.now(), randomBytes(10));

  for (let pair = 0; pair < legs / 2; pair++) {
    const call = id('cal');
    const [from, to] = [id('leg'), id('leg')];
    const [speaker, listener] = [await phone(), await phone()];
    sides.push(speaker, listener);
    const into = await pool.open(from, call);
    await pool.open(to, call);
    const agreed = { ip: '127.0.0.1', codec: 'PCMU', payloadType: 0, telephoneEvent: 101, send: true, receive: true } as const;
    pool.setRemote(from, { ...agreed, port: speaker.port });
    pool.setRemote(to, { ...agreed, port: listener.port });
    pool.mix(call, [
      { listener: to, speaker: from, gain: 1 },
      { listener: from, speaker: to, gain: 1 },
    ]);

    const sentAt = new Float64Array(MARKS);
    const header = createRtpHeader();
    listener.socket.on('message', (bytes) => {
      const now = performance.now();
      if (!parseRtp(bytes, header)) return;
      const mark = BYTE_OF.get(muLawDecode(bytes[header.payloadOffset]!));
      if (mark === undefined || sentAt[mark] === 0) return;
      latencies.push(now - sentAt[mark]!);
      sentAt[mark] = 0;
    });
    timers.push(...talk(speaker.socket, into.port, sentAt, performance.now() + 100 + ((pair * 7.3) % FRAME_MS), () => sent++));
  }

  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000 + 100));
  for (const timer of timers) clearInterval(timer);
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const { socket } of sides) socket.close();
  await pool.shutdown();
  schedule(['--other', '0']);
  fs.rmSync(promptsDir, { recursive: true });

  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN) * 10) / 10;
  return { p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1), sent, heard: latencies.length };
}

/** The phones stand for machines elsewhere: what else keeps this one busy must not make them late. Left alone where it is not allowed. */
function schedule(policy: ['--rr', '5'] | ['--other', '0']): void {
  if (process.platform !== 'linux') return;
  const thread = fs.readlinkSync('/proc/thread-self').split('/').at(-1)!;
  spawnSync(SCHEDULER, [policy[0], '--reset-on-fork', '--pid', policy[1], thread], { stdio: 'ignore' });
}

/** Sends a packet every 20 ms from `start`; every seventh is filled with the next mark. The interval polls so that no timer drifts. */
function talk(socket: Socket, port: number, sentAt: Float64Array, start: number, marked: () => void): NodeJS.Timeout[] {
  let count = 0;
  const packet = new Uint8Array(12 + FRAME_SAMPLES);
  const timer = setInterval(() => {
    while (performance.now() >= start + count * FRAME_MS) {
      writeRtpHeader(packet, count === 0, 0, count & 0xffff, count * FRAME_SAMPLES, 99);
      const isMark = count > 25 && count % MARK_EVERY === 0;
      const mark = Math.floor(count / MARK_EVERY) % MARKS;
      packet.fill(isMark ? markByte(mark) : muLawEncode(0), 12);
      if (isMark) {
        sentAt[mark] = performance.now();
        marked();
      }
      socket.send(packet.slice(), port, '127.0.0.1');
      count++;
    }
  }, 1);
  return [timer];
}
