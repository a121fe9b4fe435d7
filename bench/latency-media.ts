// The media path alone, without signalling: audio in at one leg's socket of a media pool until the same audio leaves at the other's. Part of what latency.ts measures.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeId } from '../server/src/kernel/ids.ts';
import { createMediaPool } from '../server/src/modules/telephony/index.ts';
import { createPace } from '../sim/pace.ts';
import { openRtpParty } from '../sim/rtp-party.ts';
import { freePorts } from '../tests/kit/ports.ts';
import { readKnobs } from './kit/arguments.ts';
import { createMarks, type Marks } from './kit/marks.ts';
import { judge, percentile, tell } from './kit/report.ts';
import { scheduleAsElsewhere } from './kit/schedule.ts';

const knobs = readKnobs(process.argv.slice(2), { legs: 8, seconds: 10, workers: 1 });

const id = <P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}` => makeId(prefix, Date.now(), randomBytes(10));
const promptsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'latency-'));
const from = await freePorts(knobs.legs * 2 + 20);
const pool = createMediaPool({ host: '127.0.0.1', ports: { from, to: from + knobs.legs * 2 + 19 }, workers: knobs.workers, promptsDir });
scheduleAsElsewhere(true);
const pace = createPace(1);
const ends: (() => void)[] = [];
const ways: Marks[] = [];
for (let pair = 0; pair < knobs.legs / 2; pair++) ways.push(await bridge());
await new Promise((resolve) => setTimeout(resolve, knobs.seconds * 1_000));
pace.stop();
// What is under way still arrives.
await new Promise((resolve) => setTimeout(resolve, 300));
for (const end of ends) end();
await pool.shutdown();
fs.rmSync(promptsDir, { recursive: true });

const latencies = ways.flatMap((marks) => marks.latenciesMs);
const sent = ways.reduce((sum, marks) => sum + marks.sent, 0);
const figures = {
  p50_ms: percentile(latencies, 0.5),
  p99_ms: percentile(latencies, 0.99),
  max_ms: percentile(latencies, 1),
  marks: sent,
  lost: sent - latencies.length,
};
tell(judge('latency-media', figures, { p99_ms: '<=60' }));

/** Two legs that hear each other; one side speaks, the other notes what comes out. */
async function bridge(): Promise<Marks> {
  const call = id('cal');
  const [into, out] = [id('leg'), id('leg')];
  const [speaker, listener] = [await party(), await party()];
  const { port } = await pool.open(into, call);
  await pool.open(out, call);
  const agreed = { ip: '127.0.0.1', codec: 'PCMU', payloadType: 0, telephoneEvent: 101, send: true, receive: true } as const;
  pool.setRemote(into, { ...agreed, port: speaker.port });
  pool.setRemote(out, { ...agreed, port: listener.port });
  pool.mix(call, [
    { listener: out, speaker: into, gain: 1 },
    { listener: into, speaker: out, gain: 1 },
  ]);
  const marks = createMarks();
  speaker.talkTo({ ip: '127.0.0.1', port, codec: 'PCMU', telephoneEvent: null });
  speaker.say(marks.fill);
  listener.onPacket(marks.heard);
  ends.push(() => [speaker, listener].forEach((each) => each.close()));
  return marks;
}

function party() {
  return openRtpParty('127.0.0.1', { pace, keeps: false });
}
