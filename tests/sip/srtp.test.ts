// Desk phones whose audio is encrypted with keys in SDP (RFC 4568) over SIP over TLS: heard both ways, held, recorded, and unreadable on the wire.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSoftphone } from '../../sim/softphone.ts';
import { channelsOf, toneLevel, toneSeconds, writeToneWav } from '../kit/audio.ts';
import { startPhone, type Phone } from '../kit/baresip.ts';
import { testCertificate, type TestCertificate } from '../kit/certificate.ts';
import { hear } from '../kit/centre.ts';
import { EAGER, interactionOf, tuneQueue, untilEvent } from '../kit/demo.ts';
import { startLinphone } from '../kit/linphone.ts';
import { startEdge, trunk } from '../kit/edge.ts';
import { startCaller } from '../kit/sipp.ts';
import { eventually } from '../kit/processes.ts';
import { freshSettings, signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const AGENT_HZ = 1_200;
const CALLER_HZ = 700;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'srtp-'));
const agentTone = path.join(folder, 'agent.wav');
const undo: (() => unknown)[] = [];
let ours: TestCertificate;
let tandem: Tandem;
let sips: string;
let supervisor: Api;
let admin: Api;
let agent: Api;

beforeAll(async () => {
  writeToneWav(agentTone, AGENT_HZ, 60);
  ours = await testCertificate({ trusted: true });
  const settings = await freshSettings();
  sips = `127.0.0.1:${settings['TANDEM_SIPS_PORT']}`;
  tandem = await startTandem({ ...settings, ...EAGER, TANDEM_TLS_CERT: ours.certFile, TANDEM_TLS_KEY: ours.keyFile });
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  await tuneQueue(admin, 'support', { wrapUpMs: 0, offerTimeoutMs: 4_000 });
});
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});
afterAll(async () => {
  await tandem?.stop();
  ours?.remove();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function agentPhone(keys: 'srtp' | 'srtp-mand' | undefined): Promise<Phone> {
  const given = keys === undefined ? {} : { keys };
  const phone = await startPhone({
    user: 'agent1',
    server: sips,
    answer: 'auto',
    plays: agentTone,
    transport: 'tls',
    trusts: ours.certFile,
    ...given,
  });
  undo.push(() => phone.stop());
  await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
  return phone;
}
/** A customer through the queue, who hears the agent's tone and is heard with his own. */
async function talking(from: string) {
  const caller = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
  undo.push(() => caller.close());
  const call = await caller.call('4002', { hz: CALLER_HZ });
  await call.answered();
  await hear([call, AGENT_HZ]);
  return { call, id: (await interactionOf(supervisor, from)).id as string };
}
/** How the agent's leg sounded, once the call is over. */
async function agentsLeg(from: string): Promise<any> {
  const ended = (each: { party: string; endedAt: number | null }): boolean => each.party === 'agent' && each.endedAt !== null;
  const { legs } = await interactionOf(supervisor, from, (detail) => detail.legs.some(ended));
  return legs.find(ended).quality;
}

describe('baresip over TLS', () => {
  it.each(['srtp-mand', 'srtp'] as const)(
    'with %s is called, heard both ways, held and resumed; its own reports come through',
    async (keys) => {
      const from = keys === 'srtp' ? '+8613900008001' : '+8613900008002';
      const phone = await agentPhone(keys);
      const { call, id } = await talking(from);
      await pause(1_500);
      await phone.command('hold');
      await untilEvent(supervisor, id, 'call.held');
      await phone.command('resume');
      await untilEvent(supervisor, id, 'call.resumed');
      await hear([call, AGENT_HZ]);
      // It reports every five seconds: what it could not open, it would tell as lost.
      await pause(7_000);
      await phone.command('hangup');
      await call.ended();
      const quality = await agentsLeg(from);
      expect(quality).toMatchObject({ encryption: 'sdes', packetsLost: 0 });
      expect(quality.remote.lossPercent).toBeLessThan(5);
      const [heard] = channelsOf(phone.heard());
      expect(toneSeconds(heard ?? new Int16Array(), CALLER_HZ)).toBeGreaterThan(1);
      const { recordings } = await interactionOf(supervisor, from, (detail) =>
        detail.recordings.some(({ state }: { state: string }) => state === 'sealed'),
      );
      const answer = await supervisor.raw(`/recordings/${recordings.at(0).id}/audio`);
      const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer())) as [Int16Array, Int16Array];
      expect(toneLevel(left, CALLER_HZ) - toneLevel(left, AGENT_HZ)).toBeGreaterThan(30);
      expect(toneLevel(right, AGENT_HZ) - toneLevel(right, CALLER_HZ)).toBeGreaterThan(30);
      // Its keys are in no trace, and that there were some is.
      const trace = await eventually('the messages to be kept', async () => {
        const { messages } = await admin.get(`/interactions/${id}/sip-trace`);
        return messages.length > 0 ? JSON.stringify(messages) : null;
      });
      expect(trace).toMatch(/a=crypto:1 AES_CM_128_HMAC_SHA1_80 \*{20}/);
      expect(trace).not.toMatch(/inline:/);
    },
  );

  it('without keys is talked with in the clear, and not at all where its device requires them', async () => {
    const phone = await agentPhone(undefined);
    const { call } = await talking('+8613900008004');
    await phone.command('hangup');
    await call.ended();
    expect((await agentsLeg('+8613900008004')).encryption).toBeNull();
    const { items } = await admin.get('/devices');
    const device = items.find((each: { username: string }) => each.username === 'agent1');
    await admin.send('PATCH', `/devices/${device.id}`, { encryption: 'required' });
    undo.push(() => admin.send('PATCH', `/devices/${device.id}`, { encryption: 'offered' }));
    await phone.command('dial', '4001');
    await eventually('the phone to be refused', () => (phone.program.output().includes('488') ? true : null));
  });
});

