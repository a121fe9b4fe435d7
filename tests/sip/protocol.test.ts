// SIP and RTP as other people's phones speak them: odd offers, codecs, keys, races, missing ACKs, and what is no SIP at all.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { header, newRequest, serialise } from '@tandem/sip';
import { demoAgent, EAGER, edgePid, interactionOf, tuneQueue, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { openRtpParty } from '../../sim/rtp-party.ts';
import { startSoftphone, type CallOptions, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const RFC4475 = path.resolve(import.meta.dirname, '../../packages/sip/test-data/rfc4475');

let tandem: Tandem;
let supervisor: Api;
let one: DemoAgent;
const open: Softphone[] = [];
let serial = 0;

async function phone(
  user = `+86139000006${String(++serial).padStart(2, '0')}`,
  more: { ip?: string; transport?: 'udp' | 'tcp' } = {},
): Promise<Softphone & { user: string }> {
  const made = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user, ...more });
  open.push(made);
  return { ...made, user };
}
/** A call to the echo, past its prompt: what is said comes back. */
async function echo(options: CallOptions = {}): Promise<{ call: PhoneCall; from: string; caller: Softphone }> {
  const caller = await phone();
  const call = await caller.call('4090', options);
  if (options.acks !== false) await call.answered();
  return { call, from: caller.user, caller };
}
async function echoes(call: PhoneCall, hz: number): Promise<void> {
  const from = performance.now();
  call.media.tone(hz);
  await eventually(`the echo of ${hz} Hz`, () => call.media.heardAt(hz, from), 15_000);
}
async function entered(from: string, node: string): Promise<void> {
  const { id } = await interactionOf(supervisor, from);
  await eventually(`${from} to reach ${node}`, async () => {
    const { items } = await supervisor.get(`/interactions/${id}/events?limit=200`);
    return items.some((event: { type: string; data: { node?: string } }) => event.type === 'flow.node-entered' && event.data.node === node)
      ? true
      : null;
  });
}

/** Two desk phones, off queue: a call between them rings before anybody answers, which no number of ours does. */
async function fromDeskToDesk(from: number, to: number): Promise<[DemoAgent, DemoAgent]> {
  const [caller, device] = [await demoAgent(tandem, from, { available: false }), await demoAgent(tandem, to, { available: false })];
  open.push(caller.phone);
  return [device, caller];
}

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  await tuneQueue(await signIn(tandem.baseUrl, 'admin@demo.test'), 'support', { wrapUpMs: 0 });
  one = await demoAgent(tandem, 1);
});
afterAll(async () => {
  for (const each of open) each.close();
  one?.phone.close();
  await tandem?.stop();
});

