// `npm run demo`: makes a running demo tenant live. Agents come to their desks, customers call, wait, give up or talk, and the public network answers.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '../server/src/platform/config/config.ts';
import { startAgent, type Agent } from './network/agent.ts';
import { openApi, type ApiClient } from './network/api-client.ts';
import { placeCall, planCaller, type CallerOutcome } from './network/caller.ts';
import { createDice, type Dice } from '../server/src/kernel/dice.ts';
import { startExchange, type Exchange } from './network/exchange.ts';
import { readOptions, type DemoOptions } from './demo-options.ts';
import { createPace, type Pace } from './pace.ts';
import { startSoftphone, type Softphone } from './softphone.ts';

const AGENTS = 8;
const TELL_MS = 10_000;
const IP = '127.0.0.1';

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// Everybody has gone home; the patience of those who hung up is still being counted down, and nobody waits for that.
process.exit();

async function run(options: DemoOptions): Promise<void> {
  const config = loadConfig({ env: process.env, folder: path.resolve(import.meta.dirname, '..') });
  if (!config.loopback)
    throw new Error('The demo runs on a loopback address only: on another TANDEM_HOST the demo passwords are not the well-known ones.');
  const baseUrl = `${config.tls ? 'https' : 'http'}://${config.host}:${config.httpPort}`;
  await refuseWhereNothingRuns(baseUrl);
  const supervisor = await openApi(baseUrl, 'supervisor@demo.test', 'tandem-demo').catch((error: unknown) => {
    throw new Error(`This is not the demo tenant, or its passwords were changed. ${String(error)}`);
  });
  const dice = createDice(options.seed);
  const pace = createPace();
  const server = { ip: IP, port: config.sipPort };
  const agents: Agent[] = [];
  let network: Exchange | null = null;
  let line: Softphone | null = null;
  const end = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.resolve());
  try {
    network = await startExchange({ server, port: config.sipPort + 10, dice, pace }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new Error(`Port ${config.sipPort + 10} is taken: another demo is running, or TANDEM_SIP_PORT + 10 belongs to somebody else.`);
    });
    line = await startSoftphone({ server, user: 'trunk', media: { pace, keeps: false } });
    for (let n = 1; n <= AGENTS; n++) agents.push(await startDemoAgent(n, { baseUrl, server, dice, pace }));
    console.log(
      `${agents.length} agents are on queue; ${options.callsPerMinute} calls a minute${options.minutes === null ? '' : ` for ${options.minutes} minutes`}. Ctrl-C ends it.`,
    );
    if (options.chatsPerMinute > 0) console.log('There is no chat in this version yet: --chats-per-minute has nothing to do.');
    const figures = new Map<CallerOutcome | 'calling', number>();
    const stop = new AbortController();
    const calling = call({
      line,
      dice,
      figures,
      customers: await customerNumbers(supervisor),
      signal: stop.signal,
      perMinute: options.callsPerMinute,
    });
    const telling = setInterval(() => console.log(describe(figures, agents, network!)), TELL_MS);
    await Promise.race([end.promise, ...(options.minutes === null ? [] : [pause(options.minutes * 60_000)])]);
    clearInterval(telling);
    stop.abort();
    console.log('Everybody hangs up ...');
    await line.leave();
    await calling;
    console.log(describe(figures, agents, network));
  } finally {
    await Promise.all(agents.map((agent) => agent.goHome()));
    await network?.close();
    await line?.leave();
    line?.close();
    pace.stop();
  }
}

async function refuseWhereNothingRuns(baseUrl: string): Promise<void> {
  const ready = await fetch(`${baseUrl}/readyz`).catch(() => null);
  if (ready === null) throw new Error(`No Tandem answers at ${baseUrl}: start it first (npm start), with the same settings.`);
  if (!ready.ok) throw new Error(`The Tandem at ${baseUrl} is not ready yet (${ready.status}).`);
}

async function startDemoAgent(
  n: number,
  given: { baseUrl: string; server: { ip: string; port: number }; dice: Dice; pace: Pace },
): Promise<Agent> {
  const user = `agent${n}`;
  const api = await openApi(given.baseUrl, `${user}@demo.test`, 'tandem-demo');
  const language = n % 2 === 1 ? 'zh-CN' : 'en';
  return startAgent({ ...given, user, password: 'demo-sip', api, language, note: (text) => console.log(text) });
}

/** Numbers the demo customers call from. */
async function customerNumbers(supervisor: ApiClient): Promise<string[]> {
  const { items } = await supervisor.get<{ items: { known: boolean; identities?: { channel: string; address: string }[] }[] }>(
    '/customers?limit=100',
  );
  return items.flatMap((customer) =>
    (customer.known ? (customer.identities ?? []) : []).filter((each) => each.channel === 'voice').map((each) => each.address),
  );
}

type Calling = {
  line: Softphone;
  dice: Dice;
  figures: Map<CallerOutcome | 'calling', number>;
  customers: readonly string[];
  perMinute: number;
  signal: AbortSignal;
};

/** Calls come by themselves, whether or not earlier ones are over. Resolves when the last is. */
async function call({ line, dice, figures, customers, perMinute, signal }: Calling): Promise<void> {
  const up = new Set<Promise<unknown>>();
  const count = (what: CallerOutcome | 'calling', by = 1): unknown => figures.set(what, (figures.get(what) ?? 0) + by);
  while (!signal.aborted) {
    const known = customers.length > 0 && dice.chance(0.7);
    const from = known ? dice.pick(customers) : `+8613${dice.between(100_000_000, 999_999_999)}`;
    count('calling');
    const done: Promise<unknown> = placeCall(line, planCaller(dice, from))
      .catch((): CallerOutcome => 'cut-off')
      .then((outcome) => {
        count('calling', -1);
        count(outcome);
      })
      .finally(() => up.delete(done));
    up.add(done);
    await pause(dice.gap(60_000 / perMinute), undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(up);
}

function describe(figures: ReadonlyMap<CallerOutcome | 'calling', number>, agents: readonly Agent[], network: Exchange): string {
  const parts = [...figures].filter(([, count]) => count > 0).map(([what, count]) => `${what} ${count}`);
  const taken = agents.reduce((sum, agent) => sum + agent.taken, 0);
  const missed = agents.reduce((sum, agent) => sum + agent.missed, 0);
  const outbound = [...network.taken.values()].reduce((sum, count) => sum + count, 0);
  return `callers: ${parts.join(', ') || 'none yet'}; agents took ${taken}, missed ${missed}; called by us: ${outbound}`;
}
