// A contact centre for a bench: a whole Tandem on free ports, with agents signed in, on queue, and behind phones that answer by themselves.
import { signIn, startTandem, type Api, type Tandem } from '../../tests/kit/tandem.ts';
import { createPhone, type Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';

export type Centre = {
  readonly tandem: Tandem;
  readonly admin: Api;
  readonly server: { ip: string; port: number };
  readonly agents: readonly { api: Api; phone: Phone }[];
  stop(): Promise<void>;
};

const PASSWORD = 'bench-agent-1';
/** The demo tenant's own. */
const DEMO_AGENTS = 8;

/** `agents` people answer queue `support` (number 4002); `onCall` hears of each call that one of them has taken. */
export async function startCentre(agents: number, onCall: (agent: number, call: PhoneCall) => void): Promise<Centre> {
  const tandem = await startTandem();
  const staffed: { api: Api; phone: Phone }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(staffed.map(({ phone }) => phone.close()));
    await tandem.stop();
  };
  try {
    const server = { ip: '127.0.0.1', port: tandem.sipPort };
    const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
    for (let n = DEMO_AGENTS + 1; n <= agents; n++) await hire(admin, n);
    const people = await Promise.all(Array.from({ length: agents }, (_unused, i) => signInAgent(tandem.baseUrl, i + 1)));
    const queue = await queueOf(admin, 'support');
    await admin.send('PATCH', `/queues/${queue}`, { wrapUpMs: 0, members: people.map(({ user }) => user.agent) });
    for (const [i, api] of people.entries()) {
      const password = i < DEMO_AGENTS ? 'demo-sip' : PASSWORD;
      const phone = await createPhone({ server, user: `agent${i + 1}`, password, onCall: (call) => onCall(i, call) });
      staffed.push({ api, phone });
      await phone.register();
      await api.send('PUT', `/agents/${api.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
    }
    return { tandem, admin, server, agents: staffed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const emailOf = (n: number): string => `agent${n}@demo.test`;

async function hire(admin: Api, n: number): Promise<void> {
  const user = await admin.send<{ agent: string }>('POST', '/users', {
    email: emailOf(n),
    name: `Agent ${n}`,
    role: 'agent',
    password: PASSWORD,
  });
  await admin.send('POST', '/devices', { username: `agent${n}`, agent: user.agent, password: PASSWORD });
}

function signInAgent(baseUrl: string, n: number): Promise<Api> {
  return n <= DEMO_AGENTS ? signIn(baseUrl, emailOf(n)) : signIn(baseUrl, emailOf(n), PASSWORD);
}

async function queueOf(admin: Api, key: string): Promise<string> {
  const { items } = await admin.get<{ items: { id: string; key: string }[] }>('/queues');
  const queue = items.find((each) => each.key === key);
  if (!queue) throw new Error(`there is no queue ${key}`);
  return queue.id;
}