describe.concurrent('offers and answers', () => {
  it('an INVITE without an offer gets ours in the 2xx, and its answer counts in the ACK', async () => {
    const { call } = await echo({ wish: null });
    expect(call.theirs()).toMatchObject({ codec: 'PCMA', direction: 'sendrecv' });
    await echoes(call, 800);
    expect((await call.hangUp()).status).toBe(200);
  });

  it('whose answer in the ACK has no audio of ours is ended', async () => {
    const { call, from } = await echo({ wish: null, acks: false });
    await call.answered();
    call.ack({ codecs: ['G729'] });
    expect(await call.ended()).toBe('bye');
    expect(await interactionOf(supervisor, from, (each) => each.endedAt !== null)).toMatchObject({ cause: 'media-failed' });
  });

  it.each([['PCMU'], ['PCMA']] as const)('a caller who speaks %s only is answered in it', async (codec) => {
    const { call } = await echo({ wish: { codecs: [codec] } });
    expect(call.theirs().codec).toBe(codec);
    await echoes(call, 1_000);
    expect(call.media.payloadTypes()).toEqual([codec === 'PCMU' ? 0 : 8]);
    await call.hangUp();
  });

  it('no codec in common is 488, seen as a call that failed for its media', async () => {
    const { call, from } = await echo({ wish: { codecs: ['G729'] }, acks: false });
    expect(await call.ended()).toBe(488);
    expect(header(call.answers.at(-1)!, 'warning')).toContain('no codec in common');
    expect(await interactionOf(supervisor, from, (each) => each.endedAt !== null, 2_000)).toMatchObject({
      cause: 'media-failed',
      answeredAt: null,
    });
  });

  it('a re-INVITE we cannot follow leaves the session as it was', async () => {
    const { call } = await echo();
    await echoes(call, 800);
    expect((await call.reinvite({ codecs: ['G729'] })).status).toBe(488);
    await echoes(call, 1_100);
    await call.hangUp();
  });

  it('an unknown body, a required extension and a used-up Max-Forwards are refused by their own status', async () => {
    const caller = await phone();
    const draft = caller.draft('INVITE', '4090');
    const body = new TextEncoder().encode('<x/>');
    expect((await caller.ask({ ...draft, headers: [{ name: 'content-type', value: 'text/xml' }], body })).status).toBe(415);
    expect((await caller.ask(caller.draft('INVITE', '4090', { headers: [{ name: 'require', value: 'teleport' }] }))).status).toBe(420);
    expect((await caller.ask({ ...caller.draft('INVITE', '4090'), maxForwards: 0 })).status).toBe(483);
    expect(
      (
        await caller.ask({
          ...caller.draft('INVITE', '4090'),
          headers: [{ name: 'content-type', value: 'application/sdp' }],
          body: new TextEncoder().encode('v=0\r\nnonsense'),
        })
      ).status,
    ).toBe(400);
    expect((await caller.ask(caller.draft('OPTIONS', '4090'))).status).toBe(200);
    expect((await caller.ask(caller.draft('PUBLISH', '4090'))).status).toBe(405);
    expect((await caller.ask(caller.draft('DANCE', '4090'))).status).toBe(501);
    expect((await caller.ask(caller.draft('BYE', '4090'))).status).toBe(481);
  });
});

describe.concurrent('keys', () => {
  async function menu(options: CallOptions = {}): Promise<{ call: PhoneCall; from: string }> {
    const caller = await phone();
    const call = await caller.call('4001', options);
    await call.answered();
    await entered(caller.user, 'main-menu');
    await pause(500);
    return { call, from: caller.user };
  }
  it('by INFO, in both of its forms', async () => {
    const { call, from } = await menu();
    expect((await call.send('INFO', { body: { type: 'application/dtmf-relay', text: 'Signal=3\r\nDuration=160\r\n' } })).status).toBe(200);
    await entered(from, 'order-number');
    for (const key of '1007') await call.send('INFO', { body: { type: 'application/dtmf', text: key } });
    await call.send('INFO', { body: { type: 'application/dtmf-relay', text: 'Signal= #\r\nDuration= 100\r\n' } });
    await entered(from, 'order-status');
    await call.hangUp();
  });
  it('in the audio, where the caller has no telephone-event', async () => {
    const { call, from } = await menu({ wish: { telephoneEvent: null } });
    await call.media.press('3', 'inband');
    await entered(from, 'order-number');
    await call.media.press('1007#', 'inband');
    await entered(from, 'order-status');
    await call.hangUp();
  });
  it('by RFC 4733 under another number than ours', async () => {
    const { call, from } = await menu({ wish: { telephoneEvent: 120 } });
    await call.media.press('3');
    await entered(from, 'order-number');
    await call.hangUp();
  });
});