describe('linphone over TLS', () => {
  it('that must have keys is called, in RTP/SAVP as it wants it, held and resumed', async () => {
    const phone = await startLinphone({ user: 'agent1', server: sips, transport: 'tls', trusts: ours.certFile, keys: 'required' });
    undo.push(() => phone.stop());
    await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
    const from = '+8613900008003';
    const caller = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
    undo.push(() => caller.close());
    const call = await caller.call('4002', { hz: CALLER_HZ });
    await call.answered();
    const incoming = await phone.incoming();
    const plays = (): Promise<string> => phone.command(`incall-player-start ${agentTone} ${incoming}`);
    await phone.command(`answer ${incoming}`);
    await phone.becomes(incoming, 'StreamsRunning');
    await plays();
    await hear([call, AGENT_HZ]);
    await phone.command(`call-pause ${incoming}`);
    await phone.becomes(incoming, 'Paused');
    await phone.command(`call-resume ${incoming}`);
    await phone.becomes(incoming, 'StreamsRunning');
    await plays();
    await hear([call, AGENT_HZ]);
    expect(phone.messages()).toMatch(/^m=audio \d+ RTP\/SAVP /m);
    await phone.command(`terminate ${incoming}`);
    await call.ended();
    expect(await agentsLeg(from)).toMatchObject({ encryption: 'sdes', packetsLost: 0 });
  });
});

describe('a trunk that requires encrypted audio', () => {
  it('refuses a plain call, and keys that anybody could read, with 488 and the reason', async () => {
    const { ip, port } = { ip: '127.0.0.6', port: 5_060 };
    const edge = await startEdge({ devices: [], trunks: [trunk('trk_a', { ip, port }, { addresses: [ip], encryption: 'required' })] });
    undo.push(() => edge.stop());
    const caller = await startCaller({ to: '4001', server: `127.0.0.1:${edge.sipPort}`, localIp: ip, steps: [] });
    undo.push(() => caller.stop());
    await expect(caller.done()).rejects.toThrow(/488[^]*keys are told over SIP over TLS only/);
    expect(await edge.reported('leg.ended')).toMatchObject({ cause: 'media-failed', sipStatus: 488 });
  });
});
