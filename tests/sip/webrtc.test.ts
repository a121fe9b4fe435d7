// Calls of a browser: Chromium with JsSIP over `/sip`, ICE, DTLS-SRTP and G.711, against the whole server and phones outside.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Goertzel, powerToDb } from '@tandem/rtp';
import { channelsOf, toneSeconds, writeToneWav } from '../kit/audio.ts';
import { startPhone, type Phone } from '../kit/baresip.ts';
import { openBrowsers, type BrowserPhone, type Browsers } from '../kit/browser-phone.ts';
import { secondsOf } from '../kit/centre.ts';
import { EAGER, eventsOf, interactionOf, tuneQueue } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';

const CALLER_HZ = 700;
const AGENT_HZ = 1_200;

let tandem: Tandem;
let browsers: Browsers;
let supervisor: Api;
let agent: Api;
let browser: BrowserPhone;
const callers: Softphone[] = [];
let serial = 0;

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  await tuneQueue(await signIn(tandem.baseUrl, 'admin@demo.test'), 'support', { wrapUpMs: 0 });
  browsers = await openBrowsers();
  browser = await browsers.phone(tandem.baseUrl, 'agent1');
  await browser.do(`tone(${AGENT_HZ})`);
  await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
});
afterAll(async () => {
  for (const phone of callers) phone.close();
  await browsers?.close();
  await tandem?.stop();
});

async function dialled(): Promise<{ call: PhoneCall; from: string }> {
  const from = `+86139000009${String(++serial).padStart(2, '0')}`;
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
  callers.push(phone);
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  return { call, from };
}
/** Resolves once the caller has heard so many seconds of that tone. */
async function heardOf(call: PhoneCall, hz: number, seconds: number): Promise<void> {
  await eventually(`${seconds} s of ${hz} Hz at the caller`, () => secondsOf(call, hz, 0) >= seconds || null, 20_000);
}
async function entered(interaction: string, node: string): Promise<true | null> {
  const events = await eventsOf(supervisor, interaction, 'flow.node-entered');
  return events.some(({ data }) => data.node === node) || null;
}
function echoSeconds(phone: Phone): number {
  try {
    return toneSeconds(channelsOf(phone.heard())[0]!, AGENT_HZ);
  } catch {
    return 0; // it has written nothing yet
  }
}
/** The loudest second of a tone, dBFS. */
function levelOf(samples: Int16Array, hz: number): number {
  let level = -96;
  for (let at = 0; at + 8_000 <= samples.length; at += 4_000) {
    const filter = new Goertzel(hz);
    filter.add(samples.subarray(at, at + 8_000));
    level = Math.max(level, powerToDb(filter.power()));
  }
  return level;
}
/** The browser has answered a caller of queue support, and both hear each other. */
async function talking(): Promise<{ call: PhoneCall; from: string }> {
  const made = await dialled();
  await browser.rings();
  await browser.do('answer()');
  await browser.up();
  await browser.hears(CALLER_HZ);
  await eventually('the caller to hear the browser', () => made.call.media.heardAt(AGENT_HZ, 0) || null);
  return made;
}

describe('a browser that is called', () => {
  it('talks, holds, resumes, restarts ICE and hangs up; the recording has each voice on its own side', async () => {
    const { call, from } = await talking();
    await browser.do('hold(true)');
    await browser.hearsNo(CALLER_HZ);
    await browser.do('hold(false)');
    await browser.hears(CALLER_HZ);
    await browser.do('restartIce()');
    await browser.hears(CALLER_HZ);
    const since = performance.now();
    await eventually('the caller to hear the browser after the restart', () => call.media.heardAt(AGENT_HZ, since) || null);
    await heardOf(call, AGENT_HZ, 2);
    await browser.do('hangUp()');
    expect(await call.ended()).toBe('bye');
    const detail = await interactionOf(supervisor, from, (one) => one.recordings[0]?.state === 'sealed');
    const answer = await supervisor.raw(`/recordings/${detail.recordings[0].id}/audio`);
    const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
    expect(toneSeconds(left!, CALLER_HZ)).toBeGreaterThan(1);
    expect(toneSeconds(right!, AGENT_HZ)).toBeGreaterThan(1);
    // Each at least 40 dB above what there is of the other.
    expect(levelOf(left!, CALLER_HZ) - levelOf(left!, AGENT_HZ)).toBeGreaterThan(40);
    expect(levelOf(right!, AGENT_HZ) - levelOf(right!, CALLER_HZ)).toBeGreaterThan(40);
  });

  it('is hung up by the caller', async () => {
    const { call } = await talking();
    await call.hangUp();
    await browser.over();
  });
});

describe('a desk phone', () => {
  it('that offers ICE and DTLS over UDP, with a certificate of RSA, hears its echo', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-phone-'));
    const plays = path.join(folder, 'tone.wav');
    writeToneWav(plays, AGENT_HZ, 60);
    const phone = await startPhone({ user: 'agent2', server: `127.0.0.1:${tandem.sipPort}`, answer: 'manual', plays, secured: true });
    try {
      await phone.command('dial', `sip:4090@127.0.0.1:${tandem.sipPort}`);
      await phone.program.says(/DTLS-SRTP complete/);
      const { id } = await interactionOf(supervisor, 'agent2', ({ endedAt }) => endedAt === null);
      await eventually('the echo to begin', () => entered(id, 'echo'), 30_000);
      await pause(3_000);
      await phone.command('hangup');
      await eventually('what it heard', () => echoSeconds(phone) > 0.5 || null);
    } finally {
      await phone.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a browser that calls', () => {
  it('hears its own echo', async () => {
    await browser.do(`call('4090')`);
    await browser.up();
    await browser.hears(AGENT_HZ);
    await browser.do('hangUp()');
    await browser.over();
  });

  it('is understood when it presses keys', async () => {
    await browser.do(`call('4001')`);
    await browser.up();
    const { id } = await interactionOf(supervisor, 'agent1', ({ endedAt }) => endedAt === null);
    await eventually('the menu', () => entered(id, 'main-menu'));
    await eventually('the way to it', async () => (await browser.do<{ dtls: string }>('connection()')).dtls === 'connected' || null);
    await browser.do(`press('3')`);
    await eventually('the menu to take the key', () => entered(id, 'order-number'));
    await browser.do('hangUp()');
    await browser.over();
  });
});
