// How a call sounds over a bad network: what is heard, what the E-model says of it, what is stored; and listening beside it.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estimateMos, readWav, writeWav } from '@tandem/rtp';
import { listen } from '../../sim/hearing.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { heardTone, toneShare } from '../../sim/tones.ts';
import type { RtpPartyOptions } from '../../sim/rtp-party.ts';
import { tone } from '../../sim/network/sounds.ts';
import { startPhone } from '../kit/baresip.ts';
import { captureRtcp } from '../kit/capture.ts';
import { demoAgent, EAGER, interactionOf, tuneQueue, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let supervisor: Api;
let one: DemoAgent;
const callers: Softphone[] = [];
let serial = 0;

const CALLER_HZ = 700;
const AGENT_HZ = 1_200;

async function talking(media: RtpPartyOptions): Promise<{ call: PhoneCall; agentCall: PhoneCall; id: string }> {
  const from = `+86139000077${String(++serial).padStart(2, '0')}`;
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from, media });
  callers.push(phone);
  const call = await phone.call('4002', { hz: CALLER_HZ, wish: { codecs: ['PCMU'] } });
  await call.answered();
  const agentCall = await one.phone.incoming();
  agentCall.media.tone(AGENT_HZ);
  agentCall.accept({ codecs: ['PCMU'] });
  const at = performance.now();
  await eventually('the two to talk', () => (agentCall.media.heardAt(CALLER_HZ, at) && call.media.heardAt(AGENT_HZ, at) ? true : null));
  return { call, agentCall, id: (await interactionOf(supervisor, from)).id };
}

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  await tuneQueue(admin, 'support', { wrapUpMs: 0 });
  one = await demoAgent(tandem, 1);
});
afterAll(async () => {
  for (const phone of [...callers, one?.phone]) phone?.close();
  await tandem?.stop();
});

describe('a call over a bad network', () => {
  it('is heard through 5 % loss and 80 ms of jitter, and scored as the E-model has it', async () => {
    const { call, agentCall, id } = await talking({ sends: { lossPercent: 5, jitterMs: 80, seed: 11 } });
    // Once the delay has settled.
    await pause(4_000);
    const ear = listen(agentCall.media, (packet) => heardTone(packet, [CALLER_HZ, AGENT_HZ]));
    let packets = 0;
    agentCall.media.onPacket(() => (packets += 1));
    await pause(8_000);
    const heard = ear.counts().get(0) ?? 0;
    // A twentieth of it was lost on the way, and made up.
    expect(heard / packets).toBeGreaterThan(0.985);
    expect(ear.counts().get(1) ?? 0).toBe(0);
    await call.hangUp();
    await agentCall.ended();
    const leg = await eventually('the quality to be known', async () => {
      const { legs } = await supervisor.get(`/interactions/${id}`);
      return legs.find((each: { party: string; quality: unknown }) => each.party === 'customer' && each.quality !== null) ?? null;
    });
    expect(leg.quality).toMatchObject({ codec: 'PCMU', remote: null, rttMs: null });
    expect(Math.abs(leg.quality.lossPercent - 5)).toBeLessThan(2.5);
    expect(leg.quality.jitterMs).toBeGreaterThan(8);
    // All of the jitter is waited for, and a packet.
    expect(Math.abs(leg.quality.mos - estimateMos({ loss: 0.05, delayMs: 100 }))).toBeLessThan(0.3);
  });

  it('scores a clean call near the best there is', async () => {
    const { call, agentCall, id } = await talking({});
    await pause(2_000);
    await call.hangUp();
    await agentCall.ended();
    const legs = await eventually('the quality to be known', async () => {
      const detail = await supervisor.get(`/interactions/${id}`);
      return detail.legs.every((each: { quality: unknown }) => each.quality !== null) ? detail.legs : null;
    });
    for (const leg of legs) expect(leg.quality.mos).toBeGreaterThan(4.3);
  });
});

