// A centre with two agents, a world outside and callers, as the tests of consultation, parking, dialling out and call-backs use it.
import type { Header } from '@tandem/sip';
import { demoAgent, EAGER, interactionOf, tuneQueue, type DemoAgent } from './demo.ts';
import { eventually } from './processes.ts';
import { signIn, startTandem, type Api, type Tandem } from './tandem.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { toneShare } from '../../sim/tones.ts';

export const CALLER_HZ = 700;
export const AGENT_HZ = 1_200;
export const OTHER_HZ = 1_900;
export const OUTSIDE = '+8613700009999';

export type Talking = { call: PhoneCall; agentCall: PhoneCall; from: string; id: string; callId: string };
export type Centre = Awaited<ReturnType<typeof openCentre>>;

export async function openCentre(settings?: Record<string, string>) {
  const tandem: Tandem = await startTandem(settings, EAGER);
  const supervisor: Api = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  let support = '';
  for (const queue of ['support', 'sales']) support = (await tuneQueue(admin, queue, { wrapUpMs: 0 })) && support;
  support = (await admin.get('/queues')).items.find((each: { key: string }) => each.key === 'support').id;
  const server = { ip: '127.0.0.1', port: tandem.sipPort };
  const one: DemoAgent = await demoAgent(tandem, 1);
  const two: DemoAgent = await demoAgent(tandem, 7, { available: false });
  const outside: Softphone = await startSoftphone({ server, user: 'outside', port: tandem.sipPort + 10 });
  const callers: Softphone[] = [];
  let serial = 0;

  const centre = {
    tandem,
    supervisor,
    admin,
    one,
    two,
    outside,
    support,
    async caller(): Promise<{ phone: Softphone; from: string }> {
      const from = `+86139000006${String(++serial).padStart(2, '0')}`;
      const phone = await startSoftphone({ server, user: from });
      callers.push(phone);
      return { phone, from };
    },
    /** A caller and the first agent, through queue `support`. */
    async talking(): Promise<Talking> {
      const { phone, from } = await centre.caller();
      const call = await phone.call('4002', { hz: CALLER_HZ });
      await call.answered();
      const agentCall = await one.phone.incoming();
      agentCall.media.tone(AGENT_HZ);
      agentCall.accept();
      await hear([call, AGENT_HZ], [agentCall, CALLER_HZ]);
      const { id } = await interactionOf(supervisor, from);
      return { call, agentCall, from, id, callId: (await centre.live(id)).id };
    },
    async live(interaction: string): Promise<any> {
      return eventually('the live call', async () => {
        const { items } = await supervisor.get('/calls');
        return items.find((each: { interaction: string }) => each.interaction === interaction) ?? null;
      });
    },
    /** Nobody talks any more, and both agents are free. */
    async quiet(): Promise<void> {
      for (const phone of callers.splice(0)) phone.close();
      await eventually(
        'the agents to be free and no call to be up',
        async () => {
          const agents = [await one.shown(), await two.shown()];
          // A call that routing did not give is no work of theirs, and keeps them all the same.
          const free = agents.every(({ workCount, state }) => workCount === 0 && state !== 'on-contact');
          const { items } = await supervisor.get('/calls');
          return free && items.length === 0 ? true : null;
        },
        20_000,
      );
    },
    async close(): Promise<void> {
      for (const phone of [one.phone, two.phone, outside, ...callers]) phone.close();
      await tandem.stop();
    },
  };
  return centre;
}

/** Waits until each of them hears its tone, from now on; tones of others may stand beside it. */
export async function hear(...pairs: readonly (readonly [PhoneCall, number])[]): Promise<void> {
  const from = performance.now();
  await eventually(`tones ${pairs.map(([, hz]) => hz).join(', ')} to be heard`, () =>
    pairs.every(([call, hz]) => secondsOf(call, hz, from) >= 0.2) ? true : null,
  );
}

/** Seconds since `from` in which the tone has at least a quarter of the power: three may speak at once. */
export function secondsOf(call: PhoneCall, hz: number, from: number): number {
  const samples = call.media.heard(from);
  let blocks = 0;
  for (let at = 0; at + 160 <= samples.length; at += 160) if (toneShare(samples.subarray(at, at + 160), hz) > 0.25) blocks += 1;
  return blocks * 0.02;
}

export const referTo = (tandem: Tandem, user: string, extra = ''): { headers: Header[] } => ({
  headers: [{ name: 'refer-to', value: `<sip:${user}@127.0.0.1:${tandem.sipPort}${extra}>` }],
});

/** The Replaces of a Refer-To that names a call of the same phone (RFC 5589, section 7): the tags as the one who is to replace it sees them. */
export function replacing(call: PhoneCall): string {
  const { callId, localTag, remoteTag } = call.dialog()!;
  return `?Replaces=${encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`)}`;
}
