// Ten calls in every stage at once: two talk and are recorded, two are on hold, two ring, two wait in line, two are in the menu.
import { demoAgent, EAGER, interactionOf, tuneQueue, type DemoAgent } from '../kit/demo.ts';
import { hear } from '../kit/centre.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';

/** Each party has a tone of its own, so that whoever hears the wrong one is found out. */
export const CALLERS_HZ = [500, 600, 700, 800, 900, 1_000] as const;
export const AGENTS_HZ = [1_300, 1_500, 1_700, 1_900, 2_100, 2_300] as const;

export type Party = { call: PhoneCall; from: string; id: string };
export type Pair = Party & { hz: number; agentHz: number; agent: DemoAgent; agentCall: PhoneCall; callId: string };
export type Floor = Awaited<ReturnType<typeof openFloor>>;

export async function openFloor(more: Record<string, string> = {}) {
  const tandem: Tandem = await startTandem(undefined, { ...EAGER, ...more });
  const supervisor: Api = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  await tuneQueue(admin, 'support', { wrapUpMs: 0, offerTimeoutMs: 120_000 });
  const server = { ip: '127.0.0.1', port: tandem.sipPort };
  const agents: DemoAgent[] = [];
  for (let n = 1; n <= 6; n++) agents.push(await demoAgent(tandem, n, { available: false }));
  const callers: Softphone[] = [];

  async function call(to: string, hz: number | null = null): Promise<Party> {
    const from = `+861390000${String(7_000 + callers.length)}`;
    const phone = await startSoftphone({ server, user: from });
    callers.push(phone);
    return { call: await phone.call(to, { hz }), from, id: '' };
  }
  const known = async (party: Party): Promise<Party> => ({ ...party, id: (await interactionOf(supervisor, party.from)).id });

  /** A caller to the line whose work rings the `n`th agent. */
  async function ringing(n: number): Promise<Pair> {
    const [agent, hz, agentHz] = [agents[n]!, CALLERS_HZ[n]!, AGENTS_HZ[n]!];
    await agent.presence('available');
    const party = await known(await call('4002', hz));
    const agentCall = await agent.phone.incoming(20_000);
    agentCall.media.tone(agentHz);
    agentCall.ring();
    const live = await eventually('the live call', async () => {
      const { items } = await supervisor.get('/calls');
      return items.find((each: { interaction: string }) => each.interaction === party.id) ?? null;
    });
    return { ...party, hz, agentHz, agent, agentCall, callId: live.id };
  }
  async function talking(n: number): Promise<Pair> {
    const pair = await ringing(n);
    pair.agentCall.accept();
    await hear([pair.call, pair.agentHz], [pair.agentCall, pair.hz]);
    return pair;
  }
  async function held(n: number): Promise<Pair> {
    const pair = await talking(n);
    await pair.agent.api.send('POST', `/calls/${pair.callId}/hold`);
    return pair;
  }

  return {
    tandem,
    supervisor,
    admin,
    agents,
    call,
    known,
    async stages() {
      const talk = [await talking(0), await talking(1)] as const;
      const hold = [await held(2), await held(3)] as const;
      const ring = [await ringing(4), await ringing(5)] as const;
      const line = [await known(await call('4002')), await known(await call('4002'))] as const;
      await Promise.all(line.map((each) => each.call.answered()));
      await eventually('music in the line', () => (line.every((each) => heardMusic(each.call.media.heard())) ? true : null), 20_000, 500);
      const menu = [await known(await call('4001')), await known(await call('4001'))] as const;
      await Promise.all(menu.map((each) => each.call.answered()));
      return { talk, hold, ring, line, menu };
    },
    async ready(timeoutMs = 30_000): Promise<void> {
      await eventually('Tandem to be ready', async () => ((await fetch(`${tandem.baseUrl}/readyz`)).ok ? true : null), timeoutMs);
    },
    async close(): Promise<void> {
      for (const phone of [...callers, ...agents.map((each) => each.phone)]) phone.close();
      await tandem.stop();
    },
  };
}
