// How busy agents are kept when more people call than they can serve: a whole Tandem, callers by SIPp, agents who pick up at once and talk a while.
// The ideal is agents / talk calls a second; Asterisk 22's app_queue, whose callers poll once a second, keeps 20 agents 76 % busy.
import { createPace } from '../sim/pace.ts';
import { signIn } from '../tests/kit/tandem.ts';
import { readKnobs } from './kit/arguments.ts';
import { startCentre } from './kit/centre.ts';
import { callCrowd } from './kit/crowd.ts';
import { processorTime } from './kit/processor.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';

const knobs = readKnobs(process.argv.slice(2), { agents: 20, talk: 2, patience: 10, rate: 12, seconds: 300 });
/** Until the line is full. */
const WARM_S = 20;
const NUMBER = '4998';

const load = machineLoad();
const pace = createPace(1);
const talkMs = knobs.talk * 1_000;
/** Of talks that ended: how long each lasted, and how long its agent had nothing to do before it. */
const talks: { endedAt: number; lastedMs: number; idleMs: number }[] = [];
const freeSince = new Map<number, number>();

const centre = await startCentre(knobs.agents, pace, (agent, call) => {
  const begun = performance.now();
  const idleMs = begun - (freeSince.get(agent) ?? begun);
  setTimeout(() => void call.hangUp(), talkMs);
  void call.over.then(() => {
    const endedAt = performance.now();
    freeSince.set(agent, endedAt);
    talks.push({ endedAt, lastedMs: endedAt - begun, idleMs });
  });
});
try {
  await setUp();
  console.log(`${knobs.rate} calls a second to ${knobs.agents} agents for ${knobs.seconds} s ...`);
  const crowd = callCrowd({ server: centre.server, to: NUMBER, perSecond: knobs.rate, seconds: knobs.seconds, atOnce: 2_000 });
  await pause(WARM_S * 1_000);
  const [from, cpu] = [performance.now(), processorTime(centre.tandem)];
  await pause((knobs.seconds - WARM_S) * 1_000);
  const [to, used] = [performance.now(), cpu()];
  const { made, ended, refused } = await crowd;
  const counted = talks.filter(({ endedAt }) => endedAt >= from && endedAt < to);
  const perSecond = counted.length / ((to - from) / 1_000);
  const idle = counted.map(({ idleMs }) => idleMs);
  const occupancy = `occupancy_${knobs.agents}_pct`;
  tell(
    judge(
      'occupancy',
      {
        load_before: load,
        agents: knobs.agents,
        offered: made,
        ended,
        refused,
        served_per_s: Math.round(perSecond * 100) / 100,
        // Calls served against what the agents could serve if nothing lay between two talks.
        [occupancy]: Math.round((1_000 * perSecond * knobs.talk) / knobs.agents) / 10,
        talking_pct: Math.round((1_000 * counted.reduce((sum, { lastedMs }) => sum + lastedMs, 0)) / ((to - from) * knobs.agents)) / 10,
        between_two_p50_ms: percentile(idle, 0.5),
        between_two_p99_ms: percentile(idle, 0.99),
        server_cpu: used.cores,
      },
      { [occupancy]: '>=97', refused: '<=0' },
    ),
  );
} finally {
  pace.stop();
  await centre.stop();
}

/** A number that leads straight into the line, which gives up on whoever has waited as long as his patience. */
async function setUp(): Promise<void> {
  const admin = await signIn(centre.tandem.baseUrl, 'admin@demo.test');
  const { items } = await admin.get<{ items: { id: string; key: string }[] }>('/queues');
  const queue = items.find(({ key }) => key === 'support')!.id;
  await admin.send('PATCH', `/queues/${queue}`, { maxWaitMs: knobs.patience * 1_000, maxWaiting: null, record: false });
  const name = { en: 'Straight to the line' };
  const draft = {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'wait' },
      wait: { type: 'queue', queue, music: 'default', timedOut: 'end', failed: 'end' },
      end: { type: 'hang-up' },
    },
  };
  const flow = await admin.send<{ id: string }>('POST', '/flows', { key: 'straight', name, draft });
  await admin.send('POST', `/flows/${flow.id}/publish`);
  await admin.send('POST', '/numbers', { number: NUMBER, label: 'Straight to the line', flow: flow.id });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
