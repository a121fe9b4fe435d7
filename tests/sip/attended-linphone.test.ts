// A desk phone of another maker (liblinphone) as an agent's: it takes a caller of a queue, asks a colleague, and hands over by REFER with Replaces as its own stack makes it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channelsOf, toneSeconds, writeToneWav } from '../kit/audio.ts';
import { captureRtp } from '../kit/capture.ts';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, secondsOf, type Centre } from '../kit/centre.ts';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { startLinphone, type Linphone } from '../kit/linphone.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, type Api } from '../kit/tandem.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linphone-test-'));
const agentTone = path.join(folder, 'agent.wav');

let centre: Centre;
/** The phone that takes the calls now, and whose it is. */
let phone: Linphone;
let agent: Api;
const phones: Linphone[] = [];

/** The only agent who is there has this phone. */
async function useLinphone(n: number, transport: 'udp' | 'tcp'): Promise<void> {
  if (agent) await presence('away');
  phone = await startLinphone({ user: `agent${n}`, server: `127.0.0.1:${centre.tandem.sipPort}`, transport });
  phones.push(phone);
  agent = await signIn(centre.tandem.baseUrl, `agent${n}@demo.test`);
  await presence('available');
}
const presence = (wanted: 'available' | 'away'): Promise<unknown> =>
  agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: wanted, reason: null, onQueue: wanted === 'available' });

