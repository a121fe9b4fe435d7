// Mouth to ear through a whole Tandem: audio in at the socket of one leg until the same audio leaves at the other's, idle and under load.
import path from 'node:path';
import { createPace } from '../sim/pace.ts';
import type { PhoneCall } from '../sim/softphone.ts';
import { eventually, start } from '../tests/kit/processes.ts';
import { readKnobs } from './kit/arguments.ts';
import { numberOf } from './kit/caller.ts';
import { MU_LAW, startBenchPhone, startCentre } from './kit/centre.ts';
import { databaseOf } from './kit/leaks.ts';
import { createMarks, type Marks } from './kit/marks.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';
import { scheduleAsElsewhere } from './kit/schedule.ts';
import type { LoadDone, LoadOrder } from './latency-load.ts';

const knobs = readKnobs(process.argv.slice(2), { calls: 6, seconds: 20, requests: 200 });

/** A bridged call, and one direction of it. */
type Bridge = { caller: PhoneCall; agent: PhoneCall };
type Way = { marks: Marks };

const loadBefore = machineLoad();
const answered: PhoneCall[] = [];
const pace = createPace(1);
const centre = await startCentre(knobs.calls, pace, (_agent, call) => answered.push(call));
try {
  const line = await startBenchPhone({ server: centre.server, user: 'trunk', pace, onCall: (call) => call.refuse(486) });
  const bridges: Bridge[] = [];
  for (let n = 0; n < knobs.calls; n++) {
    const caller = await line.call('4002', { from: numberOf(n), wish: MU_LAW });
    await caller.answered(30_000);
    // One after the other, so that it is known who talks with whom.
    const agent = await eventually(`call ${n} to be taken`, () => answered[n], 30_000);
    bridges.push({ caller, agent });
  }
  scheduleAsElsewhere(true);
  const ways = bridges.flatMap(({ caller, agent }) => [oneWay(caller, agent), oneWay(agent, caller)]);
  const idle = await measure(ways, knobs.seconds);
  const load = startLoad();
  await load.started;
  const loaded = await measure(ways, knobs.seconds);
  pace.stop();
  scheduleAsElsewhere(false);
  const done = await load.done;
  await line.leave();
  line.close();
  const figures = {
    load_before: loadBefore,
    p50_ms: percentile(idle.latenciesMs, 0.5),
    p99_ms: percentile(idle.latenciesMs, 0.99),
    max_ms: percentile(idle.latenciesMs, 1),
    lost_share: share(idle.lost, idle.sent),
    p50_loaded_ms: percentile(loaded.latenciesMs, 0.5),
    p99_loaded_ms: percentile(loaded.latenciesMs, 0.99),
    max_loaded_ms: percentile(loaded.latenciesMs, 1),
    lost_loaded_share: share(loaded.lost, loaded.sent),
    marks: idle.sent + loaded.sent,
    api_requests_per_s: done.perSecond,
    api_refused: done.refused,
    api_failed: done.failed,
    heavy_queries: done.queries,
  };
  tell(judge('latency', figures, { p99_ms: '<=60', p99_loaded_ms: '<=70', api_requests_per_s: `>=${knobs.requests * 0.95}` }));
} finally {
  await centre.stop();
}

type Measured = { latenciesMs: number[]; sent: number; lost: number };

/** What is sent and heard in that time, on streams that flow all the while. */
async function measure(ways: readonly Way[], seconds: number): Promise<Measured> {
  for (const way of ways) way.marks = createMarks();
  await pause(seconds * 1_000);
  const all = ways.map(({ marks }) => marks);
  const sent = sum(all.map((marks) => marks.sent));
  // What is under way still arrives.
  await pause(300);
  const latenciesMs = all.flatMap((marks) => marks.latenciesMs);
  return { latenciesMs, sent, lost: Math.max(0, sent - latenciesMs.length) };
}

function oneWay(from: PhoneCall, to: PhoneCall): Way {
  const way: Way = { marks: createMarks() };
  from.media.say((payload, n) => way.marks.fill(payload, n));
  to.media.onPacket((packet) => way.marks.heard(packet));
  return way;
}

function startLoad(): { started: Promise<unknown>; done: Promise<LoadDone> } {
  const order: LoadOrder = {
    baseUrl: centre.tandem.baseUrl,
    databaseUrl: databaseOf(centre.tandem),
    perSecond: knobs.requests,
    seconds: knobs.seconds + 1,
  };
  const program = start(process.execPath, [path.join(import.meta.dirname, 'latency-load.ts'), JSON.stringify(order)]);
  const done = program.ended.then(({ code }): LoadDone => {
    if (code !== 0) throw new Error(`the load ended with ${code}:\n${program.output().slice(-2_000)}`);
    return JSON.parse(program.output().trim().split('\n').at(-1)!) as LoadDone;
  });
  return { started: program.says(/started/, 30_000), done };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function share(part: number, whole: number): number {
  return Math.round((part / Math.max(1, whole)) * 10_000) / 10_000;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