describe.concurrent('races and losses', () => {
  it('a CANCEL that comes after our 2xx changes nothing', async () => {
    const { call, caller } = await echo({ acks: false });
    await call.answered();
    const { via } = call.answers.at(-1)!;
    const { uri, from, to, callId, cseq } = call.invite;
    caller.wire.raw(serialise({ ...newRequest({ method: 'CANCEL', uri, from, to, callId, cseq: cseq.number }), via: via.slice(0, 1) }));
    await pause(300);
    call.ack();
    await echoes(call, 900);
    expect((await call.hangUp()).status).toBe(200);
  });

  it('a CANCEL before anybody answered ends with 487, and the device stops ringing', async () => {
    const [device, { phone: caller }] = await fromDeskToDesk(2, 8);
    const call = await caller.call('agent8');
    const ringing = await device.phone.incoming();
    ringing.ring();
    await eventually('180', () => (call.answers.some((each) => each.status === 180) ? true : null));
    call.cancel();
    expect(await call.ended()).toBe(487);
    expect(await ringing.ended()).toBe('cancelled');
    expect(await interactionOf(supervisor, 'agent2', (each) => each.endedAt !== null)).toMatchObject({
      cause: 'cancelled',
      stage: 'other',
      direction: 'internal',
    });
    device.phone.close();
  });

  it('a caller who requires 100rel gets his 180 reliably, and talks', async () => {
    const [device, { phone: caller }] = await fromDeskToDesk(3, 6);
    const call = await caller.call('agent6', { headers: [{ name: 'require', value: '100rel' }], hz: 700 });
    const ringing = await device.phone.incoming();
    await eventually('a reliable 180, acknowledged by PRACK', () => {
      const rung = call.answers.find((each) => each.status === 180);
      return rung && header(rung, 'rseq') !== null && call.answers.some((each) => each.cseq.method === 'PRACK' && each.status === 200)
        ? true
        : null;
    });
    ringing.media.tone(1_200);
    ringing.accept();
    await call.answered();
    await eventually('both to hear each other', () => (ringing.media.heardAt(700, 0) && call.media.heardAt(1_200, 0) ? true : null));
    await call.hangUp();
    expect(await ringing.ended()).toBe('bye');
    device.phone.close();
  });

  it('a caller who ends his early dialog by BYE is let go', async () => {
    const [device, { phone: caller }] = await fromDeskToDesk(4, 5);
    const call = await caller.call('agent5', { headers: [{ name: 'require', value: '100rel' }] });
    const ringing = await device.phone.incoming();
    await eventually('the early dialog', () => (call.answers.some((each) => each.cseq.method === 'PRACK') ? true : null));
    expect((await call.send('BYE')).status).toBe(200);
    await eventually('the INVITE to be answered', () => (call.answers.some((each) => each.status === 487) ? true : null));
    expect(await ringing.ended()).toBe('cancelled');
    device.phone.close();
  });

  it('an agent whose phone vanishes while they talk is found out, and the caller is let go', { timeout: 60_000 }, async () => {
    const agent = await demoAgent(tandem, 7, { transport: 'tcp' });
    const caller = await phone();
    const call = await caller.call('4003', { hz: 700 });
    await call.answered();
    (await agent.phone.incoming()).accept();
    await untilEvent(supervisor, (await interactionOf(supervisor, caller.user)).id, 'call.bridged');
    agent.phone.close();
    expect(await call.ended(45_000)).toBe('bye');
    const ended = await interactionOf(supervisor, caller.user, (each) => each.endedAt !== null);
    expect(ended.legs.find((leg: { party: string }) => leg.party === 'agent')).toMatchObject({ cause: 'unreachable' });
  });

  it('a 2xx that is never acknowledged is repeated, then ended by BYE', { timeout: 60_000 }, async () => {
    const { call, from } = await echo({ acks: false });
    await call.answered();
    expect(await call.ended(45_000)).toBe('bye');
    expect(await interactionOf(supervisor, from, (each) => each.endedAt !== null)).toMatchObject({ cause: 'unreachable' });
  });
});

