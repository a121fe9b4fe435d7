// What the people at the screens feel, on a whole Tandem with a full floor: how soon the screen pop stands, keys and clicks show, the supervisor's
// board follows the log, lists scroll, and how much a first load brings over the wire. Chromium on the same machine.
import { setTimeout as pause } from 'node:timers/promises';
import { createPace } from '../sim/pace.ts';
import { listen } from '../tests/kit/event-stream.ts';
import { eventually } from '../tests/kit/processes.ts';
import { signIn } from '../tests/kit/tandem.ts';
import { makeReady, newTimings, openContact, presence, serve } from './desk/actions.ts';
import { boardOf, MEASURED_COUNTER } from './desk/board.ts';
import { launch, openDesk } from './desk/browser.ts';
import { firstLoads } from './desk/first-load.ts';
import { knownCallers } from './desk/callers.ts';
import { agentsOnline, MEASURED, openFloor, setPresence, startBreaks } from './desk/floor.ts';
import { boardOverLine, fillLine } from './desk/line.ts';
import type { PopTimes } from './desk/page-pop.ts';
import { p95 } from './desk/samples.ts';
import { readOn, scrolled } from './desk/scroll.ts';
import { startTraffic } from './desk/traffic.ts';
import { readKnobs } from './kit/arguments.ts';
import { startBenchPhone } from './kit/centre.ts';
import { inspect } from './kit/leaks.ts';
import { processorTime } from './kit/processor.ts';
import { judge, machineLoad, percentile, tell } from './kit/report.ts';

const knobs = readKnobs(process.argv.slice(2), {
  agents: 500,
  calls: 36,
  'calls-per-hour': 1_000,
  talk: 15,
  contacts: 20_000,
  rows: 500,
  waiting: 0,
});
/** Fewer pops, or fewer actions of a kind, than so many are no measurement. */
const LEAST = 5;
const FLIP_MS = 2_000;
/** Of a board with thousands in the line. */
const LINE_GOALS = {
  line_board_lag_p95_ms: '<=1000',
  line_board_missed: '<=0',
  line_scroll_waiting_ratio: '>=0.8',
  line_scroll_agents_ratio: '>=0.8',
} as const;
/** Contacts that the history is copied from. */
const PATTERNS = { own: 2, others: 4 };