beforeAll(async () => {
  writeToneWav(agentTone, AGENT_HZ, 60);
  centre = await openCentre();
  await centre.one.presence('away');
});
afterEach(async () => {
  await centre.quiet();
  await eventually('the agent to be free', async () => ((await agent.get(`/agents/${agent.user.agent}`)).workCount === 0 ? true : null));
});
afterAll(async () => {
  for (const each of phones) await each.stop();
  await centre?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const plays = (call: number): Promise<string> => phone.command(`incall-player-start ${agentTone} ${call}`);

/** A caller who came through the queue and talks with the linphone. */
async function talking(): Promise<{ call: PhoneCall; held: number; from: string; id: string }> {
  const { phone: callers, from } = await centre.caller();
  const call = await callers.call('4002', { hz: CALLER_HZ });
  await call.answered();
  const held = await phone.incoming();
  await phone.command(`answer ${held}`);
  await phone.becomes(held, 'StreamsRunning');
  await plays(held);
  await hear([call, AGENT_HZ]);
  return { call, held, from, id: (await interactionOf(centre.supervisor, from)).id };
}

/** Its second call reaches a colleague; the first is on hold, as the phone does by itself. */
async function asking(held: number): Promise<{ asked: number; other: PhoneCall }> {
  const asked = await phone.call('agent7');
  const other = await centre.two.phone.incoming();
  other.media.tone(OTHER_HZ);
  other.ring();
  other.accept();
  await phone.becomes(asked, 'StreamsRunning');
  await phone.becomes(held, 'Paused');
  await plays(asked);
  await hear([other, AGENT_HZ]);
  return { asked, other };
}

/** What is said to others at the same time is recorded and captured about as long. */
const hearsFor = (who: PhoneCall, hz: number, seconds: number): Promise<unknown> => {
  const from = performance.now();
  return eventually(`${hz} Hz to be heard for ${seconds} s`, () => (secondsOf(who, hz, from) >= seconds ? true : null), 20_000);
};

const transferred = async (id: string): Promise<unknown> => (await untilEvent(centre.supervisor, id, 'call.transferred'))[0].data;

describe('an attended transfer by linphone', () => {
  it.each([
    ['TCP', 3, 'tcp'],
    ['UDP', 2, 'udp'],
  ] as const)('over %s gives the caller to the colleague whom it asked, and leaves nothing behind', async (_name, n, transport) => {
    await useLinphone(n, transport);
    const { call, held, from, id } = await talking();
    await hearsFor(call, AGENT_HZ, 1);
    const { asked, other } = await asking(held);
    const capture = await captureRtp(phone.audioPort());
    const since = performance.now();
    await hearsFor(other, AGENT_HZ, 1.5);
    // The caller waits meanwhile and is heard by nobody.
    expect(secondsOf(other, CALLER_HZ, since) + secondsOf(call, AGENT_HZ, since)).toBeLessThan(0.1);
    expect(toneSeconds(await capture.audio(), OTHER_HZ)).toBeGreaterThan(0.5);

    await phone.command(`call-transfer ${held} ${asked}`);
    await hear([call, OTHER_HZ], [other, CALLER_HZ]);
    await phone.becomes(held, 'End');
    await phone.becomes(asked, 'End');
    expect(phone.messages()).toMatch(/^Refer-To: <sip:agent7@.*\?Replaces=/m);
    expect(phone.messages()).toMatch(/^SIP\/2\.0 202 /m);
    expect(await transferred(id)).toMatchObject({ kind: 'attended', by: agent.user.agent, target: 'agent7', accepted: true });

    await call.hangUp();
    expect(await other.ended()).toBe('bye');
    const detail = await interactionOf(centre.supervisor, from, (each) => each.endedAt !== null);
    expect(detail).toMatchObject({ stage: 'other', cause: 'normal' });
    expect(detail.segments.slice(-2).map((each: any) => [each.kind, each.agent?.id, each.outcome])).toEqual([
      ['agent', agent.user.agent, 'transferred'],
      ['agent', centre.two.id, 'ended'],
    ]);
    await untilEvent(centre.supervisor, id, 'recording.sealed');
    // What the agent talked is recorded, and ends with his part.
    expect(detail.recordings).toHaveLength(1);
    const wav = await centre.supervisor.raw(`/recordings/${detail.recordings[0].id}/audio`);
    const [left, right] = channelsOf(new Uint8Array(await wav.arrayBuffer()));
    expect(toneSeconds(left!, CALLER_HZ)).toBeGreaterThan(0.5);
    expect(toneSeconds(right!, AGENT_HZ)).toBeGreaterThan(0.5);
    expect(toneSeconds(left!, OTHER_HZ) + toneSeconds(right!, OTHER_HZ)).toBe(0);
  });

  it('may name the caller’s dialog in the second one, and reach a number outside', async () => {
    const { call, held, id } = await talking();
    const asked = await phone.call(OUTSIDE);
    const other = await centre.outside.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await phone.becomes(asked, 'StreamsRunning');
    await phone.command(`call-transfer ${asked} ${held}`);
    await hear([call, OTHER_HZ], [other, CALLER_HZ]);
    expect(await transferred(id)).toMatchObject({ kind: 'attended', accepted: true });
    await phone.becomes(held, 'End');
    await other.hangUp();
    expect(await call.ended()).toBe('bye');
  });

  it.each(['first', 'second'] as const)('goes on where the phone ends both calls right behind its REFER in the %s one', async (which) => {
    const { call, held, id } = await talking();
    const { asked, other } = await asking(held);
    const pair = which === 'first' ? `${held} ${asked}` : `${asked} ${held}`;
    // Not one after the other: nothing of ours comes in between.
    phone.program.child.stdin!.write(`call-transfer ${pair}\nterminate ${asked}\nterminate ${held}\n`);
    await hear([call, OTHER_HZ], [other, CALLER_HZ]);
    expect(await transferred(id)).toMatchObject({ kind: 'attended', accepted: true });
    await call.hangUp();
    expect(await other.ended()).toBe('bye');
  });

  it('to a colleague who still rings is refused, and the caller is taken back', async () => {
    const { call, held } = await talking();
    const asked = await phone.call('agent7');
    const other = await centre.two.phone.incoming();
    other.ring();
    await phone.becomes(asked, 'OutgoingRinging');
    await phone.command(`call-transfer ${held} ${asked}`);
    await eventually('the NOTIFY', () => (/^SIP\/2\.0 480 /m.test(phone.messages()) ? true : null));
    await phone.command(`terminate ${asked}`);
    expect(await other.ended()).toBe('cancelled');
    await phone.command(`call-resume ${held}`);
    await phone.becomes(held, 'StreamsRunning');
    await plays(held);
    await hear([call, AGENT_HZ]);
    await phone.command(`terminate ${held}`);
    expect(await call.ended()).toBe('bye');
  });

  it('is not made where the colleague declines: the caller is taken back', async () => {
    const { call, held } = await talking();
    const asked = await phone.call('agent7');
    (await centre.two.phone.incoming()).refuse(486);
    await phone.becomes(asked, 'Error');
    await phone.command(`call-resume ${held}`);
    await phone.becomes(held, 'StreamsRunning');
    await plays(held);
    await hear([call, AGENT_HZ]);
    await call.hangUp();
    await phone.becomes(held, 'End');
  });
});

describe('a conference in the phone itself', () => {
  it('has all three hear each other', async () => {
    const { call, held } = await talking();
    const { asked, other } = await asking(held);
    await phone.conference(asked, held);
    await hear([call, OTHER_HZ], [other, CALLER_HZ]);
    await call.hangUp();
    await phone.command(`terminate ${asked}`);
    expect(await other.ended()).toBe('bye');
  });
});