describe('RTCP with a real phone', () => {
  it('is sent as tshark reads it, and its reports come back as round trip and what the phone hears', async () => {
    const [from, to] = tandem.env['TANDEM_RTP_PORTS']!.split('-').map(Number) as [number, number];
    const capture = await captureRtcp({ from, to });
    let all: Awaited<ReturnType<typeof capture>> = [];
    const plays = path.join(tandem.folder, 'plays.wav');
    fs.writeFileSync(plays, writeWav({ sampleRate: 8_000, channels: 1, samples: tone(500, 30_000) }));
    const phone = await startPhone({ user: 'agent3', server: `127.0.0.1:${tandem.sipPort}`, answer: 'manual', plays });
    try {
      await phone.command('dial', `sip:4090@127.0.0.1:${tandem.sipPort}`);
      await phone.sees('CALL_ESTABLISHED', 15_000);
      await pause(11_000);
      await phone.command('hangup');
      await phone.sees('CALL_CLOSED');
    } finally {
      await phone.stop();
      // tshark writes what it saw a moment later.
      await pause(1_000);
      all = await capture();
    }
    const { quality } = await eventually('the quality of the phone', async () => {
      const { items } = await supervisor.get('/interactions?limit=5');
      for (const { id } of items) {
        const { legs, local } = await supervisor.get(`/interactions/${id}`);
        const leg = legs.find((each: { quality: unknown }) => each.quality !== null);
        if (leg !== undefined && JSON.stringify(local).includes('4090')) return leg;
      }
      return null;
    });
    expect(quality.rttMs).toBeLessThan(100);
    expect(quality.remote.lossPercent).toBeLessThan(2);
    expect(quality.remote.mos).toBeGreaterThan(4);
    // Another server on this machine may use the same range.
    const ours = all.find((packet) => packet.types.join() === '200,202')?.from;
    const seen = all.filter((packet) => packet.from === ours);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen.filter((packet) => packet.malformed || !packet.lengthsRight)).toEqual([]);
    // SR with SDES; BYE at the end.
    expect(seen[0]!.types).toEqual([200, 202]);
    expect(seen.at(-1)!.types).toEqual([200, 202, 203]);
  }, 60_000);
});

describe('listening to a live call', () => {
  it('streams it as a WAV, customer left and agent right, for who may, until it ends; and is audited', async () => {
    const { call, agentCall, id } = await talking({});
    const { items } = await supervisor.get('/calls');
    const live = items.find((each: { interaction: string }) => each.interaction === id);
    const agent = await signIn(tandem.baseUrl, 'agent2@demo.test');
    const at = (api: Api) =>
      fetch(`${tandem.baseUrl}/api/v1/calls/${live.id}/listen`, { headers: { authorization: `Bearer ${api.token}` } });
    expect((await at(agent)).status).toBe(403);
    const answer = await at(supervisor);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    const chunks: Uint8Array[] = [];
    const began = performance.now();
    const read = (async () => {
      for await (const chunk of answer.body!) chunks.push(chunk);
    })();
    await pause(3_000);
    await call.hangUp();
    await agentCall.ended();
    await read;
    const seconds = (performance.now() - began) / 1_000;
    const wav = readWav(new Uint8Array(Buffer.concat(chunks)));
    expect([wav.sampleRate, wav.channels]).toEqual([8_000, 2]);
    const half = wav.samples.length / 2;
    expect(Math.abs(half / 8_000 - seconds)).toBeLessThan(1.2);
    const channel = (offset: number): Int16Array => Int16Array.from({ length: 8_000 }, (_, i) => wav.samples[(8_000 + i) * 2 + offset]!);
    expect(toneShare(channel(0), CALLER_HZ)).toBeGreaterThan(0.9);
    expect(toneShare(channel(1), AGENT_HZ)).toBeGreaterThan(0.9);
    const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
    const trail = await admin.get('/audit?limit=50');
    expect(
      trail.items.find(
        (entry: { action: string; object: string; outcome: string }) => entry.action === 'call.listened' && entry.outcome === 'done',
      ),
    ).toMatchObject({ object: live.id });
    expect(
      trail.items.some((entry: { action: string; outcome: string }) => entry.action === 'call.listened' && entry.outcome === 'denied'),
    ).toBe(true);
  });
});
