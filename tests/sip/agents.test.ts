// Offers, refusals and ends as agents and callers live through them: who rings next, who keeps his place, who is let go.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { header } from '@tandem/sip';
import { demoAgent, EAGER, eventsOf, interactionOf, tuneQueue, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let admin: Api;
let supervisor: Api;
let one: DemoAgent;
let two: DemoAgent;
const callers: Softphone[] = [];
let serial = 0;

const CALLER_HZ = 700;
const AGENT_HZ = 1_200;

type Dialled = { call: PhoneCall; from: string; id: string };

async function dial(to = '4002'): Promise<Dialled> {
  const from = `+86139000004${String(++serial).padStart(2, '0')}`;
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
  callers.push(phone);
  const call = await phone.call(to, { hz: CALLER_HZ });
  await call.answered();
  return { call, from, id: (await interactionOf(supervisor, from)).id };
}
async function over(from: string): Promise<any> {
  return interactionOf(supervisor, from, (each) => each.endedAt !== null);
}
/** Only these have the queue, in a given order of idleness. */
async function onQueue(...agents: DemoAgent[]): Promise<void> {
  for (const agent of [one, two]) if (!agents.includes(agent)) await agent.presence('away');
  for (const agent of agents) {
    await agent.presence('away');
    await agent.presence('available');
    await pause(20);
  }
}
async function talking(agent: DemoAgent): Promise<Dialled & { agentCall: PhoneCall }> {
  await onQueue(agent);
  const dialled = await dial();
  const agentCall = await agent.phone.incoming();
  agentCall.media.tone(AGENT_HZ);
  agentCall.accept();
  await eventually('both to hear each other', () =>
    agentCall.media.heardAt(CALLER_HZ, 0) && dialled.call.media.heardAt(AGENT_HZ, 0) ? true : null,
  );
  return { ...dialled, agentCall };
}

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  [admin, supervisor] = [await signIn(tandem.baseUrl, 'admin@demo.test'), await signIn(tandem.baseUrl, 'supervisor@demo.test')];
  await tuneQueue(admin, 'support', { wrapUpMs: 0, offerTimeoutMs: 3_000 });
  one = await demoAgent(tandem, 1, { available: false });
  two = await demoAgent(tandem, 2, { available: false });
});
afterEach(async () => {
  for (const phone of callers.splice(0)) {
    for (const call of phone.calls) if (call.state.ended === null) await call.hangUp().catch(() => undefined);
    phone.close();
  }
  // Agents who did not take an offer rest for a while; a change of presence ends it.
  for (const agent of [one, two])
    await eventually('the agents to be free', async () => ((await agent.shown()).workCount === 0 ? true : null), 15_000);
});
afterAll(async () => {
  one?.phone.close();
  two?.phone.close();
  await tandem?.stop();
});

