// The demo tenant as tests of calls use it: agents with phones, queue settings, and what the API tells of an interaction.
import fs from 'node:fs';
import { eventually } from './processes.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { descendants, signIn, type Api, type Tandem } from './tandem.ts';

/** For tests that ask the API often: a session may ask more than a screen ever would. */
export const EAGER = { TANDEM_RATE_SESSION: '1000' };

export type DemoAgent = {
  api: Api;
  id: string;
  phone: Softphone;
  presence(presence: 'available' | 'away', onQueue?: boolean): Promise<void>;
  shown(): Promise<any>;
};

export async function demoAgent(
  tandem: Tandem,
  n: number,
  options: { transport?: 'udp' | 'tcp'; available?: boolean } = {},
): Promise<DemoAgent> {
  const server = { ip: '127.0.0.1', port: tandem.sipPort };
  const phone = await startSoftphone({ server, user: `agent${n}`, ...(options.transport ? { transport: options.transport } : {}) });
  const { status } = await phone.register();
  if (status !== 200) throw new Error(`agent${n} could not register: ${status}`);
  const api = await signIn(tandem.baseUrl, `agent${n}@demo.test`);
  const id = api.user.agent!;
  const agent: DemoAgent = {
    api,
    id,
    phone,
    async presence(presence, onQueue = presence === 'available') {
      await api.send('PUT', `/agents/${id}/presence`, { presence, reason: presence === 'away' ? 'test' : null, onQueue });
    },
    shown: () => api.get(`/agents/${id}`),
  };
  if (options.available !== false) await agent.presence('available');
  return agent;
}

/** Sets queues by key, so that time-outs fit a test. */
export async function tuneQueue(admin: Api, key: string, patch: Record<string, unknown>): Promise<string> {
  const { items } = await admin.get('/queues');
  const queue = items.find((each: { key: string }) => each.key === key);
  await admin.send('PATCH', `/queues/${queue.id}`, patch);
  return queue.id;
}

/** The interaction of a caller, by the address he called from, once `ready`. */
export async function interactionOf(
  api: Api,
  remote: string,
  ready: (detail: any) => boolean = () => true,
  timeoutMs = 10_000,
): Promise<any> {
  let last: unknown = null;
  return eventually(
    `the interaction of ${remote}`,
    async () => {
      const { items } = await api.get('/interactions?limit=100');
      const found = items.find((each: { remote: string }) => each.remote === remote);
      if (!found) return null;
      const detail = await api.get(`/interactions/${found.id}`);
      last = detail;
      return ready(detail) ? detail : null;
    },
    timeoutMs,
  ).catch((error: unknown) => {
    throw new Error(`the interaction of ${remote} is ${JSON.stringify(last)}`, { cause: error });
  });
}

export async function eventTypes(api: Api, interaction: string): Promise<string[]> {
  const { items } = await api.get(`/interactions/${interaction}/events?limit=200`);
  return items.map((event: { type: string }) => event.type);
}

export async function eventsOf(api: Api, interaction: string, type: string): Promise<any[]> {
  const { items } = await api.get(`/interactions/${interaction}/events?limit=200`);
  return items.filter((event: { type: string }) => event.type === type);
}

/** Its flow, or the one that follows, has come to the node so many times. */
export async function untilNode(api: Api, interaction: string, node: string, count = 1): Promise<void> {
  await eventually(
    `node ${node}`,
    async () => {
      const entered = await eventsOf(api, interaction, 'flow.node-entered');
      return entered.filter((event) => event.data.node === node).length >= count ? true : null;
    },
    30_000,
  );
}

export async function untilEvent(api: Api, interaction: string, type: string, count = 1, timeoutMs = 10_000): Promise<any[]> {
  return eventually(
    `${count} ${type} of ${interaction}`,
    async () => {
      const found = await eventsOf(api, interaction, type);
      return found.length >= count ? found : null;
    },
    timeoutMs,
  );
}

/** Process id of the edge child, null while there is none. */
export function edgePid(of: Tandem): number | null {
  const found = descendants(of.program.child.pid!).find((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes('TANDEM_CHILD=edge');
    } catch {
      return false; // ended while we looked
    }
  });
  return found ?? null;
}
