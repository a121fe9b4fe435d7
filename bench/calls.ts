// Many calls at once through a whole Tandem: everybody must reach an agent and hear him alone, be recorded, and leave nothing behind.
import { listen, type Hearing } from '../sim/hearing.ts';
import { createPace } from '../sim/pace.ts';
import { tonePayload } from '../sim/tones.ts';
import { eventually } from '../tests/kit/processes.ts';
import { readKnobs } from './kit/arguments.ts';
import { startCaller, type Outcome } from './kit/caller.ts';
import { startBenchPhone, startCentre } from './kit/centre.ts';
import { inspect, type Held } from './kit/leaks.ts';
import { checkRecordings } from './kit/recordings.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';
import { agentHz, callerHz } from './kit/tones.ts';

const knobs = readKnobs(process.argv.slice(2), { callers: 20, agents: 10, seconds: 60, talk: 6, sample: 10 });
/** SIP keeps what is over for 32 s (64*T1); then everything must be gone. */
const SETTLE_MS = 60_000;

const callersHz = Array.from({ length: knobs.callers }, (_unused, n) => callerHz(n));
const agentsHz = Array.from({ length: knobs.agents }, (_unused, n) => agentHz(n));
/** What each agent hears in the call he is in. */
const agentHears = new Map<number, Hearing>();
const pace = createPace(4);
const loadBefore = machineLoad();

const centre = await startCentre(knobs.agents, pace, (n, call) => {
  const hearing = listen(call.media, callersHz);
  agentHears.set(n, hearing);
  const payload = tonePayload(agentsHz[n]!);
  call.media.say((into) => into.set(payload));
  void call.over.then(() => agentHears.get(n) === hearing && agentHears.delete(n));
});
try {
  const inspector = await inspect(centre.tandem);
  // The trunk knows its callers by the address alone: one socket carries them all.
  const line = await startBenchPhone({ server: centre.server, user: 'trunk', pace, onCall: (call) => call.refuse(486) });
  const outcomes: Outcome[] = [];
  const until = performance.now() + knobs.seconds * 1_000;
  // Shows that the instrument sees what it is to find gone in the end.
  const amid = pause((knobs.seconds * 1_000) / 2).then(() => inspector.held());
  console.log(`${knobs.callers} callers, ${knobs.agents} agents, ${knobs.seconds} s ...`);
  await Promise.all(
    callersHz.map(async (_hz, n) => {
      while (performance.now() < until) outcomes.push(await startCaller({ n, line, agentsHz, agentHears, talkMs: knobs.talk * 1_000 }));
    }),
  );
  pace.stop();
  const atWork = await amid;
  const { recordings, wrong } = await checkRecordings(centre, knobs.sample, knobs.talk);
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
    legs_amid: atWork['legs'] ?? 0,
    rtp_sockets_amid: atWork['rtp_sockets'] ?? 0,
    recordings_checked: recordings,
    recordings_wrong: wrong,
    leaked: Object.values(left).reduce((sum, count) => sum + count, 0),
  };
  tell(
    judge('calls', figures, {
      completed: `>=${knobs.callers}`,
      failed: '<=0',
      recordings_checked: '>=1',
      recordings_wrong: '<=0',
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