describe('an offer', () => {
  it.each([
    [486, 'declined', 'busy'],
    [603, 'declined', 'declined'],
    [480, 'no-answer', 'no-answer'],
    [500, 'unreachable', 'failed'],
  ])('refused with %i goes to the next agent (%s), and the API tells the cause %s', async (status, outcome, cause) => {
    await onQueue(one, two);
    const { call, from, id } = await dial();
    (await one.phone.incoming()).refuse(status);
    const second = await two.phone.incoming();
    second.accept();
    await untilEvent(supervisor, id, 'call.bridged');
    expect((await eventsOf(supervisor, id, 'work.offer-ended')).map((event) => event.data.outcome)).toEqual([outcome]);
    const { legs } = await supervisor.get(`/interactions/${id}`);
    expect(legs.find((leg: { sipStatus: number | null }) => leg.sipStatus === status)).toMatchObject({ party: 'agent', cause });
    await call.hangUp();
    await second.ended();
    expect(await over(from)).toMatchObject({ stage: 'agent', cause: 'normal' });
  });

  it('nobody answers is taken back, and the caller keeps his place before one who came later', async () => {
    await onQueue(one);
    const first = await dial();
    const ringing = await one.phone.incoming();
    ringing.ring();
    const later = await dial();
    expect(await ringing.ended(8_000)).toBe('cancelled');
    await untilEvent(supervisor, first.id, 'work.offer-ended');
    await onQueue(two);
    const second = await two.phone.incoming();
    second.accept();
    const [bridged] = await untilEvent(supervisor, first.id, 'call.bridged');
    expect(bridged.data.agent).toBe(two.id);
    expect(await eventsOf(supervisor, later.id, 'call.bridged')).toEqual([]);
    await later.call.hangUp();
    await first.call.hangUp();
    expect((await eventsOf(supervisor, first.id, 'work.offer-ended')).map((event) => event.data.outcome)).toContain('no-answer');
  });

  it('to a phone that vanished is lost, and the caller keeps his place', async () => {
    await onQueue();
    const gone = await demoAgent(tandem, 3);
    const { call, id } = await dial();
    await gone.phone.incoming();
    gone.phone.close();
    await untilEvent(supervisor, id, 'work.offer-ended', 1, 10_000);
    await gone.presence('away');
    await onQueue(two);
    (await two.phone.incoming()).accept();
    await untilEvent(supervisor, id, 'call.bridged');
    await call.hangUp();
  });

  it('ends with CANCEL where the caller hangs up', async () => {
    await onQueue(one);
    const { call, from } = await dial();
    const ringing = await one.phone.incoming();
    ringing.ring();
    await call.hangUp();
    expect(await ringing.ended()).toBe('cancelled');
    const ended = await over(from);
    expect(ended).toMatchObject({ stage: 'ring', cause: 'normal' });
    expect((await eventsOf(supervisor, ended.id, 'work.abandoned'))[0].data.stage).toBe('ring');
  });

  it('answered as the caller hangs up ends for both', async () => {
    await onQueue(one);
    const { call, from } = await dial();
    const ringing = await one.phone.incoming();
    ringing.accept();
    await call.hangUp();
    expect(await ringing.ended()).toBe('bye');
    await over(from);
    await eventually('the agent to be free', async () => ((await one.shown()).workCount === 0 ? true : null));
  });

  it('to an agent who goes away while it rings is withdrawn', async () => {
    await onQueue(one);
    const { call, id } = await dial();
    const ringing = await one.phone.incoming();
    ringing.ring();
    await one.presence('away');
    expect(await ringing.ended(6_000)).toBe('cancelled');
    await two.presence('available');
    (await two.phone.incoming()).accept();
    await untilEvent(supervisor, id, 'call.bridged');
    await call.hangUp();
  });

  it('whose answer has no audio we could speak goes on to the next', async () => {
    await onQueue(one, two);
    const { call, id } = await dial();
    (await one.phone.incoming()).accept({ codecs: ['G729'] });
    const second = await two.phone.incoming();
    second.accept();
    await untilEvent(supervisor, id, 'call.bridged');
    expect(call.state.up).toBe(true);
    await call.hangUp();
  });

  it('goes to the agent who was idle longest, and the next call to the other', async () => {
    await onQueue(two, one);
    const first = await dial();
    const atTwo = await two.phone.incoming();
    atTwo.accept();
    await untilEvent(supervisor, first.id, 'call.bridged');
    await first.call.hangUp();
    await atTwo.ended();
    await eventually('two to be free', async () => ((await two.shown()).workCount === 0 ? true : null));
    const second = await dial();
    (await one.phone.incoming()).accept();
    expect((await untilEvent(supervisor, second.id, 'call.bridged'))[0].data.agent).toBe(one.id);
    await second.call.hangUp();
  });
});

describe('the end', () => {
  it('by the agent reaches the caller as BYE', async () => {
    const { call, from, agentCall } = await talking(one);
    await agentCall.hangUp();
    expect(await call.ended()).toBe('bye');
    expect(header(call.inside.at(-1)!, 'reason')).toContain('Q.850;cause=16');
    const ended = await over(from);
    expect((await eventsOf(supervisor, ended.id, 'interaction.ended'))[0].data).toMatchObject({
      by: 'agent',
      cause: 'normal',
      stage: 'agent',
    });
  });

  it('by both at once is one end', async () => {
    const { call, from, agentCall } = await talking(one);
    await Promise.all([agentCall.hangUp(), call.hangUp()]);
    const ended = await over(from);
    expect(await eventsOf(supervisor, ended.id, 'interaction.ended')).toHaveLength(1);
    expect(await eventsOf(supervisor, ended.id, 'work.released')).toHaveLength(1);
  });

  it('by the API is told as such', async () => {
    const { call, from, id } = await talking(one);
    await supervisor.send('POST', `/calls/${await callOf(id)}/hang-up`);
    expect(await call.ended()).toBe('bye');
    const ended = await over(from);
    expect((await eventsOf(supervisor, ended.id, 'interaction.ended'))[0].data).toMatchObject({ by: 'api', stage: 'agent' });
  });

  it('leaves wrap-up, which ends by time, and the one who waits gets the agent then', async () => {
    await tuneQueue(admin, 'support', { wrapUpMs: 2_500 });
    const first = await talking(one);
    const waiting = await dial();
    await first.call.hangUp();
    expect(await first.agentCall.ended()).toBe('bye');
    const endedAt = performance.now();
    await eventually('wrap-up', async () => ((await one.shown()).state === 'wrap-up' ? true : null));
    const next = await one.phone.incoming();
    expect(performance.now() - endedAt).toBeGreaterThan(2_000);
    next.accept();
    await untilEvent(supervisor, waiting.id, 'call.bridged');
    expect((await untilEvent(supervisor, first.id, 'work.completed'))[0].data.wrapUpEnd).toBe('timed-out');
    await waiting.call.hangUp();
    await tuneQueue(admin, 'support', { wrapUpMs: 0 });
  });
});

async function callOf(interaction: string): Promise<string> {
  const { items } = await supervisor.get('/calls');
  return items.find((each: { interaction: string }) => each.interaction === interaction).id;
}
