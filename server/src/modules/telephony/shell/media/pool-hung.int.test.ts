// Media threads that hang, as real threads do it: found, ended, their calls told; and threads that only seem to.
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeId } from '../../../../kernel/ids.ts';
import type { MediaEvent, MediaTransport } from '../../ports.ts';
import type { WorkerSettings } from './messages.ts';
import { createMediaPool } from './pool.ts';
import { TestPhone, pause, until } from './test-phone.ts';

const HEARD = -20;
const PORTS = { from: 41_100, to: 41_139 };
/** Longer than the watch waits: on a machine with much to do its looks are late, and do not count. */
const PATIENCE_MS = 30_000;

/** The product's own media thread, with a way in from outside; it tells its number at the system. */
const OPEN_TO_POISON = `
  const { parentPort, workerData } = require('node:worker_threads');
  const fs = require('node:fs');
  import(workerData.url).then(() => {
    parentPort.postMessage({ kind: 'note', message: 'thread', fields: { thread: Number(fs.readlinkSync('/proc/thread-self').split('/').at(-1)) } });
    parentPort.on('message', ({ hang, fifo }) => {
      if (hang === 'loop') for (;;);
      if (hang === 'wait') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      if (hang === 'read') fs.readSync(fs.openSync(fifo, 'r+'), Buffer.alloc(1));
    });
  });`;

let serial = 0;
const id = <P extends 'leg' | 'cal' | 'rec'>(prefix: P): `${P}_${string}` =>
  makeId(prefix, 1_700_000_000_000 + serial++, new Uint8Array(10));

let folder = '';
let pool: MediaTransport;
let threads: Worker[] = [];
let numbers: number[] = [];
let events: MediaEvent[] = [];
let phones: TestPhone[] = [];

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hung-'));
  [threads, numbers, events, phones] = [[], [], [], []];
  const url = new URL('./media.worker.ts', import.meta.url).href;
  pool = createMediaPool({
    host: '127.0.0.1',
    ports: PORTS,
    workers: 2,
    promptsDir: folder,
    quarantineMs: 0,
    start: (settings: WorkerSettings) => {
      const thread = new Worker(OPEN_TO_POISON, { eval: true, workerData: { ...settings, url }, transferList: [settings.recordings] });
      const at = threads.push(thread) - 1;
      thread.on('message', ({ message, fields }) => message === 'thread' && (numbers[at] = fields.thread));
      return thread;
    },
  });
  pool.on((event) => events.push(event));
  expect(await until(() => numbers.filter(Boolean).length === 2, PATIENCE_MS)).toBe(true);
});
afterEach(async () => {
  for (const phone of phones) phone.close();
  await pool.shutdown();
  fs.rmSync(folder, { recursive: true });
});

const lost = () => events.filter((event): event is Extract<MediaEvent, { kind: 'lost' }> => event.kind === 'lost');

/** One leg that hears itself, in a room of its own. */
async function echo(hz: number): Promise<{ leg: `leg_${string}`; phone: TestPhone }> {
  const [leg, call] = [id('leg'), id('cal')];
  const phone = await TestPhone.create('PCMU');
  phones.push(phone);
  const { port } = await pool.open(leg, call);
  pool.setRemote(leg, phone.remote());
  pool.mix(call, [{ listener: leg, speaker: leg, gain: 1 }]);
  phone.talk(port, hz);
  return { leg, phone };
}

async function hears(phone: TestPhone, hz: number): Promise<void> {
  phone.forget();
  expect(await until(() => phone.level(hz) > HEARD, PATIENCE_MS)).toBe(true);
}

describe('a media thread that hangs', () => {
  it.each(['loop', 'wait', 'read'] as const)('(%s) is ended with its calls; others go on, and new calls have a new one', async (hang) => {
    const fifo = path.join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const doomed = await echo(500);
    const living = await echo(900);
    await hears(doomed.phone, 500);
    threads[0]!.postMessage({ hang, fifo });
    // What it is asked meanwhile is answered in the end.
    const asked = pool.stats(doomed.leg);
    expect(await until(() => lost().length === 1, PATIENCE_MS)).toBe(true);
    expect(lost()[0]).toMatchObject({ legs: [doomed.leg], recordings: [], detail: expect.stringContaining('no tick in') });
    expect(await asked).toBeNull();
    expect(pool.lostThreads()).toEqual({ died: 0, hung: 1 });
    await hears(living.phone, 900);
    // The first is in a new thread: it has no calls.
    const next = [await echo(600), await echo(700)];
    await hears(next[0]!.phone, 600);
    await hears(next[1]!.phone, 700);
    expect(threads.length).toBe(3);
    // A thread inside the system can only end when the system lets it go.
    if (hang === 'read') fs.writeFileSync(fifo, 'x');
  });

  it('is not one that has no processor to run on', async () => {
    const starved = await echo(500);
    await hears(starved.phone, 500);
    const thread = String(numbers[0]);
    const [cpu] = fs.readFileSync('/proc/self/status', 'latin1').match(/(?<=Cpus_allowed_list:\s*)\d+/)!;
    const run = promisify(execFile);
    await run('chrt', ['--idle', '--pid', '0', thread]);
    await run('taskset', ['--cpu-list', '--pid', cpu, thread]);
    const busy = Array.from({ length: 4 }, () => execFile('taskset', ['--cpu-list', cpu, process.execPath, '-e', 'for(;;);']));
    try {
      await pause(8_000);
    } finally {
      for (const each of busy) each.kill('SIGKILL');
    }
    expect(lost()).toEqual([]);
    await hears(starved.phone, 500);
  });
});