describe('what is no call', () => {
  it('RFC 4475, random bytes and torn messages do no harm to a call that is up', async () => {
    const { call } = await echo();
    await echoes(call, 600);
    const edge = edgePid(tandem);
    expect(edge).not.toBeNull();
    const strangers = [await phone('fuzz'), await phone('fuzz', { ip: '127.0.0.5' }), await phone('fuzz', { transport: 'tcp' })];
    const samples = fs
      .readdirSync(RFC4475)
      .filter((name) => name.endsWith('.dat'))
      .map((name) => fs.readFileSync(path.join(RFC4475, name)));
    expect(samples.length).toBe(49);
    // Torn from messages that would begin a call, so that more than the parser is tried.
    for (const method of ['INVITE', 'REGISTER', 'REFER', 'UPDATE']) samples.push(Buffer.from(wellFormed(method, strangers[0]!.wire.port)));
    const chance = seeded(4475);
    for (const sample of samples) for (const stranger of strangers.slice(0, 2)) stranger.wire.raw(sample);
    for (let i = 0; i < 1_500; i++) {
      const sample = samples[Math.floor(chance() * samples.length)]!;
      const torn = Buffer.from(
        i % 5 === 0 ? Array.from({ length: 1 + Math.floor(chance() * 1_400) }, () => Math.floor(chance() * 256)) : sample,
      );
      for (let flips = Math.floor(chance() * 6); flips > 0; flips--) torn[Math.floor(chance() * torn.length)] = Math.floor(chance() * 256);
      strangers[i % 2]!.wire.raw(torn.subarray(0, 1 + Math.floor(chance() * torn.length)));
      if (i % 50 === 0) await pause(20);
    }
    // A connection that speaks no SIP is closed; it may not hurt the others.
    for (const sample of samples.slice(0, 10)) strangers[2]!.wire.raw(sample);
    strangers[2]!.wire.raw('GET / HTTP/1.1\r\n\r\n'.repeat(50));
    await echoes(call, 1_300);
    expect((await call.hangUp()).status).toBe(200);
    expect(edgePid(tandem)).toBe(edge);
    await echoes((await echo()).call, 750);
  });

  it('RTP of strangers is neither heard nor answered', async () => {
    const { call } = await echo();
    await echoes(call, 600);
    const theirs = call.theirs();
    const noise = await openRtpParty('127.0.0.6');
    noise.talkTo(theirs);
    noise.tone(2_500);
    call.media.tone(600);
    const from = performance.now();
    await pause(1_500);
    expect(call.media.heardAt(2_500, from)).toBeNull();
    expect(noise.heard()).toHaveLength(0);
    noise.close();
    await call.hangUp();
  });
});

describe('two codecs in one call', () => {
  it('are turned into each other, both ways', async () => {
    const caller = await phone();
    const call = await caller.call('4002', { wish: { codecs: ['PCMU'] }, hz: 700 });
    await call.answered();
    const agentCall = await one.phone.incoming();
    agentCall.media.tone(1_200);
    agentCall.accept({ codecs: ['PCMA'] });
    await untilEvent(supervisor, (await interactionOf(supervisor, caller.user)).id, 'call.bridged');
    await eventually('both to hear each other', () => (agentCall.media.heardAt(700, 0) && call.media.heardAt(1_200, 0) ? true : null));
    expect([call.media.payloadTypes(), agentCall.media.payloadTypes()]).toEqual([[0], [8]]);
    await call.hangUp();
  });
});

function wellFormed(method: string, port: number): string {
  return [
    `${method} sip:4090@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKfuzz${method}`,
    'Max-Forwards: 70',
    'From: <sip:fuzz@127.0.0.1>;tag=1',
    'To: <sip:4090@127.0.0.1>',
    `Call-ID: fuzz-${method}`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:fuzz@127.0.0.1:${port}>`,
    'Refer-To: <sip:4091@127.0.0.1>',
    'Content-Type: application/sdp',
    'Content-Length: 92',
    '',
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 9 RTP/AVP 8',
    '',
  ].join('\r\n');
}

/** mulberry32: the same torn messages in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
