// A media thread of the real edge dies, or hangs: its calls end with their cause, everybody else's go on, and the next calls have a new thread.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hear, openCentre, AGENT_HZ, CALLER_HZ, type Centre, type Talking } from '../kit/centre.ts';
import { demoAgent, interactionOf, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { inspectThreads, type Threads } from '../kit/inspector.ts';
import { freeze, partPid } from '../kit/parts.ts';
import { eventually } from '../kit/processes.ts';
import { freshSettings } from '../kit/tandem.ts';

let centre: Centre;
let threads: Threads;
const calls: Talking[] = [];
const others: DemoAgent[] = [];

/** The next agent and a caller. */
async function another(n: number): Promise<void> {
  const agent = await demoAgent(centre.tandem, n);
  others.push(agent);
  const { phone, from } = await centre.caller();
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  const agentCall = await agent.phone.incoming();
  agentCall.media.tone(AGENT_HZ);
  agentCall.accept();
  await hear([call, AGENT_HZ], [agentCall, CALLER_HZ]);
  const { id } = await interactionOf(centre.supervisor, from);
  calls.push({ call, agentCall, from, id, callId: (await centre.live(id)).id });
}

beforeAll(async () => {
  centre = await openCentre({ ...(await freshSettings()), NODE_OPTIONS: '--inspect-port=127.0.0.1:0' });
  calls.push(await centre.talking());
  for (const n of [2, 3]) await another(n);
  // Node's own debugger, opened by its signal: the one way into a thread from outside that the product need know nothing of.
  const edge = partPid(centre.tandem, 'edge')!;
  process.kill(edge, 'SIGUSR1');
  const [, url] = await centre.tandem.program.says(/Debugger listening on (ws:\S+)/);
  threads = await inspectThreads(url!);
});
afterAll(async () => {
  threads?.close();
  for (const { phone } of others) phone.close();
  await centre?.close();
});

/** Runs in the media thread of that number, as soon as it has nothing else to do. */
async function inThread(number: number, code: string): Promise<void> {
  const media = await eventually('the media threads', () =>
    threads.named('media.worker.ts').length >= 2 ? threads.named('media.worker.ts') : null,
  );
  await media[number]!.evaluate(`setImmediate(() => { ${code} })`);
}

/** One of the calls ends with its cause, on both sides, in the log and in the contact. */
async function oneIsLost(withinMs: number): Promise<void> {
  const ended = await Promise.race(calls.map(async (each) => (await each.call.ended(withinMs), each)));
  expect(await ended.agentCall.ended()).toBe('bye');
  const contact = await interactionOf(centre.supervisor, ended.from, (detail) => detail.endedAt !== null);
  expect(contact.cause).toBe('media-failed');
  const ends = await untilEvent(centre.supervisor, ended.id, 'call.leg-ended', 2);
  expect(ends.map(({ data }) => data.cause)).toEqual(['media-failed', 'media-failed']);
  // What was recorded until then is kept.
  const recorded = await interactionOf(centre.supervisor, ended.from, (detail) => detail.recordings[0]?.state === 'sealed');
  expect(recorded.recordings[0].state).toBe('sealed');
}

async function othersGoOn(): Promise<void> {
  const up = calls.filter(({ call }) => call.state.ended === null);
  expect(up.length).toBeGreaterThan(0);
  expect(up.length).toBeLessThan(calls.length);
  await hear(...up.flatMap(({ call, agentCall }) => [[call, AGENT_HZ] as const, [agentCall, CALLER_HZ] as const]));
}

/** What is counted since the edge started. */
async function counted(how: 'died' | 'hung', count: number): Promise<void> {
  const line = `edge_media_threads_lost{how="${how}"} ${count}\n`;
  await eventually(
    line,
    async () => ((await (await fetch(`${centre.tandem.baseUrl}/metrics`)).text()).includes(line) ? true : null),
    20_000,
  );
}

it('takes none for hung that was stopped with the whole process', async () => {
  const goOn = freeze(centre.tandem, 'edge');
  try {
    await new Promise((resolve) => setTimeout(resolve, 6_000));
  } finally {
    goOn();
  }
  await hear(...calls.flatMap(({ call, agentCall }) => [[call, AGENT_HZ] as const, [agentCall, CALLER_HZ] as const]));
  await counted('hung', 0);
});

it('ends the calls of a thread that dies with media-failed, in the log and in the contact', async () => {
  await inThread(0, 'throw new Error("poison");');
  await oneIsLost(10_000);
});

it('leaves the calls of other threads as they were', othersGoOn);

it('has a new thread for the next calls', async () => {
  for (const { call } of calls) await call.leave();
  await centre.quiet();
  for (const agent of others) await agent.presence('away');
  for (let i = 0; i < 2; i++) {
    const next = await centre.talking();
    await hear([next.call, AGENT_HZ], [next.agentCall, CALLER_HZ]);
    await next.call.hangUp();
    expect(await next.agentCall.ended()).toBe('bye');
  }
  await counted('died', 1);
});

it('ends the calls of a thread that hangs just so, and no others', async () => {
  await centre.quiet();
  calls.splice(0, calls.length, await centre.talking());
  await another(4);
  // The two calls are in different threads; the second of the first two is still there.
  await inThread(1, 'for (;;);');
  // Three seconds in which it ran and made no tick; what it waits for a processor does not count.
  await oneIsLost(30_000);
  await othersGoOn();
  await counted('hung', 1);
  const up = calls.find(({ call }) => call.state.ended === null)!;
  await up.call.hangUp();
  await centre.quiet();
  // The next call is the first agent's, also where the other one was free before him.
  await others.at(-1)!.presence('away');
  const next = await centre.talking();
  await next.call.hangUp();
  expect(await next.agentCall.ended()).toBe('bye');
});
