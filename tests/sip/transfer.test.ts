// Hold, resume and blind transfer, from the phone and over the API, to agents, queues, outside numbers and nowhere.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Header } from '@tandem/sip';
import { demoAgent, EAGER, eventsOf, interactionOf, tuneQueue, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { toneSeconds } from '../kit/audio.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let supervisor: Api;
let one: DemoAgent;
let two: DemoAgent;
/** What stands behind the trunk: the outside world. */
let outside: Softphone;
const callers: Softphone[] = [];
let serial = 0;

const CALLER_HZ = 700;
const AGENT_HZ = 1_200;
const OTHER_HZ = 1_900;
const OUTSIDE = '+8613700009999';

type Talking = { call: PhoneCall; agentCall: PhoneCall; from: string; id: string };

async function talking(): Promise<Talking> {
  const from = `+86139000005${String(++serial).padStart(2, '0')}`;
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
  callers.push(phone);
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  const agentCall = await one.phone.incoming();
  agentCall.media.tone(AGENT_HZ);
  agentCall.accept();
  await connected(call, agentCall, AGENT_HZ);
  return { call, agentCall, from, id: (await interactionOf(supervisor, from)).id };
}
async function connected(call: PhoneCall, far: PhoneCall, hz: number): Promise<void> {
  const from = performance.now();
  await eventually(`the caller to talk with ${hz} Hz`, () =>
    far.media.heardAt(CALLER_HZ, from) && call.media.heardAt(hz, from) ? true : null,
  );
}
const referTo = (user: string, extra = ''): { headers: Header[] } => ({
  headers: [{ name: 'refer-to', value: `<sip:${user}@127.0.0.1:${tandem.sipPort}${extra}>` }],
});
async function callOf(interaction: string): Promise<string> {
  const { items } = await supervisor.get('/calls');
  return items.find((each: { interaction: string }) => each.interaction === interaction).id;
}
/** The caller hears music, and neither of the two hears the other. */
async function onHold({ call, agentCall }: Talking): Promise<void> {
  await pause(500);
  const from = performance.now();
  await pause(1_200);
  const heard = call.media.heard(from);
  expect(heardMusic(heard)).toBe(true);
  expect(toneSeconds(heard, AGENT_HZ)).toBeLessThan(0.1);
  expect(toneSeconds(agentCall.media.heard(from), CALLER_HZ)).toBeLessThan(0.1);
}

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  for (const queue of ['support', 'sales']) await tuneQueue(admin, queue, { wrapUpMs: 0 });
  one = await demoAgent(tandem, 1);
  two = await demoAgent(tandem, 7, { available: false });
  outside = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: 'outside', port: tandem.sipPort + 10 });
});
afterEach(async () => {
  for (const phone of callers.splice(0)) phone.close();
  await eventually(
    'the agents to be free',
    async () => ((await one.shown()).workCount + (await two.shown()).workCount === 0 ? true : null),
    15_000,
  );
});
afterAll(async () => {
  for (const phone of [one?.phone, two?.phone, outside]) phone?.close();
  await tandem?.stop();
});

describe('hold', () => {
  it.each([
    ['sendonly', { direction: 'sendonly' }],
    ['inactive', { direction: 'inactive' }],
    ['c=0.0.0.0', { nowhere: true }],
  ] as const)('from the phone by %s gives the caller music; resume gives him the agent', async (_name, wish) => {
    const both = await talking();
    const held = await both.agentCall.reinvite(wish);
    expect(held.status).toBe(200);
    await untilEvent(supervisor, both.id, 'call.held');
    await onHold(both);
    expect((await both.agentCall.reinvite({})).status).toBe(200);
    await untilEvent(supervisor, both.id, 'call.resumed');
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });

  it('is lifted by a re-INVITE without an offer, whose answer comes in the ACK', async () => {
    const both = await talking();
    await both.agentCall.reinvite({ direction: 'sendonly' });
    await untilEvent(supervisor, both.id, 'call.held');
    const answer = await both.agentCall.reinvite(null);
    expect([answer.status, answer.body.length > 0]).toEqual([200, true]);
    await untilEvent(supervisor, both.id, 'call.resumed');
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });

  it('by UPDATE is the same as by re-INVITE', async () => {
    const both = await talking();
    expect((await both.agentCall.send('UPDATE')).status).toBe(200);
    expect((await both.agentCall.update({ direction: 'sendonly' })).status).toBe(200);
    await untilEvent(supervisor, both.id, 'call.held');
    await onHold(both);
    await both.call.hangUp();
  });

  it('over the API, and back', async () => {
    const both = await talking();
    const id = await callOf(both.id);
    expect(await supervisor.send('POST', `/calls/${id}/hold`)).toMatchObject({ hold: 'api' });
    await onHold(both);
    expect((await supervisor.raw(`/calls/${id}/hold`, { method: 'POST' })).status).toBe(409);
    expect(await supervisor.send('POST', `/calls/${id}/resume`)).toMatchObject({ hold: null });
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });
});

