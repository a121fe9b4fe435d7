// Recordings over real UDP: each side on its own channel, on the wall clock, sealed on disk, and nearly whole after a kill -9.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { muLawStereoToWav, readWav } from '@tandem/rtp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeId } from '../../../../kernel/ids.ts';
import { readSealedFile, recoverSealedFile } from '../../../../platform/crypto/sealed-file.ts';
import type { MediaEvent, RecordingSpec } from '../../ports.ts';
import { TestPhone, pause, toneLevel, until } from './test-phone.ts';
import { createMediaPool } from './pool.ts';
import { startMediaThread } from './worker-thread.ts';
import type { Worker } from 'node:worker_threads';

const CUSTOMER_HZ = 500;
const AGENT_HZ = 1_100;
let folder = '';
let serial = 0;
const id = <P extends 'leg' | 'cal' | 'rec'>(prefix: P): `${P}_${string}` =>
  makeId(prefix, 1_700_000_100_000 + serial++, new Uint8Array(10));

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recordings-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** One channel of a recording between two points in time, as samples. */
function channel(plaintext: Uint8Array, side: 'left' | 'right', fromMs: number, toMs: number): Int16Array {
  const { samples, channels, sampleRate } = readWav(muLawStereoToWav(plaintext));
  expect([channels, sampleRate]).toEqual([2, 8_000]);
  return samples.filter((_, index) => index % 2 === (side === 'left' ? 0 : 1)).subarray(fromMs * 8, toMs * 8);
}

