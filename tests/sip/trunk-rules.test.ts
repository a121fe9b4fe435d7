// Dial rules of a trunk on real calls: what a carrier writes is read as our numbers, and what we dial goes out as the carrier wants it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAgent, EAGER, eventsOf, interactionOf, tuneQueue, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let admin: Api;
let supervisor: Api;
let agent: DemoAgent;
/** The carrier behind the trunk. */
let carrier: Softphone;
let trunk: string;
const phones: Softphone[] = [];

const RULES = [
  { direction: 'in', prefix: '8800', replace: '' },
  // National mobile numbers come with a leading 0, which no plan of ours knows.
  { direction: 'in', prefix: '013', replace: '+8613', minLength: 12 },
  { direction: 'out', prefix: '+86', replace: '0' },
  { direction: 'out', prefix: '+', replace: '00' },
];

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  await tuneQueue(admin, 'support', { wrapUpMs: 0 });
  trunk = (await admin.get('/trunks')).items[0].id;
  carrier = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: 'carrier', port: tandem.sipPort + 10 });
  agent = await demoAgent(tandem, 1);
});
afterAll(async () => {
  for (const phone of [...phones, ...(agent ? [agent.phone] : []), ...(carrier ? [carrier] : [])]) phone.close();
  await tandem?.stop();
});

async function callFrom(user: string, to: string): Promise<PhoneCall> {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user });
  phones.push(phone);
  return phone.call(to);
}
const set = (patch: Record<string, unknown>): Promise<unknown> => admin.send('PATCH', `/trunks/${trunk}`, patch);
const userOf = (call: PhoneCall): string | null => ('user' in call.invite.uri ? call.invite.uri.user : null);
/** The edge hears of a change a moment after the answer: asked until the call goes by the new rules. */
const soon = <T>(what: string, ask: () => Promise<T | null>): Promise<T> => eventually(what, ask, 10_000, 200);

describe('without rules', () => {
  it('a number that only the carrier writes so is none of ours', async () => {
    expect(await (await callFrom('+8613900000701', '88004090')).ended()).toBe(404);
  });

  it('an outside number is dialled as it is', async () => {
    const out = await agent.phone.call('+8613700000702');
    const there = await carrier.incoming();
    expect(userOf(there)).toBe('+8613700000702');
    there.refuse(603);
    expect(await out.ended()).not.toBe('bye');
  });
});

describe('with rules', () => {
  beforeAll(() => set({ rules: RULES }));

  it('rewrites both numbers of a call that comes in', async () => {
    const call = await soon('a call by the new rules', async () => {
      const tried = await callFrom('013900000703', '88004090');
      return tried.answered().then(
        () => tried,
        () => null,
      );
    });
    const found = await interactionOf(supervisor, '+8613900000703');
    expect(found).toMatchObject({ remote: '+8613900000703', local: 'ext:4090' });
    await call.hangUp();
  });

  it('leaves alone what is too short for a rule', async () => {
    const call = await callFrom('0139000', '4090');
    await call.answered();
    expect(await interactionOf(supervisor, '0139000')).toMatchObject({ local: 'ext:4090' });
    await call.hangUp();
  });

  it.each([
    ['+8613700000704', '013700000704'],
    ['+442079460018', '00442079460018'],
  ])('sends %s out as %s', async (dialled, sent) => {
    const out = await agent.phone.call(dialled);
    const there = await carrier.incoming();
    expect(userOf(there)).toBe(sent);
    there.accept();
    await out.answered();
    await out.hangUp();
    expect(await there.ended()).toBe('bye');
  });

  it('does not rewrite what a device dials by the rules for what comes in', async () => {
    expect(await (await agent.phone.call('88004090')).ended()).toBe(404);
  });

  it('refuses rules that are none, and fields it does not know', async () => {
    await expect(set({ rules: [{ direction: 'in', prefix: 'a', replace: '' }] })).rejects.toThrow(/422|400/);
    await expect(set({ secret: 'x' })).rejects.toThrow(/422|400/);
    await expect(admin.send('PATCH', '/trunks/trk_01900000-0000-7000-8000-000000000000', { port: 1 })).rejects.toThrow('trunk.not-found');
  });
});

describe('a number that this trunk cannot reach', () => {
  it('is not found: the agent who wanted to transfer to it keeps the customer', async () => {
    // A carrier of another country: our 400 numbers mean nothing to it.
    await set({ country: 'GB' });
    const call = await callFrom('+8613900000705', '4002');
    await call.answered();
    const there = await agent.phone.incoming();
    there.accept();
    const { id } = await interactionOf(supervisor, '+8613900000705', (each) => each.stage === 'agent');
    const { items } = await supervisor.get('/calls');
    const live = items.find((each: { interaction: string }) => each.interaction === id).id;
    await supervisor.send('POST', `/calls/${live}/transfer`, { target: '400-800-1234' });
    const [transferred] = await untilEvent(supervisor, id, 'call.transferred');
    expect(transferred.data).toMatchObject({ accepted: false, detail: '404' });
    const ended = await eventsOf(supervisor, id, 'call.leg-ended');
    expect(ended.map((event) => event.data.cause)).toEqual(['not-found']);
    expect(call.state.up && there.state.up).toBe(true);
    expect(carrier.calls.some((each) => userOf(each)?.includes('4008001234'))).toBe(false);
    await call.hangUp();
  });
});
