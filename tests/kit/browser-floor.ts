// Two agents of queue support who talk in browsers, callers, and a phone outside: what is done to their calls is checked by what each of them hears.
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowsers, type BrowserPhone, type Browsers } from './browser-phone.ts';
import { CALLER_HZ, secondsOf } from './centre.ts';
import { EAGER, interactionOf, tuneQueue } from './demo.ts';
import { eventually } from './processes.ts';
import { heardMusic } from './prompts.ts';
import { signIn, startTandem, type Api, type Tandem } from './tandem.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';

export const ONE_HZ = 1_200;
export const TWO_HZ = 2_600;

type Seat = { api: Api; id: string; browser: BrowserPhone; available(is: boolean): Promise<void> };
type Talking = { call: PhoneCall; from: string; id: string; callId: string };
export type Floor = Awaited<ReturnType<typeof openFloor>>;

export async function openFloor() {
  const tandem = await startTandem(undefined, EAGER);
  const server = { ip: '127.0.0.1', port: tandem.sipPort };
  const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  await tuneQueue(admin, 'support', { wrapUpMs: 0 });
  const browsers = await openBrowsers();
  const one = await seat(tandem, browsers, 1, ONE_HZ);
  const two = await seat(tandem, browsers, 2, TWO_HZ);
  const outside = await startSoftphone({ server, user: 'outside', port: tandem.sipPort + 10 });
  const phones: Softphone[] = [outside];
  let serial = 0;

  const floor = {
    tandem,
    supervisor,
    admin,
    browsers,
    one,
    two,
    outside,
    /** Closed with the floor. */
    async phone(user: string, password?: string): Promise<Softphone> {
      const phone = await startSoftphone({ server, user, ...(password === undefined ? {} : { password }) });
      phones.push(phone);
      return phone;
    },
    /** A caller of queue support whom the first agent is offered. */
    async dialled(): Promise<{ call: PhoneCall; from: string }> {
      await two.available(false);
      await one.available(true);
      const from = `+86139000008${String(++serial).padStart(2, '0')}`;
      const call = await (await floor.phone(from)).call('4002', { hz: CALLER_HZ });
      await call.answered();
      return { call, from };
    },
    /** A caller of queue support, and the first agent in his browser, who hear each other. */
    async talking(): Promise<Talking> {
      const { call, from } = await floor.dialled();
      await taken(one);
      await talks(one, ONE_HZ, call);
      return floor.liveOf(call, from);
    },
    async liveOf(call: PhoneCall, from: string): Promise<Talking> {
      const { id } = await interactionOf(supervisor, from);
      return { call, from, id, callId: (await floor.liveCall({ id })).id };
    },
    async liveCall({ id }: { id: string }): Promise<any> {
      const { items } = await supervisor.get('/calls');
      return items.find((each: { interaction: string }) => each.interaction === id);
    },
    /** The caller hangs up; the contact as it is when its recordings are sealed. */
    async over({ call, from }: Pick<Talking, 'call' | 'from'>): Promise<any> {
      await call.hangUp();
      for (const { browser } of [one, two])
        await eventually('the browsers to be free', async () => (await browser.do<number>('ups()')) === 0 || null);
      const sealed = (each: { state: string }): boolean => each.state === 'sealed';
      return interactionOf(supervisor, from, (detail) => detail.endedAt !== null && detail.recordings.every(sealed));
    },
    async close(): Promise<void> {
      for (const phone of phones) phone.close();
      await browsers.close();
      await tandem.stop();
    },
  };
  return floor;
}

async function seat(tandem: Tandem, browsers: Browsers, n: number, hz: number): Promise<Seat> {
  const api = await signIn(tandem.baseUrl, `agent${n}@demo.test`);
  const id = api.user.agent!;
  const browser = await browsers.phone(tandem.baseUrl, `agent${n}`);
  await browser.do(`tone(${hz})`);
  return {
    api,
    id,
    browser,
    async available(is) {
      const presence = is ? 'available' : 'away';
      await api.send('PUT', `/agents/${id}/presence`, { presence, reason: is ? null : 'test', onQueue: is });
    },
  };
}

/** The browser rings, and answers. */
export async function taken({ browser }: Seat): Promise<void> {
  await browser.rings();
  await browser.do('answer()');
  await browser.up();
}
/** The caller and the browser hear each other. */
export async function talks(seat: Seat, hz: number, call: PhoneCall): Promise<void> {
  await seat.browser.hears(CALLER_HZ);
  await hearing(call, hz);
}
/** From now on these tones, also where they stand beside each other. */
export async function hearing(call: PhoneCall, ...tones: number[]): Promise<void> {
  const from = performance.now();
  await eventually(`${tones.join(' and ')} Hz to be heard`, () => tones.every((hz) => secondsOf(call, hz, from) >= 0.3) || null, 20_000);
}
/** Music and none of the agents, for a second. */
export async function waiting(call: PhoneCall): Promise<void> {
  const music = async (): Promise<true | null> => {
    const from = performance.now();
    await pause(1_200);
    const voices = secondsOf(call, ONE_HZ, from) + secondsOf(call, TWO_HZ, from);
    return (heardMusic(call.media.heard(from)) && voices < 0.1) || null;
  };
  await eventually('the caller to wait with music', music, 20_000);
}
/** Each of these tones is a good part of what the browser hears. */
export async function mixed({ browser }: Seat, ...tones: number[]): Promise<void> {
  const all = async (): Promise<true | null> => {
    const shares = await Promise.all(tones.map((hz) => browser.do<number>(`share(${hz})`)));
    return shares.every((share) => share > 0.2) || null;
  };
  await eventually(`${tones.join(' and ')} Hz in the browser`, all, 20_000);
}
export const act = (seat: Seat, { callId }: Talking, what: string, body?: unknown): Promise<any> =>
  seat.api.send('POST', `/calls/${callId}/${what}`, body);
