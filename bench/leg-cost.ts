// What one leg costs its media thread: processor time a tick, of this tree and, with `--against=<folder of another checkout>`, of another in the same run.
// With `--secured` the legs are as browsers' are, SRTP with keys that both sides know: what ICE and DTLS cost once a call is left out, and so is the browser.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FRAME_MS, SRTP_OVERHEAD_BYTES, SrtpSender } from '@tandem/rtp';
import type { LegId } from '@tandem/contract/ids.ts';
import { makeId } from '../server/src/kernel/ids.ts';
import { createMediaPool, startMediaThread } from '../server/src/modules/telephony/index.ts';
import { createPace } from '../sim/pace.ts';
import { openRtpParty, type RtpParty } from '../sim/rtp-party.ts';
import { freePorts } from '../tests/kit/ports.ts';
import { readKnobs } from './kit/arguments.ts';
import { createKnownKeys } from './kit/known-keys.ts';
import { judge, machineLoad, tell } from './kit/report.ts';
import { scheduleAsElsewhere } from './kit/schedule.ts';

const AGAINST = '--against=';
const args = process.argv.slice(2);
const against = args.find((arg) => arg.startsWith(AGAINST))?.slice(AGAINST.length);
const knobs = readKnobs(
  args.filter((arg) => !arg.startsWith(AGAINST)),
  { legs: 30, rounds: 6, seconds: 8, secured: false },
);
const WARM_MS = 3_000;
const QUIET_DB = -40;

type Tree = { name: 'this' | 'other'; createMediaPool: typeof createMediaPool; startMediaThread: typeof startMediaThread };
/** `hears` throws where not every leg was heard and sent to all the time: what does nothing costs nothing. */
type Running = { tree: Tree; thread: string; hears(): Promise<void>; close(): Promise<void> };

const load = machineLoad();
const trees: Tree[] = [{ name: 'this', createMediaPool, startMediaThread }];
if (against !== undefined) {
  const other = await import(path.resolve(against, 'server/src/modules/telephony/index.ts'));
  trees.push({ name: 'other', createMediaPool: other.createMediaPool, startMediaThread: other.startMediaThread });
}
const costs: Record<Tree['name'], number[]> = { this: [], other: [] };
for (let round = 0; round < knobs.rounds; round++) await measure(round % 2 === 0 ? trees : trees.toReversed());
const mean = (values: number[]): number => Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
const ratios = costs.this.map((cost, round) => Math.round((cost / costs.other[round]!) * 1_000) / 1_000).toSorted((a, b) => a - b);
const compared = {
  other_leg_us: mean(costs.other),
  ratio: Math.round(Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length) * 1_000) / 1_000,
  least_ratio: ratios[0]!,
  greatest_ratio: ratios.at(-1)!,
};
const figures = { secured: knobs.secured ? 1 : 0, leg_us: mean(costs.this), load, ...(against === undefined ? {} : compared) };
tell(judge('leg-cost', figures, against === undefined ? {} : { ratio: '<=1' }));

/** One round: the trees' media threads side by side, so that whatever else the machine does weighs on both. */
async function measure(order: readonly Tree[]): Promise<void> {
  const pace = createPace(1);
  const running: Running[] = [];
  for (const tree of order) running.push(await talk(tree, pace));
  // The phones keep time, as if they were elsewhere; only now, or the threads would inherit it.
  scheduleAsElsewhere(true);
  await pause(WARM_MS);
  const [from, at] = [running.map(({ thread }) => ranNs(thread)), performance.now()];
  await pause(knobs.seconds * 1_000);
  const ticks = (performance.now() - at) / FRAME_MS;
  running.forEach(({ tree, thread }, index) => costs[tree.name].push((ranNs(thread) - from[index]!) / 1_000 / ticks / knobs.legs));
  scheduleAsElsewhere(false);
  for (const each of running) await each.hears();
  for (const each of running) await each.close();
  pace.stop();
}

/** Calls of two who talk to each other, in one media thread of that tree. */
async function talk(tree: Tree, pace: ReturnType<typeof createPace>): Promise<Running> {
  const others = new Set(mediaThreads());
  const promptsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'leg-cost-'));
  const from = await freePorts(knobs.legs * 2 + 20);
  const ports = { from, to: from + knobs.legs * 2 + 19 };
  const known = knobs.secured ? createKnownKeys() : null;
  const start: typeof startMediaThread = (settings) => {
    const thread = tree.startMediaThread(settings);
    known?.giveTo(thread);
    return thread;
  };
  const pool = tree.createMediaPool({ host: '127.0.0.1', ports, workers: 1, promptsDir, start });
  const parties: RtpParty[] = [];
  const opened: LegId[] = [];
  for (let call = 0; call < knobs.legs / 2; call++) {
    const room = id('cal');
    const legs = [id('leg'), id('leg')] as const;
    for (const [side, leg] of legs.entries()) {
      const sender = known && new SrtpSender(known.ofFarEnd);
      const party = await openRtpParty('127.0.0.1', { pace, keeps: false, ...(sender && { seal: (packet) => sealed(sender, packet) }) });
      known?.expect(leg, { ip: '127.0.0.1', port: party.port });
      const { port } = await pool.open(leg, room);
      opened.push(leg);
      pool.setRemote(leg, {
        ip: '127.0.0.1',
        port: party.port,
        codec: 'PCMU',
        payloadType: 0,
        telephoneEvent: 101,
        send: true,
        receive: true,
        ...(known && { rtcp: { ip: '127.0.0.1', port: party.port, mux: true }, secured: known.media }),
      });
      party.talkTo({ ip: '127.0.0.1', port, codec: 'PCMU', telephoneEvent: null });
      party.tone(side === 0 ? 125 : 210);
      parties.push(party);
    }
    pool.mix(room, [
      { listener: legs[0], speaker: legs[1], gain: 1 },
      { listener: legs[1], speaker: legs[0], gain: 1 },
    ]);
  }
  return {
    tree,
    thread: mediaThreads().find((thread) => !others.has(thread))!,
    async hears() {
      for (const leg of opened) {
        const stats = await pool.stats(leg);
        const least = (knobs.seconds * 1_000) / FRAME_MS;
        if (stats === null || stats.packetsReceived < least || stats.packetsSent < least || stats.levelDb < QUIET_DB)
          throw new Error(`a leg was not heard: ${JSON.stringify(stats)}`);
      }
    },
    async close() {
      for (const party of parties) party.close();
      await pool.shutdown();
      fs.rmSync(promptsDir, { recursive: true });
    },
  };
}

function sealed(sender: SrtpSender, packet: Uint8Array): Uint8Array {
  const room = new Uint8Array(packet.length + SRTP_OVERHEAD_BYTES);
  room.set(packet);
  return room.subarray(0, sender.protect(room, packet.length));
}

/** By the name that the pool gives them. */
function mediaThreads(): string[] {
  return fs
    .readdirSync('/proc/self/task')
    .filter((thread) => fs.readFileSync(`/proc/self/task/${thread}/comm`, 'latin1').trim() === 'media');
}

/** Processor time of a thread since it began, ns (schedstat, Documentation/scheduler/sched-stats.rst of Linux). */
function ranNs(thread: string): number {
  return Number(fs.readFileSync(`/proc/self/task/${thread}/schedstat`, 'latin1').split(' ')[0]);
}

function id<P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}` {
  return makeId(prefix, Date.now(), randomBytes(10));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
