// `kill -9` of the server process under calls in every stage: they stay up, and the next one goes on with each of them. Then the edge's turn.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hear, secondsOf } from '../kit/centre.ts';
import { demoAgent, interactionOf, type DemoAgent } from '../kit/demo.ts';
import { expectWhole, stopAndReadLog } from '../kit/log-truth.ts';
import { killPart } from '../kit/parts.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic, heardPrompt } from '../kit/prompts.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { openFloor, type Floor, type Pair, type Party } from './floor.ts';

const ASKED_HZ = 2_500;
const OUTSIDE = '+8613700009999';

let floor: Floor;
let calls: Awaited<ReturnType<Floor['stages']>>;
let fresh: Party;
let asked: DemoAgent;
let askedCall: PhoneCall;
let outside: Softphone;
let place: string;
let killedAt = 0;

const both = async (pair: Pair): Promise<void> => hear([pair.call, pair.agentHz], [pair.agentCall, pair.hz]);

/** The next work reaches this agent: he answers, with a tone that nobody else has. */
async function takes(agent: DemoAgent, hz: number): Promise<PhoneCall> {
  const call = await agent.phone.incoming(15_000);
  call.media.tone(hz);
  call.accept();
  return call;
}

beforeAll(async () => {
  floor = await openFloor();
  asked = await demoAgent(floor.tandem, 7, { available: false });
  outside = await startSoftphone({
    server: { ip: '127.0.0.1', port: floor.tandem.sipPort },
    user: 'outside',
    port: floor.tandem.sipPort + 10,
  });
  calls = await floor.stages();
  const [, parked] = calls.talk;
  await parked.agent.presence('away');
  place = (await parked.agent.api.send('POST', `/calls/${parked.callId}/park`, {})).parked.place;
  const [, consults] = calls.ring;
  consults.agentCall.accept();
  await both(consults);
  await consults.agent.api.send('POST', `/calls/${consults.callId}/consult`, { target: 'agent7' });
  askedCall = await takes(asked, ASKED_HZ);
  await hear([consults.agentCall, ASKED_HZ], [askedCall, consults.agentHz]);
  const queue = (await floor.admin.get('/queues')).items.find((each: { key: string }) => each.key === 'support').id;
  await floor.agents[0]!.api.send('POST', '/callbacks', { address: OUTSIDE, queue });
  await killPart(floor.tandem, 'server');
  killedAt = performance.now();
});
afterAll(async () => {
  asked?.phone.close();
  outside?.close();
  await floor?.close();
});

describe('while core is away', () => {
  it('those who talk hear each other, those who wait hear music', async () => {
    await both(calls.talk[0]);
    const from = performance.now();
    await pause(800);
    const waiting = [...calls.line, calls.talk[1], calls.hold[1], calls.ring[1]];
    for (const { call } of waiting) expect(heardMusic(call.media.heard(from))).toBe(true);
  });

  it('what happens is kept for it: a phone is answered, a caller hangs up, another one calls', async () => {
    calls.ring[0].agentCall.accept();
    await calls.hold[0].call.hangUp();
    fresh = await floor.call('4001');
    await floor.ready();
    expect(performance.now() - killedAt).toBeLessThan(20_000);
  });
});

describe('the next core goes on with', () => {
  it('the menu, and a call that came meanwhile', async () => {
    await fresh.call.answered();
    for (const { call } of [calls.menu[0], fresh]) {
      await eventually('the menu', () => (heardPrompt(call.media.heard(killedAt), 'en/main-menu') ? true : null), 15_000, 300);
      const from = performance.now();
      await call.media.press('3');
      await eventually('its third way', () => (heardPrompt(call.media.heard(from), 'en/enter-order-number') ? true : null), 10_000, 200);
    }
  });

  it('the phone that was answered, and the one that was left', async () => {
    await both(calls.ring[0]);
    expect(await calls.hold[0].agentCall.ended()).toBe('bye');
  });

  it('the line, in its order: first who came first, the call-back last', async () => {
    await takes(floor.agents[2]!, 2_700);
    await hear([calls.line[0].call, 2_700]);
    await calls.ring[0].call.hangUp();
    await takes(floor.agents[4]!, 2_900);
    await hear([calls.line[1].call, 2_900]);
    await calls.line[0].call.hangUp();
    const own = await takes(floor.agents[2]!, 2_700);
    const called = await outside.incoming();
    called.media.tone(400);
    called.accept();
    await hear([called, 2_700], [own, 400]);
    await called.hangUp();
  });

  it('hold', async () => {
    const [, held] = calls.hold;
    await held.agent.api.send('POST', `/calls/${held.callId}/resume`);
    await both(held);
  });

  it('a consultation', async () => {
    const [, consults] = calls.ring;
    await hear([consults.agentCall, ASKED_HZ], [askedCall, consults.agentHz]);
    await consults.agent.api.send('POST', `/calls/${consults.callId}/complete`);
    await hear([consults.call, ASKED_HZ], [askedCall, consults.hz]);
  });

  it('a parked customer', async () => {
    const [, parked] = calls.talk;
    await parked.agent.api.send('POST', `/parked/${place}/fetch`);
    const fetched = await takes(parked.agent, 3_100);
    await hear([parked.call, 3_100], [fetched, parked.hz]);
  });
});

it('a killed edge takes its calls with it, told as a crash; the next call works', async () => {
  const [up] = calls.talk;
  await both(up);
  await killPart(floor.tandem, 'edge');
  const ended = await interactionOf(floor.supervisor, up.from, (detail) => detail.endedAt !== null, 20_000);
  expect(ended.cause).toBe('system-crash');
  await eventually(
    'nobody to talk and every agent to be free',
    async () => {
      const shown = await Promise.all(floor.agents.map((agent) => agent.shown()));
      return (await floor.supervisor.get('/calls')).items.length === 0 && shown.every((each) => each.workCount === 0) ? true : null;
    },
    20_000,
    300,
  );
  const again = await floor.call('4002', 500);
  const agentCall = await Promise.race(floor.agents.map((agent) => takes(agent, 1_300)));
  await hear([again.call, 1_300], [agentCall, 500]);
  expect(secondsOf(again.call, 1_300, performance.now() - 500)).toBeGreaterThan(0.1);
  await again.call.hangUp();
  await interactionOf(floor.supervisor, again.from, (detail) => detail.endedAt !== null);
});

it('left a log without a gap, and each event once', async () => {
  expectWhole(await stopAndReadLog(floor.tandem));
});
