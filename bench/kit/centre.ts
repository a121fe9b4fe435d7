// A contact centre for a bench: a whole Tandem on free ports, with agents signed in, on queue, and behind phones that answer by themselves.
import type { Pace } from '../../sim/pace.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { freePorts } from '../../tests/kit/ports.ts';
import { signIn, startTandem, type Api, type Tandem } from '../../tests/kit/tandem.ts';

export type Centre = {
  readonly tandem: Tandem;
  readonly admin: Api;
  readonly server: { ip: string; port: number };
  readonly agents: readonly { api: Api; phone: Softphone }[];
  stop(): Promise<void>;
};

/** Two a leg, two legs a call, and those that rest after use. */
const RTP_PORTS = 1_200;
const REGISTER_SECONDS = 600;
const PASSWORD = 'bench-agent-1';
/** The demo tenant's own. */
const DEMO_AGENTS = 8;

/** Marks and tones of the benches are mu-law. */
export const MU_LAW = { codecs: ['PCMU'] } as const;

/** A phone for many and long calls, all on one beat. */
export function startBenchPhone(
  options: Pick<Centre, 'server'> & { user: string; password?: string; pace: Pace; onCall?(call: PhoneCall): void },
): Promise<Softphone> {
  const { pace, ...others } = options;
  return startSoftphone({ ...others, media: { pace, keeps: false } });
}

/** `agents` people answer queue `support` (number 4002); `onCall` hears of each call that one of them has taken. */
export async function startCentre(agents: number, pace: Pace, onCall: (agent: number, call: PhoneCall) => void): Promise<Centre> {
  // The administrator hires everybody at once.
  const rtp = await freePorts(RTP_PORTS);
  const tandem = await startTandem(undefined, { TANDEM_RATE_SESSION: '1000', TANDEM_RTP_PORTS: `${rtp}-${rtp + RTP_PORTS - 1}` });
  const staffed: { api: Api; phone: Softphone }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(
      staffed.map(async ({ phone }) => {
        await phone.leave();
        await phone.register({ expires: 0 });
        phone.close();
      }),
    );
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
      const answer = (call: PhoneCall): void => {
        call.accept(MU_LAW);
        onCall(i, call);
      };
      const phone = await startBenchPhone({ server, user: `agent${i + 1}`, password, pace, onCall: answer });
      staffed.push({ api, phone });
      const { status } = await phone.register({ expires: REGISTER_SECONDS });
      if (status !== 200) throw new Error(`registering agent${i + 1}: ${status}`);
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