const loadBefore = machineLoad();
const pace = createPace();
const say = (text: string): void => console.log(text);
say(`${knobs.agents} agents sign in ...`);
const floor = await openFloor(knobs.agents, pace);
const browser = await launch();
try {
  const { tandem, server, supervisor } = floor;
  const line = await startBenchPhone({ server, user: 'trunk', pace, onCall: (call) => call.refuse(486) });
  const agent = await openDesk(browser, tandem.baseUrl, MEASURED, MEASURED_COUNTER);
  await makeReady(agent.page);
  const measured = await signIn(tandem.baseUrl, MEASURED);
  await setPresence(measured, true);
  const timings = newTimings();
  const desk = { page: agent.page, agent: measured.user.agent!, line, timings };

  say('the first calls, and a past ...');
  for (let n = 0; n < PATTERNS.own; n++) await serve(desk, null, `+86138003${String(n).padStart(5, '0')}`, 'hugo');
  const first = startTraffic(line, { callsPerHour: 3_600, talkMs: 5_000, to: '4002' });
  await pause(1_000 * PATTERNS.others + 500);
  await first.stop();
  const inspector = await inspect(tandem);
  await eventually('the first calls to be closed', async () => ((await inspector.held())['open_interactions'] === 0 ? true : null), 60_000);
  const callers = await knownCallers(inspector.database, knobs.contacts, knobs.calls);
  await inspector.close();
  const load = await firstLoads(browser, tandem.baseUrl, 'agent2@demo.test');
  await agent.page.goto('/interactions');
  await agent.page.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();

  const watcher = await openDesk(browser, tandem.baseUrl, 'supervisor@demo.test', MEASURED_COUNTER);
  await watcher.page.goto('/overview');
  const board = await boardOf(watcher.page);
  const log = await listen(tandem.baseUrl, supervisor);
  const online = await agentsOnline(supervisor);
  say(`${online} agents are on queue; ${knobs['calls-per-hour']} calls an hour, ${knobs.calls} of them measured ...`);
  const cpu = processorTime(tandem);
  const traffic = startTraffic(line, { callsPerHour: knobs['calls-per-hour'], talkMs: knobs.talk * 1_000, to: '4002' });
  const breaks = startBreaks(floor.agents, FLIP_MS);

  const pops: PopTimes[] = [];
  for (const [n, caller] of callers.entries()) {
    pops.push((await serve(desk, caller, caller.number, n % 2 === 0 ? 'lw' : 'hugo'))!);
    await presence(desk);
    await openContact(desk, n + 3);
  }
  await breaks.stop();
  const lags = await board.read(log.frames, desk.agent);

  for (const [when, byAction] of Object.entries(timings))
    for (const [what, ms] of byAction)
      say(`${when.padEnd(9)} ${what.padEnd(13)} ${ms.length} times   p50 ${percentile(ms, 0.5)} ms   p95 ${percentile(ms, 0.95)} ms`);
  const part = (of: 'profile' | 'level' | 'orders' | 'timeline' | 'all'): number[] => pops.map((each) => each[of]);
  for (const name of ['profile', 'level', 'orders', 'timeline'] as const)
    say(`pop: ${name.padEnd(11)} p50 ${percentile(part(name), 0.5)} ms   p95 ${percentile(part(name), 0.95)} ms`);
  say('scrolling ...');
  const agentRows = await watcher.page.locator('[data-agent]').count();
  const agentList = await scrolled(watcher.page, { rows: agentRows, columns: 4, row: '[data-agent]' });
  await watcher.page.goto('/interactions');
  const contactRows = await readOn(watcher.page, '[data-row]', knobs.rows);
  const contactList = await scrolled(watcher.page, { rows: contactRows, columns: 8 });
  const used = cpu();
  let overLine = {};
  if (knobs.waiting > 0) {
    say(`${knobs.waiting} more are asked to be called back ...`);
    await fillLine(floor, knobs.waiting);
    const more = startBreaks(floor.agents, FLIP_MS);
    overLine = await boardOverLine(watcher.page, floor, log.frames, knobs.waiting, desk.agent);
    await more.stop();
  }
  const made = await traffic.stop();

  const refused = [...agent.refused, ...watcher.refused];
  log.close();
  line.close();
  const named = (name: string, byAction: ReadonlyMap<string, number[]>) =>
    Object.fromEntries([...byAction].map(([what, ms]) => [`${name}_${what.replaceAll('-', '_')}_p95_ms`, p95(what, ms, LEAST)]));
  const all = [...timings.asked.values()].flat();
  const figures = {
    load_before: loadBefore,
    agents_online: online,
    calls_per_hour: made.perHour,
    calls: made.calls,
    calls_failed: made.failed,
    server_cpu: used.cores,
    refused: refused.length,
    pops: pops.length,
    pop_p50_ms: percentile(part('all'), 0.5),
    pop_p95_ms: p95('pops', part('all'), LEAST),
    actions: all.length,
    action_p50_ms: percentile(all, 0.5),
    action_p95_ms: p95('actions', all, 10 * LEAST),
    ...named('action', timings.asked),
    ...named('confirmed', timings.confirmed),
    ...lags,
    scroll_ratio: Math.min(agentList.ratio, contactList.ratio),
    scroll_agents_ratio: agentList.ratio,
    scroll_agents_rows: agentList.rows,
    scroll_agents_fps: agentList.listFps,
    scroll_contacts_ratio: contactList.ratio,
    scroll_contacts_rows: contactList.rows,
    scroll_contacts_fps: contactList.listFps,
    scroll_bare_fps: Math.min(agentList.bareFps, contactList.bareFps),
    first_load_gzip_kb: Math.max(load.gzip.login, load.gzip.desk),
    first_load_login_gzip_kb: load.gzip.login,
    first_load_desk_gzip_kb: load.gzip.desk,
    preload_gzip_kb: load.gzip.ahead,
    first_load_login_brotli_kb: load.br.login,
    first_load_desk_brotli_kb: load.br.desk,
    preload_brotli_kb: load.br.ahead,
    ...overLine,
  };
  tell(
    judge('desk', figures, {
      agents_online: `>=${knobs.agents}`,
      pop_p95_ms: '<=500',
      action_p95_ms: '<=100',
      board_lag_p95_ms: '<=1000',
      board_missed: '<=0',
      refused: '<=0',
      scroll_ratio: '>=0.8',
      first_load_gzip_kb: '<=300',
      ...(knobs.waiting > 0 ? LINE_GOALS : {}),
    }),
  );
} catch (error) {
  // Whatever was not to be seen on a screen may have its reason there.
  console.error(
    floor.tandem.program
      .output()
      .split('\n')
      .filter((said) => /"level":"?(error|fatal|50|60)/.test(said))
      .slice(-10)
      .join('\n'),
  );
  throw error;
} finally {
  await browser.close();
  await floor.stop();
  pace.stop();
}
