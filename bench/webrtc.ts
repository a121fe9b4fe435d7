// What a browser's leg costs the edge: calls of a real Chromium to the echo of a whole Tandem, in G.711 and in Opus, and as many of plain phones in the same run.
import fs from 'node:fs';
import { createPace } from '../sim/pace.ts';
import { openBrowsers, type BrowserPhone } from '../tests/kit/browser-phone.ts';
import { edgePid } from '../tests/kit/demo.ts';
import { eventually } from '../tests/kit/processes.ts';
import { startTandem } from '../tests/kit/tandem.ts';
import { readKnobs } from './kit/arguments.ts';
import { startBenchPhone } from './kit/centre.ts';
import { judge, machineLoad, tell } from './kit/report.ts';

const knobs = readKnobs(process.argv.slice(2), { calls: 10, seconds: 20 });
/** Until the echo has said what it is, and everything is warm. */
const WARM_MS = 10_000;
const AGENT_HZ = 1_200;

const load = machineLoad();
const tandem = await startTandem();
const browsers = await openBrowsers();
const pace = createPace(1);
try {
  const edge = edgePid(tandem)!;
  await pause(2_000);
  const idle = await measure(edge);

  const browser = await browsers.phone(tandem.baseUrl, 'agent1');
  await browser.do(`tone(${AGENT_HZ})`);
  const secured = await ofBrowser(browser, edge);
  await browser.do('opusAlone(true)');
  const opus = await ofBrowser(browser, edge);
  await browser.page.close();

  const server = { ip: '127.0.0.1', port: tandem.sipPort };
  const phone = await startBenchPhone({ server, user: 'trunk', pace, onCall: (call) => call.refuse(486) });
  const calls = await Promise.all(Array.from({ length: knobs.calls }, () => phone.call('4090', { hz: AGENT_HZ })));
  await Promise.all(calls.map((call) => call.answered(30_000)));
  await pause(WARM_MS);
  const plain = await measure(edge);
  await phone.leave();
  phone.close();

  const each = (busy: number): number => Math.round(((busy - idle) / knobs.calls) * 100_000) / 1_000;
  const figures = {
    load_before: load,
    legs: knobs.calls,
    webrtc_leg_cpu_pct: each(secured.busy),
    opus_leg_cpu_pct: each(opus.busy),
    plain_leg_cpu_pct: each(plain),
    edge_idle_cpu_pct: Math.round(idle * 100_000) / 1_000,
    echo_share: Math.round(secured.echo * 100) / 100,
    opus_echo_share: Math.round(opus.echo * 100) / 100,
  };
  tell(judge('webrtc', figures, { webrtc_leg_cpu_pct: '<=0.4', echo_share: '>=0.5', opus_echo_share: '>=0.5' }));
} finally {
  pace.stop();
  await browsers.close();
  await tandem.stop();
}

/** Its calls to the echo, all at once, until they are over. */
async function ofBrowser(browser: BrowserPhone, edge: number): Promise<{ busy: number; echo: number }> {
  for (let n = 0; n < knobs.calls; n++) await browser.do(`call('4090')`);
  await eventually('the browser’s calls', async () => (await browser.do<number>('ups()')) === knobs.calls || null, 30_000);
  await pause(WARM_MS);
  const busy = await measure(edge);
  const echo = await browser.do<number>(`share(${AGENT_HZ})`);
  await browser.do('hangUpAll()');
  await eventually('the calls to be over', async () => (await browser.do<number>('ups()')) === 0 || null);
  return { busy, echo };
}

/** The share of a core that all threads of a process used over the bench's seconds. */
async function measure(pid: number): Promise<number> {
  const [ran, at] = [ranNs(pid), performance.now()];
  await pause(knobs.seconds * 1_000);
  return (ranNs(pid) - ran) / 1e6 / (performance.now() - at);
}

/** Processor time of a process's threads, ns (schedstat, Documentation/scheduler/sched-stats.rst of Linux). */
function ranNs(pid: number): number {
  const threads = fs.readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + Number(fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]), 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