describe('recording', () => {
  it('keeps customer left and agent right while legs come and go and prompts play', async () => {
    const events: MediaEvent[] = [];
    const pool = createMediaPool({ host: '127.0.0.1', ports: { from: 42_000, to: 42_020 }, workers: 1, promptsDir: folder });
    pool.on((event) => events.push(event));
    const call = id('cal');
    const [customer, first, second] = [id('leg'), id('leg'), id('leg')] as const;
    const phones = [await TestPhone.create(), await TestPhone.create('PCMA'), await TestPhone.create()] as const;
    const spec: RecordingSpec = {
      recording: id('rec'),
      call,
      left: [customer],
      right: [first],
      path: path.join(folder, 'a.trec'),
      dataKey: randomBytes(32),
      wrappedKey: 'wrapped',
    };

    phones[0].talk((await pool.open(customer, call)).port, CUSTOMER_HZ);
    pool.setRemote(customer, phones[0].remote());
    phones[1].talk((await pool.open(first, call)).port, AGENT_HZ);
    pool.setRemote(first, phones[1].remote());
    await pause(200);
    pool.record(spec);
    pool.play(customer, 'beep', [{ kind: 'tone', tone: 'beep' }], true); // what we play is not recorded
    const began = performance.now();
    await pause(700);
    await pool.close(first);
    phones[1].hush();
    await pause(500);
    // Another agent takes over; the recording goes on.
    phones[2].talk((await pool.open(second, call)).port, AGENT_HZ);
    pool.setRemote(second, phones[2].remote());
    pool.record({ ...spec, right: [second] });
    await pause(700);
    pool.stopRecording(spec.recording);
    const lasted = performance.now() - began;
    expect(await until(() => events.some((event) => event.kind === 'recording-closed'))).toBe(true);
    await pool.shutdown();
    phones.forEach((phone) => phone.close());

    const closed = events.find((event) => event.kind === 'recording-closed')!;
    const file = fs.readFileSync(spec.path);
    expect(closed).toMatchObject({
      recording: spec.recording,
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
    expect(Math.abs(closed.durationMs - lasted)).toBeLessThan(80);
    const { plaintext, whole, header } = await readSealedFile(spec.path, spec.dataKey);
    expect([whole, header.wrappedKey, header.contentType]).toEqual([true, 'wrapped', 'audio/PCMU;rate=8000;channels=2']);
    for (const [from, to] of [
      [50, 600],
      [750, 1_150],
      [1_400, 1_850],
    ] as const) {
      const left = channel(plaintext, 'left', from, to);
      expect(toneLevel(left, CUSTOMER_HZ)).toBeGreaterThan(-18);
      expect(toneLevel(left, AGENT_HZ)).toBeLessThan(-50);
      expect(toneLevel(left, 1_000)).toBeLessThan(-50);
      const right = channel(plaintext, 'right', from, to);
      expect(toneLevel(right, CUSTOMER_HZ)).toBeLessThan(-50);
      if (from === 750) expect(right.every((sample) => sample === 0)).toBe(true);
      else expect(toneLevel(right, AGENT_HZ)).toBeGreaterThan(-18);
    }
  });

  it('tells when it cannot write', async () => {
    const events: MediaEvent[] = [];
    const pool = createMediaPool({ host: '127.0.0.1', ports: { from: 42_020, to: 42_040 }, workers: 1, promptsDir: folder });
    pool.on((event) => events.push(event));
    const call = id('cal');
    await pool.open(id('leg'), call);
    const recording = id('rec');
    pool.record({
      recording,
      call,
      left: [],
      right: [],
      path: path.join(folder, 'no/such/folder.trec'),
      dataKey: randomBytes(32),
      wrappedKey: '',
    });
    expect(await until(() => events.length > 0)).toBe(true);
    expect(events[0]).toMatchObject({ kind: 'recording-failed', recording });
    pool.record({ recording, call: id('cal'), left: [], right: [], path: '', dataKey: randomBytes(32), wrappedKey: '' });
    expect(events[1]).toMatchObject({ kind: 'recording-failed', recording });
    await pool.shutdown();
  });

  it('is readable up to the end when its media worker dies', async () => {
    const events: MediaEvent[] = [];
    const threads: Worker[] = [];
    const start: typeof startMediaThread = (settings) => {
      threads.push(startMediaThread(settings));
      return threads.at(-1)!;
    };
    const pool = createMediaPool({ host: '127.0.0.1', ports: { from: 42_040, to: 42_060 }, workers: 1, promptsDir: folder, start });
    pool.on((event) => events.push(event));
    const call = id('cal');
    const leg = id('leg');
    await pool.open(leg, call);
    const spec: RecordingSpec = {
      recording: id('rec'),
      call,
      left: [leg],
      right: [],
      path: path.join(folder, 'dead.trec'),
      dataKey: randomBytes(32),
      wrappedKey: 'w',
    };
    pool.record(spec);
    const began = performance.now();
    await pause(1_500);
    await threads[0]!.terminate();
    const lasted = performance.now() - began;
    expect(await until(() => events.some((event) => event.kind === 'lost'))).toBe(true);
    expect(events.find((event) => event.kind === 'lost')).toMatchObject({ legs: [leg], recordings: [spec.recording] });
    const recovered = await recoverSealedFile(spec.path);
    expect(recovered.whole).toBe(false);
    expect(lasted - recovered.durationMs).toBeLessThan(600);
    await pool.shutdown();
  });

  it('loses at most a second to kill -9, and what is left plays', async () => {
    const file = path.join(folder, 'killed.trec');
    const key = randomBytes(32);
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'record.child.ts'), file, key.toString('base64')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const began = await new Promise<number>((resolve) => lines.once('line', () => resolve(performance.now())));
    await pause(2_300);
    child.kill('SIGKILL');
    const lasted = performance.now() - began;
    await new Promise((resolve) => child.once('exit', resolve));
    // A torn write at the very end, as a power cut could leave it, is cut off too.
    fs.appendFileSync(file, randomBytes(100));
    const recovered = await recoverSealedFile(file);
    expect(recovered.whole).toBe(false);
    expect(lasted - recovered.durationMs).toBeLessThan(1_000);
    expect(recovered.bytes).toBe(fs.statSync(file).size);
    const { plaintext, whole } = await readSealedFile(file, key);
    expect(whole).toBe(false);
    expect(plaintext.length / 16).toBe(recovered.durationMs);
    expect(toneLevel(channel(plaintext, 'left', 400, recovered.durationMs), CUSTOMER_HZ)).toBeGreaterThan(-18);
  });
});
