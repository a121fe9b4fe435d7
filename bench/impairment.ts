// How calls sound over bad networks: loss, jitter, reordering and drifting clocks at the sockets, through the media of a real edge. `--seconds=10` a network.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { estimateMos } from '@tandem/rtp';
import { makeId } from '../server/src/kernel/ids.ts';
import { createMediaPool } from '../server/src/modules/telephony/index.ts';
import { listen } from '../sim/hearing.ts';
import type { Impairment } from '../sim/impairment.ts';
import { createPace } from '../sim/pace.ts';
import { openRtpParty } from '../sim/rtp-party.ts';
import { heardTone } from '../sim/tones.ts';
import { freePorts } from '../tests/kit/ports.ts';
import { readKnobs } from './kit/arguments.ts';
import { judge, tell } from './kit/report.ts';

const knobs = readKnobs(process.argv.slice(2), { seconds: 10 });
const HZ = 700;
/** Until the delay has found its place. */
const SETTLE_MS = 4_000;

const NETWORKS: readonly (readonly [string, Impairment])[] = [
  ['clean', {}],
  ['loss1', { lossPercent: 1 }],
  ['loss5', { lossPercent: 5 }],
  ['jitter40', { jitterMs: 40 }],
  ['jitter80', { jitterMs: 80 }],
  ['loss5_jitter80', { lossPercent: 5, jitterMs: 80 }],
  ['reorder10', { reorderPercent: 10 }],
  ['drift', { latencyMs: 100, driftPpm: 200 }],
];

const id = <P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}` => makeId(prefix, Date.now(), randomBytes(10));
const promptsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'impairment-'));
const from = await freePorts(NETWORKS.length * 4 + 8);
const pool = createMediaPool({ host: '127.0.0.1', ports: { from, to: from + NETWORKS.length * 4 + 7 }, workers: 1, promptsDir });
const pace = createPace(1);
// All at once: they share nothing but the worker.
const results = await Promise.all(NETWORKS.map(([name, network]) => call(name, { ...network, seed: 7 })));
pace.stop();
await pool.shutdown();
fs.rmSync(promptsDir, { recursive: true });

const figures = Object.assign({}, ...results.map((each) => each.figures)) as Record<string, number>;
figures['mos_error_max'] = Math.max(...results.map((each) => Math.round(each.error * 100) / 100));
tell(judge('impairment', figures, { mos_error_max: '<=0.3', loss5_jitter80_heard: '>=98', clean_mos: '>=4.3' }));

/** One leg speaks over the network, another hears it: what the E-model says, and how much of the voice was there. */
async function call(name: string, sends: Impairment) {
  const room = id('cal');
  const [into, out] = [id('leg'), id('leg')];
  const speaker = await openRtpParty('127.0.0.1', { pace, keeps: false, sends });
  const listener = await openRtpParty('127.0.0.1', { pace, keeps: false });
  const { port } = await pool.open(into, room);
  const { port: outPort } = await pool.open(out, room);
  const agreed = { ip: '127.0.0.1', codec: 'PCMU', payloadType: 0, telephoneEvent: null, send: true, receive: true } as const;
  pool.setRemote(into, { ...agreed, port: speaker.port });
  pool.setRemote(out, { ...agreed, port: listener.port });
  pool.mix(room, [{ listener: out, speaker: into, gain: 1 }]);
  speaker.talkTo({ ip: '127.0.0.1', port, codec: 'PCMU', telephoneEvent: null });
  speaker.tone(HZ);
  listener.talkTo({ ip: '127.0.0.1', port: outPort, codec: 'PCMU', telephoneEvent: null });
  const ear = listen(listener, (packet) => heardTone(packet, [HZ]));
  let packets = 0;
  listener.onPacket(() => (packets += 1));
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  ear.mark();
  packets = 0;
  await new Promise((resolve) => setTimeout(resolve, knobs.seconds * 1_000));
  const heard = Math.round((1_000 * (ear.counts().get(0) ?? 0)) / packets) / 10;
  const { quality } = (await pool.stats(into))!;
  const { lossPercent = 0, jitterMs = 0 } = sends;
  // What the network took, and a delay that covers all its jitter and a packet.
  const expected = estimateMos({ loss: lossPercent / 100, delayMs: jitterMs + 25 });
  for (const leg of [into, out]) await pool.close(leg);
  speaker.close();
  listener.close();
  return {
    error: Math.abs((quality.mos ?? 0) - expected),
    figures: { [`${name}_mos`]: quality.mos ?? 0, [`${name}_heard`]: heard, [`${name}_loss_percent`]: quality.lossPercent },
  };
}
