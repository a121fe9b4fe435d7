// Calls of browsers: Chromium with JsSIP over `/sip`, ICE, DTLS-SRTP and G.711, against the whole server and phones outside. Everybody has a tone of
// his own and is known by it, in whatever is done with the call, and also where a browser sleeps in the middle of one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsOf, toneLevel, toneSeconds, writeToneWav } from '../kit/audio.ts';
import { startPhone, type Phone } from '../kit/baresip.ts';
import { act, hearing, mixed, ONE_HZ, openFloor, taken, talks, TWO_HZ, waiting, type Floor } from '../kit/browser-floor.ts';
import { CALLER_HZ, OTHER_HZ, OUTSIDE, secondsOf } from '../kit/centre.ts';
import { eventsOf, interactionOf, tuneQueue, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import type { Softphone } from '../../sim/softphone.ts';

const DESK_HZ = 500;
const BEEP_HZ = 1_000;
/** A leg's part in a call as the log has it and the recording of it are measured by two clocks on one machine. */
const NEAR_MS = 200;

let floor: Floor;
let one: Floor['one'];
let two: Floor['two'];
beforeAll(async () => {
  floor = await openFloor();
  ({ one, two } = floor);
});
afterAll(() => floor?.close());

async function entered(interaction: string, node: string): Promise<true | null> {
  const events = await eventsOf(floor.supervisor, interaction, 'flow.node-entered');
  return events.some(({ data }) => data.node === node) || null;
}
function echoSeconds(phone: Phone): number {
  try {
    return toneSeconds(channelsOf(phone.heard())[0]!, ONE_HZ);
  } catch {
    return 0; // it has written nothing yet
  }
}
describe('a call between browsers', () => {
  it('is held, asked about, joined by three and handed over; each side of the recording has its own voices only', async () => {
    const both = await floor.talking();
    await act(one, both, 'hold');
    await waiting(both.call);
    await one.browser.hearsNo(CALLER_HZ);
    await act(one, both, 'resume');
    await talks(one, ONE_HZ, both.call);
    await one.browser.do('restartIce()');
    await talks(one, ONE_HZ, both.call);

    await act(one, both, 'consult', { target: two.id });
    await taken(two);
    await one.browser.hears(TWO_HZ);
    await two.browser.hears(ONE_HZ);
    await waiting(both.call);
    await act(one, both, 'swap');
    await talks(one, ONE_HZ, both.call);
    await two.browser.hearsNo(ONE_HZ);
    await act(one, both, 'conference');
    await mixed(one, CALLER_HZ, TWO_HZ);
    await mixed(two, CALLER_HZ, ONE_HZ);
    await hearing(both.call, ONE_HZ, TWO_HZ);
    // Long enough for a second of all three in the recording, which is cut into halves.
    await pause(1_500);
    await act(one, both, 'complete');
    await one.browser.over();
    await two.browser.hears(CALLER_HZ);
    await two.browser.hearsNo(ONE_HZ);
    await hearing(both.call, TWO_HZ);

    const detail = await floor.over(both);
    expect((await untilEvent(floor.supervisor, both.id, 'call.transferred'))[0].data).toMatchObject({ kind: 'attended', accepted: true });
    const [recording] = detail.recordings;
    const answer = await floor.supervisor.raw(`/recordings/${recording.id}/audio`);
    const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
    expect(toneSeconds(left!, CALLER_HZ)).toBeGreaterThan(1);
    expect(toneSeconds(right!, ONE_HZ)).toBeGreaterThan(1);
    for (const hz of [ONE_HZ, TWO_HZ]) expect(toneLevel(left!, CALLER_HZ) - toneLevel(left!, hz)).toBeGreaterThan(40);
    expect(toneLevel(right!, ONE_HZ) - toneLevel(right!, CALLER_HZ)).toBeGreaterThan(40);
    expect(toneLevel(right!, TWO_HZ) - toneLevel(right!, CALLER_HZ)).toBeGreaterThan(40);
    // Of when they were put through to when the agent left, and no more; it begins as soon as core has its key.
    const [bridged] = await eventsOf(floor.supervisor, both.id, 'call.bridged');
    const ends = await eventsOf(floor.supervisor, both.id, 'call.leg-ended');
    const left1 = ends.find(({ data }) => data.leg === bridged.data.legs[1]);
    expect(left!.length / 8 - (left1.at - bridged.at)).toBeLessThan(NEAR_MS);
    expect(Math.abs(left!.length / 8 - recording.durationMs)).toBeLessThan(NEAR_MS);
  });

  it('is parked, fetched by a colleague, and sent on to a browser, to a queue and to a number outside', async () => {
    const both = await floor.talking();
    const { parked } = await act(one, both, 'park', {});
    await one.browser.over();
    await waiting(both.call);
    await two.api.send('POST', `/parked/${parked.place}/fetch`);
    await taken(two);
    await talks(two, TWO_HZ, both.call);

    await one.available(false);
    await act(two, both, 'transfer', { target: 'agent1' });
    await taken(one);
    await two.browser.over();
    await talks(one, ONE_HZ, both.call);
    await floor.over(both);

    const second = await floor.talking();
    await two.available(true);
    await one.available(false);
    await act(one, second, 'transfer', { target: '4002' });
    await one.browser.over();
    await taken(two);
    await talks(two, TWO_HZ, second.call);

    await act(two, second, 'transfer', { target: OUTSIDE });
    const far = await floor.outside.incoming();
    far.media.tone(OTHER_HZ);
    far.accept();
    await two.browser.over();
    await hearing(second.call, OTHER_HZ);
    const from = performance.now();
    await eventually('the far end to hear the caller', () => secondsOf(far, CALLER_HZ, from) >= 0.3 || null);
    await floor.over(second);
  });
});

describe('an agent with two phones', () => {
  let desk: Softphone;
  beforeAll(async () => {
    const { device, password } = await floor.admin.send('POST', '/devices', { username: 'agent1-desk', agent: one.id });
    desk = await floor.phone('agent1-desk', password);
    await eventually('the new phone to be registered', async () => (await desk.register({ password })).status === 200 || null);
    expect(await one.api.send('PATCH', `/me/devices/${device.id}`, { ringsToo: true })).toMatchObject({ rings: false, ringsToo: true });
  });

  it('answers at either, and takes the talk along from one to the other', async () => {
    const { call, from } = await floor.dialled();
    await one.browser.rings();
    const picked = await desk.incoming();
    picked.media.tone(DESK_HZ);
    picked.accept();
    await one.browser.over();
    await hearing(call, DESK_HZ);
    await hearing(picked, CALLER_HZ);
    const both = await floor.liveOf(call, from);

    // To the browser; it rings in vain first, and the talk stays where it is.
    expect(await act(one, both, 'carry', {})).toMatchObject({ carrying: expect.any(String) });
    await one.browser.rings();
    await one.browser.do('hangUp()');
    await eventually('the talk to stay', async () => (await floor.liveCall(both)).carrying === null || null);
    await hearing(call, DESK_HZ);
    await act(one, both, 'carry', {});
    await taken(one);
    await talks(one, ONE_HZ, call);
    expect(await picked.ended()).toBe('bye');
    expect((await untilEvent(floor.supervisor, both.id, 'call.carried'))[0].data).toMatchObject({ agent: one.id });
    const { recordings, segments } = await floor.over(both);
    expect(segments.filter(({ kind }: { kind: string }) => kind === 'agent')).toHaveLength(1);
    const answer = await floor.supervisor.raw(`/recordings/${recordings[0].id}/audio`);
    const [, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
    for (const hz of [DESK_HZ, ONE_HZ]) expect(toneSeconds(right!, hz)).toBeGreaterThan(0.2);
  });

  it('is asked to answer by itself where the queue says so, and hears a tone', async () => {
    await tuneQueue(floor.admin, 'support', { autoAnswer: true });
    await two.available(false);
    await one.available(true);
    const { call, from } = await floor.dialled();
    await one.browser.rings();
    expect(await one.browser.do(`header('Call-Info')`)).toMatch(/;answer-after=0$/);
    expect(await one.browser.do(`header('Alert-Info')`)).toMatch(/;info=alert-autoanswer/);
    // The one that rings along is not: nobody may sit there.
    const along = await desk.incoming();
    expect(along.invite.headers.map(({ name }) => name)).not.toContain('call-info');
    await one.browser.do('answer()');
    await mixed(one, BEEP_HZ);
    await talks(one, ONE_HZ, call);
    await tuneQueue(floor.admin, 'support', { autoAnswer: false });
    await floor.over(await floor.liveOf(call, from));
  });
});

describe('a browser that sleeps in a call', () => {
  it('leaves the caller with music, and is heard and hears again as soon as it wakes', async () => {
    const both = await floor.talking();
    floor.browsers.stop();
    try {
      await waiting(both.call);
    } finally {
      floor.browsers.go();
    }
    const woken = performance.now();
    await talks(one, ONE_HZ, both.call);
    expect(both.call.media.heardAt(ONE_HZ, woken)! - woken).toBeLessThan(3_000);
    const from = performance.now();
    await pause(800);
    expect(heardMusic(both.call.media.heard(from))).toBe(false);
    expect(both.call.state.ended).toBeNull();
    await floor.over(both);
  });
});

describe('a desk phone', () => {
  it('that offers ICE and DTLS over UDP, with a certificate of RSA, hears its echo', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'desk-phone-'));
    const plays = path.join(folder, 'tone.wav');
    writeToneWav(plays, ONE_HZ, 60);
    const phone = await startPhone({ user: 'agent3', server: `127.0.0.1:${floor.tandem.sipPort}`, answer: 'manual', plays, secured: true });
    try {
      await phone.command('dial', `sip:4090@127.0.0.1:${floor.tandem.sipPort}`);
      await phone.program.says(/DTLS-SRTP complete/);
      const { id } = await interactionOf(floor.supervisor, 'agent3', ({ endedAt }) => endedAt === null);
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
    await one.browser.do(`call('4090')`);
    await one.browser.up();
    await one.browser.hears(ONE_HZ);
    await one.browser.do('hangUp()');
    await one.browser.over();
  });

  it.each(['G.711', 'Opus'])('is understood when it presses keys, in %s', async (codec) => {
    await one.browser.do(`opusAlone(${codec === 'Opus'})`);
    await one.browser.do(`call('4001')`);
    await one.browser.up();
    const { id } = await interactionOf(floor.supervisor, 'agent1', ({ endedAt }) => endedAt === null);
    await eventually('the menu', () => entered(id, 'main-menu'));
    await eventually('the way to it', async () => (await one.browser.do<{ dtls: string }>('connection()')).dtls === 'connected' || null);
    await one.browser.do(`press('3')`);
    await eventually('the menu to take the key', () => entered(id, 'order-number'));
    const types = (await one.browser.do<{ type: string; mimeType?: string }[]>('stats()')).filter(({ type }) => type === 'codec');
    expect(new Set(types.map(({ mimeType }) => mimeType))).toEqual(new Set([codec === 'Opus' ? 'audio/opus' : 'audio/PCMA']));
    await one.browser.do('hangUp()');
    await one.browser.over();
  });
});