describe('a blind transfer', () => {
  it('to another agent: rings, talks, and the first is out', async () => {
    const both = await talking();
    expect((await both.agentCall.send('REFER', referTo('agent7'))).status).toBe(202);
    const other = await two.phone.incoming();
    other.ring();
    other.media.tone(OTHER_HZ);
    await pause(300);
    other.accept();
    await connected(both.call, other, OTHER_HZ);
    expect(await both.agentCall.ended()).toBe('bye');
    expect(both.agentCall.notified()).toEqual(['SIP/2.0 100 Trying', 'SIP/2.0 200 OK']);
    await other.hangUp();
    expect(await both.call.ended()).toBe('bye');
    expect(await interactionOf(supervisor, both.from, (each) => each.endedAt !== null)).toMatchObject({ stage: 'other' });
  });

  it('to a busy agent fails, and the caller stays', async () => {
    const both = await talking();
    await both.agentCall.send('REFER', referTo('agent7'));
    (await two.phone.incoming()).refuse(486);
    await eventually('the NOTIFY', () => (both.agentCall.notified().at(-1) === 'SIP/2.0 486 Busy Here' ? true : null));
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });

  it('that fails while the phone holds the caller leaves him on hold, with music', async () => {
    const both = await talking();
    await both.agentCall.reinvite({ direction: 'sendonly' });
    await untilEvent(supervisor, both.id, 'call.held');
    await both.agentCall.send('REFER', referTo('agent7'));
    (await two.phone.incoming()).refuse(486);
    await eventually('the NOTIFY', () => (both.agentCall.notified().at(-1) === 'SIP/2.0 486 Busy Here' ? true : null));
    await onHold(both);
    await both.agentCall.reinvite({});
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });

  it('to a number that is none is told as 404', async () => {
    const both = await talking();
    await both.agentCall.send('REFER', referTo('4999'));
    await eventually('the NOTIFY', () => (both.agentCall.notified().at(-1) === 'SIP/2.0 404 Not Found' ? true : null));
    await connected(both.call, both.agentCall, AGENT_HZ);
    expect(
      (
        await supervisor.raw(`/calls/${await callOf(both.id)}/transfer`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"target":"4999"}',
        })
      ).status,
    ).toBe(422);
    await both.call.hangUp();
  });

  it('goes on where the phone says BYE right behind its REFER', async () => {
    const both = await talking();
    await Promise.all([both.agentCall.send('REFER', referTo('agent7')), both.agentCall.hangUp()]);
    const other = await two.phone.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await connected(both.call, other, OTHER_HZ);
    await both.call.hangUp();
  });

  it('over the API to another queue', async () => {
    const both = await talking();
    await two.presence('available');
    await supervisor.send('POST', `/calls/${await callOf(both.id)}/transfer`, { target: '4003' });
    expect(await both.agentCall.ended()).toBe('bye');
    const other = await two.phone.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await connected(both.call, other, OTHER_HZ);
    expect((await eventsOf(supervisor, both.id, 'call.transferred'))[0].data).toMatchObject({ accepted: true });
    await both.call.hangUp();
    await two.presence('away');
  });

  it('asked for by the caller himself is refused', async () => {
    const both = await talking();
    await both.call.send('REFER', referTo(OUTSIDE));
    await eventually('the NOTIFY', () => (both.call.notified().at(-1) === 'SIP/2.0 403 Forbidden' ? true : null));
    expect(outside.calls).toHaveLength(0);
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });

  it('that is meant to be attended is not taken for a blind one', async () => {
    const both = await talking();
    expect((await both.agentCall.send('REFER', referTo('agent7', '?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2'))).status).toBe(202);
    await eventually('the NOTIFY', () => (both.agentCall.notified().at(-1)?.startsWith('SIP/2.0 481 ') ? true : null));
    expect(two.phone.calls.every((each) => each.state.ended !== null)).toBe(true);
    await both.call.hangUp();
  });
});

describe('an outside number', () => {
  it('is reached over the trunk, and they talk', async () => {
    const both = await talking();
    await both.agentCall.send('REFER', referTo(OUTSIDE));
    const other = await outside.incoming();
    expect(other.invite.uri).toMatchObject({ user: OUTSIDE });
    other.media.tone(OTHER_HZ);
    other.ring();
    other.accept();
    await connected(both.call, other, OTHER_HZ);
    expect(await both.agentCall.ended()).toBe('bye');
    await both.call.hangUp();
    expect(await other.ended()).toBe('bye');
  });

  it('that refuses: its status reaches the phone, its cause the API', async () => {
    const both = await talking();
    const table: [number, string | null, string][] = [
      [404, null, 'not-found'],
      [410, null, 'not-found'],
      [408, null, 'no-answer'],
      [480, null, 'no-answer'],
      [484, null, 'not-found'],
      [486, null, 'busy'],
      [488, null, 'media-failed'],
      [403, null, 'not-allowed'],
      [500, null, 'failed'],
      [502, null, 'unreachable'],
      [503, null, 'congestion'],
      [600, null, 'busy'],
      [603, null, 'declined'],
      [604, null, 'not-found'],
      [606, null, 'media-failed'],
      [302, null, 'not-found'],
      [480, 'Q.850;cause=17;text="user busy"', 'busy'],
      [503, 'Q.850;cause=34', 'congestion'],
      [500, 'Q.850;cause=1', 'not-found'],
      [487, 'SIP;cause=600', 'cancelled'],
    ];
    for (const [i, [status, reason, cause]] of table.entries()) {
      await both.agentCall.send('REFER', referTo(OUTSIDE));
      (await outside.incoming()).refuse(status, reason === null ? [] : [{ name: 'reason', value: reason }]);
      const ended = await eventually(`${status} to be told`, async () => {
        const { legs } = await supervisor.get(`/interactions/${both.id}`);
        const found = legs.filter((leg: { party: string; endedAt: number | null }) => leg.party === 'other' && leg.endedAt !== null);
        return found.length === i + 1 ? found[i] : null;
      });
      expect(ended, `${status} ${reason}`).toMatchObject({ sipStatus: status, cause });
      await eventually(`the NOTIFY of ${status}`, () =>
        both.agentCall.notified().filter((line) => !line.includes(' 100 ')).length === i + 1 ? true : null,
      );
      if (status >= 400) expect(both.agentCall.notified().at(-1)).toContain(`SIP/2.0 ${status} `);
    }
    await connected(both.call, both.agentCall, AGENT_HZ);
    await both.call.hangUp();
  });
});
