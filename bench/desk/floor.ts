// The floor of the desk's bench: a whole Tandem with hundreds of agents signed in, each with a presence, an open event stream and a phone that answers.
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Pace } from '../../sim/pace.ts';
import type { PhoneCall, Softphone } from '../../sim/softphone.ts';
import { freePorts } from '../../tests/kit/ports.ts';
import { signIn, startTandem, type Api, type Tandem } from '../../tests/kit/tandem.ts';
import { MU_LAW, startBenchPhone } from '../kit/centre.ts';
import { agentName } from './names.ts';

export type Floor = {
  readonly tandem: Tandem;
  readonly server: { ip: string; port: number };
  readonly admin: Api;
  readonly supervisor: Api;
  /** Serve queue support (4002); the measured agent is not among them: he alone serves queue sales (4003). */
  readonly agents: readonly Api[];
  stop(): Promise<void>;
};

/** The measured one: agent1 of the demo, in a browser. */
export const MEASURED = 'agent1@demo.test';
const DEMO_AGENTS = 8;
const PASSWORD = 'bench-agent-1';
const RTP_PORTS = 400;
const REGISTER_S = 3_600;
/** As many sessions of the administrator hire at once: each may ask twenty times a second, as everybody else while it is measured. */
const HIRING = 5;
/** The address may sign in twenty times a second; passwords cost a processor some time. */
const SIGNING_IN = 4;
const WRAP_UP_MS = 3_000;
/** He writes his own wrap-up, at his own pace. */
const MEASURED_WRAP_UP_MS = 120_000;

export async function openFloor(agents: number, pace: Pace): Promise<Floor> {
  const rtp = await freePorts(RTP_PORTS);
  const tandem = await startTandem(undefined, { TANDEM_RTP_PORTS: `${rtp}-${rtp + RTP_PORTS - 1}` });
  const phones: Softphone[] = [];
  const streams: WebSocket[] = [];
  const stop = async (): Promise<void> => {
    for (const stream of streams) stream.terminate();
    await Promise.all(phones.map((phone) => phone.leave()));
    for (const phone of phones) phone.close();
    await tandem.stop();
  };
  try {
    const server = { ip: '127.0.0.1', port: tandem.sipPort };
    const admins = await Promise.all(Array.from({ length: HIRING }, () => signIn(tandem.baseUrl, 'admin@demo.test')));
    const hired = Array.from({ length: agents - DEMO_AGENTS }, (_unused, i) => DEMO_AGENTS + 1 + i);
    await atOnce(hired, HIRING, (n, worker) => hire(admins[worker]!, n));
    const people: Api[] = [];
    // The second of the demo and all that follow: the first is measured in his browser.
    const others = Array.from({ length: agents - 1 }, (_unused, i) => i + 2);
    await atOnce(others, SIGNING_IN, async (n) => {
      const api = await signIn(tandem.baseUrl, emailOf(n), n <= DEMO_AGENTS ? undefined : PASSWORD);
      people.push(api);
      const phone = await startBenchPhone({
        server,
        user: `agent${n}`,
        password: n <= DEMO_AGENTS ? 'demo-sip' : PASSWORD,
        pace,
        onCall: answer,
      });
      phones.push(phone);
      const { status } = await phone.register({ expires: REGISTER_S });
      if (status !== 200) throw new Error(`registering agent${n}: ${status}`);
      streams.push(await follow(tandem.baseUrl, api));
    });
    const admin = admins[0]!;
    const measured = await signIn(tandem.baseUrl, MEASURED);
    await setQueue(admin, 'support', { wrapUpMs: WRAP_UP_MS, members: people.map(({ user }) => user.agent) });
    await setQueue(admin, 'sales', { wrapUpMs: MEASURED_WRAP_UP_MS, members: [measured.user.agent] });
    await atOnce(people, HIRING, (api) => setPresence(api, true));
    return { tandem, server, admin, supervisor: await signIn(tandem.baseUrl, 'supervisor@demo.test'), agents: people, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function setPresence(api: Api, available: boolean): Promise<void> {
  const wish = available ? { presence: 'available', reason: null, onQueue: true } : { presence: 'away', reason: 'lunch', onQueue: false };
  await api.send('PUT', `/agents/${api.user.agent}/presence`, wish);
}

/** Every `everyMs` somebody who is idle goes to lunch, or comes back from it. */
export function startBreaks(agents: readonly Api[], everyMs: number): { stop(): Promise<void> } {
  const over = new AbortController();
  let turns = 0;
  const done = (async () => {
    for (let away: Api | null = null; !over.signal.aborted; await pause(everyMs)) {
      if (away !== null) {
        await setPresence(away, true);
        away = null;
        continue;
      }
      const one = agents[(turns++ * 37) % agents.length]!;
      if ((await one.get<{ state: string }>(`/agents/${one.user.agent}`)).state !== 'idle') continue;
      await setPresence(one, false);
      away = one;
    }
  })();
  // Told to whoever stops it; the bench may have ended in another error before.
  done.catch(() => undefined);
  return {
    stop() {
      over.abort();
      return done;
    },
  };
}

/** Agents that the API shows as on queue with a phone. */
export async function agentsOnline(api: Api): Promise<number> {
  let [online, cursor] = [0, null as string | null];
  do {
    const page = await api.get<{ items: { presence: { onQueue: boolean; reachable: boolean } }[]; nextCursor: string | null }>(
      `/agents?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    online += page.items.filter(({ presence }) => presence.onQueue && presence.reachable).length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return online;
}

const emailOf = (n: number): string => `agent${n}@demo.test`;

async function hire(admin: Api, n: number): Promise<void> {
  const user = await admin.send<{ agent: string }>('POST', '/users', {
    email: emailOf(n),
    name: agentName(n),
    role: 'agent',
    password: PASSWORD,
  });
  await admin.send('POST', '/devices', { username: `agent${n}`, agent: user.agent, password: PASSWORD });
}

/** Picks up as people do, within two seconds. */
function answer(call: PhoneCall): void {
  call.ring();
  setTimeout(() => call.state.ended === null && call.accept(MU_LAW), 500 + Math.random() * 1_500);
}

/** A desk has its stream open; what comes is taken and forgotten. */
async function follow(baseUrl: string, api: Api): Promise<WebSocket> {
  const stream = new WebSocket(`${baseUrl.replace('http', 'ws')}/api/v1/stream?agents=own`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  stream.on('message', () => undefined);
  await new Promise<void>((resolve, reject) => {
    stream.once('open', resolve);
    stream.once('error', reject);
  });
  return stream;
}

async function setQueue(admin: Api, key: string, patch: Record<string, unknown>): Promise<void> {
  const { items } = await admin.get<{ items: { id: string; key: string }[] }>('/queues');
  const queue = items.find((each) => each.key === key);
  if (!queue) throw new Error(`there is no queue ${key}`);
  await admin.send('PATCH', `/queues/${queue.id}`, patch);
}

/** Each of the items, `workers` at a time. */
async function atOnce<T>(items: readonly T[], workers: number, work: (item: T, worker: number) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: workers }, async (_unused, worker) => {
      for (const item of left) await work(item, worker);
    }),
  );
}
