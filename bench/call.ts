// A hundred calls at once through menu, queue and agents of a whole Tandem, for five minutes: everybody must reach an agent and hear him alone, be recorded, and leave nothing behind.
import { listen, type Hearing } from '../sim/hearing.ts';
import { createPace } from '../sim/pace.ts';
import { chordPayload } from '../sim/tones.ts';
import { eventually } from '../tests/kit/processes.ts';
import { readKnobs } from './kit/arguments.ts';
import { LISTEN_EVERY, startCaller, type Outcome } from './kit/caller.ts';
import { startBenchPhone, startCentre } from './kit/centre.ts';
import { inspect, type Held } from './kit/leaks.ts';
import { checkRecordings, lostRecordings } from './kit/recordings.ts';
import { processorTime } from './kit/processor.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';
import { agentVoice, heardCaller, MOST_CALLERS } from './kit/tones.ts';

const knobs = readKnobs(process.argv.slice(2), { callers: 100, agents: 100, seconds: 300, talk: 20, sample: 60 });
/** SIP keeps what is over for 32 s (64*T1); then everything must be gone. */
const SETTLE_MS = 60_000;
if (knobs.callers > MOST_CALLERS) throw new Error(`There are ${MOST_CALLERS} voices for callers.`);

/** What each agent hears in the call he is in. */
const agentHears = new Map<number, Hearing>();
const pace = createPace(4);
const loadBefore = machineLoad();

const centre = await startCentre(knobs.agents, pace, (n, call) => {
  const hearing = listen(call.media, heardCaller, LISTEN_EVERY);
  agentHears.set(n, hearing);
  const payload = chordPayload(agentVoice(n));
  call.media.say((into) => into.set(payload));
  void call.over.then(() => agentHears.get(n) === hearing && agentHears.delete(n));
});
try {
  const inspector = await inspect(centre.tandem);
  // The trunk knows its callers by the address alone: one socket carries them all.
  const line = await startBenchPhone({ server: centre.server, user: 'trunk', pace, onCall: (call) => call.refuse(486) });
  const outcomes: Outcome[] = [];
  const cpu = processorTime(centre.tandem);
  const until = performance.now() + knobs.seconds * 1_000;
  // Shows that the instrument sees what it is to find gone in the end.
  const amid = pause((knobs.seconds * 1_000) / 2).then(() => inspector.held());
  console.log(`${knobs.callers} callers, ${knobs.agents} agents, ${knobs.seconds} s ...`);
  await Promise.all(
    Array.from({ length: knobs.callers }, async (_unused, n) => {
      // Nobody dials in the same instant as everybody else.
      await pause((n * knobs.talk * 1_000) / knobs.callers);
      while (performance.now() < until) outcomes.push(await startCaller({ n, line, agentHears, talkMs: knobs.talk * 1_000 }));
    }),
  );
  const used = cpu();
  pace.stop();
  const atWork = await amid;
  const { recordings, wrong } = await checkRecordings(centre, knobs.sample, knobs.talk);
  const lost = await lostRecordings(inspector);
  const left = await settled(() => inspector.held());
  await line.leave();
  line.close();
  await inspector.close();
  const failed = outcomes.filter((outcome) => outcome.problem !== null);
  for (const { n, problem } of failed.slice(0, 10)) console.log(`caller ${n}: ${problem}`);
  if (Object.keys(left).length > 0) console.log('left behind:', left);
  const waits = outcomes.flatMap(({ toAgentMs }) => (toAgentMs === null ? [] : [toAgentMs]));
  const figures = {
    load_before: loadBefore,
    calls: outcomes.length,
    completed: outcomes.length - failed.length,
    failed: failed.length,
    to_agent_p50_ms: percentile(waits, 0.5),
    to_agent_p99_ms: percentile(waits, 0.99),
    heard_p01:
      Math.round(
        percentile(
          outcomes.map(({ heard }) => heard * 100),
          0.01,
        ),
      ) / 100,
    legs_amid: atWork['legs'] ?? 0,
    rtp_sockets_amid: atWork['rtp_sockets'] ?? 0,
    recordings_checked: recordings,
    recordings_wrong: wrong,
    lost_recordings: lost,
    server_cpu: used.cores,
    leaked: Object.values(left).reduce((sum, count) => sum + count, 0),
  };
  tell(
    judge('call', figures, {
      completed: `>=${knobs.callers}`,
      failed: '<=0',
      heard_p01: '>=0.95',
      recordings_checked: '>=1',
      recordings_wrong: '<=0',
      lost_recordings: '<=0',
      leaked: '<=0',
    }),
  );
} finally {
  await centre.stop();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What is still held, once nothing more goes away. */
async function settled(held: () => Promise<Held>): Promise<Held> {
  let last: Held = {};
  const empty = async (): Promise<true | null> => {
    last = Object.fromEntries(Object.entries(await held()).filter(([, count]) => count > 0));
    return Object.keys(last).length === 0 ? true : null;
  };
  // In vain where something leaks: then the last look counts.
  await eventually('everything to be gone', empty, SETTLE_MS, 500).catch(() => false);
  return last;
}
