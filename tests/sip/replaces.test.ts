// Calls that take other calls' places, at the edge: REFER and INVITE with Replaces, legs that move between rooms, keys pressed for somebody.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { headerList, type Request } from '@tandem/sip';
import { createRtpHeader, parseRtp } from '@tandem/rtp';
import type { PhoneCall } from '../../sim/call.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { device, PASSWORD, startEdge, trunk, type TestEdge } from '../kit/edge.ts';
import { eventually } from '../kit/processes.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});

async function start(options: Parameters<typeof startEdge>[1] = {}): Promise<TestEdge> {
  const devices = [device('dev_a', 'anna'), device('dev_b', 'ben'), device('dev_x', 'xia', 'tnt_b')];
  const made = await startEdge({ devices, trunks: [trunk('trk_a', { ip: '127.0.0.8', port: 9 }, { addresses: ['127.0.0.8'] })] }, options);
  undo.push(() => made.stop());
  return made;
}
async function phone(edge: TestEdge, user: string, ip = '127.0.0.1'): Promise<Softphone> {
  const made = await startSoftphone({ server: { ip: '127.0.0.1', port: edge.sipPort }, user, ip, password: PASSWORD });
  undo.push(() => made.close());
  return made;
}
/** A call to us that we answered, and the leg it is. */
async function talk(edge: TestEdge, from: Softphone, options: Parameters<Softphone['call']>[1] = {}) {
  const n = edge.reports.filter(({ kind }) => kind === 'leg.arrived').length + 1;
  const call = await from.call('4001', options);
  const { leg, call: room } = await edge.reported('leg.arrived', n);
  edge.command({ do: 'answer', leg });
  await call.answered();
  return { call, leg, room };
}
/** As the owner of the dialog names it to others: `to-tag` is ours. */
function replaces({ answers }: PhoneCall, apart = ';'): string {
  const { callId, to, from } = answers.at(-1)!;
  return `${callId}${apart}to-tag=${to.params.get('tag')}${apart}from-tag=${from.params.get('tag')}`;
}
const referTo = (edge: TestEdge, text: string) => ({
  headers: [{ name: 'refer-to', value: `<sip:ben@127.0.0.1:${edge.sipPort}?Replaces=${encodeURIComponent(text)}>` }],
});

describe('REFER with Replaces', () => {
  it('names the leg that is to be joined, and is told how it went', async () => {
    const edge = await start();
    const anna = await phone(edge, 'anna');
    const [held, consulted] = [await talk(edge, anna), await talk(edge, anna)];
    expect((await held.call.send('REFER', referTo(edge, replaces(consulted.call)))).status).toBe(202);
    const asked = await edge.reported('transfer.requested');
    expect(asked).toMatchObject({ leg: held.leg, replaces: consulted.leg, target: { kind: 'extension', extension: 'ben' } });
    edge.command({ do: 'transfer-result', leg: held.leg, transfer: asked.transfer, status: 200 });
    await eventually('both NOTIFYs', () => (held.call.notified().length === 2 ? true : null));
    expect(held.call.notified()).toEqual(['SIP/2.0 100 Trying', 'SIP/2.0 200 OK']);
  });

  it('of a call that is not here fails, and the call it came in goes on', async () => {
    const edge = await start();
    const anna = await phone(edge, 'anna');
    const held = await talk(edge, anna);
    expect((await held.call.send('REFER', referTo(edge, 'nowhere;to-tag=1;from-tag=2'))).status).toBe(202);
    await eventually('both NOTIFYs', () => (held.call.notified().length === 2 ? true : null));
    expect(held.call.notified()[1]).toMatch(/^SIP\/2\.0 481/);
    expect(edge.reports.some(({ kind }) => kind === 'transfer.requested')).toBe(false);
    expect((await held.call.hangUp()).status).toBe(200);
  });
});

describe('INVITE with Replaces', () => {
  const named = (text: string) => ({
    headers: [
      { name: 'replaces', value: text },
      { name: 'require', value: 'replaces' },
    ],
  });

  it('arrives with the leg whose place it takes', async () => {
    const edge = await start();
    const held = await talk(edge, await phone(edge, 'anna'));
    const taking = await talk(edge, await phone(edge, 'ben'), named(replaces(held.call)));
    expect(await edge.reported('leg.arrived', 2)).toMatchObject({ leg: taking.leg, replaces: held.leg });
    expect(headerList(taking.call.answers.at(-1)!, 'supported')).toContain('replaces');
  });

  it.each([
    ['a dialog nobody has', 'ben', '127.0.0.1', 481, 'nowhere;to-tag=1;from-tag=2'],
    ['another tenant’s call', 'xia', '127.0.0.1', 481, null],
    ['a phone’s call, from a trunk', '13900000000', '127.0.0.8', 481, null],
    ['nothing readable', 'ben', '127.0.0.1', 400, 'rubbish'],
  ] as const)('of %s is refused', async (_name, user, ip, status, text) => {
    const edge = await start();
    const held = await talk(edge, await phone(edge, 'anna'));
    const thief = await (await phone(edge, user, ip)).call('4001', named(text ?? replaces(held.call)));
    expect(await thief.ended()).toBe(status);
    expect(edge.reports.filter(({ kind }) => kind === 'leg.arrived')).toHaveLength(1);
  });

  it('of the same phone goes on with the leg: a page that was loaded anew is back in its call', async () => {
    const edge = await start();
    const other = await talk(edge, await phone(edge, 'ben'), { hz: 700 });
    const before = await phone(edge, 'anna');
    const held = await talk(edge, before);
    edge.command({ do: 'move', leg: held.leg, call: other.room });
    edge.command({
      do: 'mix',
      call: other.room,
      gains: [
        { listener: other.leg, speaker: held.leg, gain: 1 },
        { listener: held.leg, speaker: other.leg, gain: 1 },
      ],
    });
    const after = await phone(edge, 'anna');
    const back = await after.call('anna', { ...named(replaces(held.call)), hz: 1_200 });
    await back.answered();
    expect(await held.call.ended()).toBe('bye');
    await eventually('both to hear each other', () =>
      back.media.heardAt(700, 0) !== null && other.call.media.heardAt(1_200, 0) !== null ? true : null,
    );
    // Core knows of nothing but the leg it had.
    expect(edge.reports.filter(({ kind }) => kind === 'leg.arrived' || kind === 'leg.ended')).toHaveLength(2);
    expect(edge.edge.stats()['legs']).toBe(2);
    // Once more, and without a description of his own: the call stays where it is.
    const { callId, to, from } = back.answers.at(-1)!;
    const name = `${callId};to-tag=${to.params.get('tag')};from-tag=${from.params.get('tag')}`;
    const bad = await after.call('anna', { ...named(name), wish: null });
    expect(await bad.ended()).toBeGreaterThanOrEqual(400);
    expect(back.state.ended).toBeNull();
    edge.command({ do: 'hangup', leg: held.leg, cause: 'normal' });
    expect(await back.ended()).toBe('bye');
    expect(await edge.reported('leg.ended')).toMatchObject({ leg: held.leg, call: other.room });
  });

  it('that may only replace a ringing call is refused where it is up', async () => {
    const edge = await start();
    const held = await talk(edge, await phone(edge, 'anna'));
    const late = await (await phone(edge, 'ben')).call('4001', named(`${replaces(held.call)};early-only`));
    expect(await late.ended()).toBe(486);
  });
});

describe('a leg that moves', () => {
  it('is heard in the other room and no longer in its own, on the port it had; and back again', async () => {
    const edge = await start();
    const [a, b] = [await talk(edge, await phone(edge, 'anna'), { hz: 700 }), await talk(edge, await phone(edge, 'ben'), { hz: 1_200 })];
    const port = b.call.theirs().port;
    const both = (call: typeof a.room) =>
      edge.command({
        do: 'mix',
        call,
        gains: [
          { listener: a.leg, speaker: b.leg, gain: 1 },
          { listener: b.leg, speaker: a.leg, gain: 1 },
        ],
      });
    edge.command({ do: 'move', leg: b.leg, call: a.room });
    both(a.room);
    expect(await edge.reported('leg.moved')).toMatchObject({ leg: b.leg, call: a.room, done: true });
    await eventually('both to be heard', () => (a.call.media.heardAt(1_200, 0) && b.call.media.heardAt(700, 0) ? true : null));
    expect([b.call.theirs().port, b.call.inside.length]).toEqual([port, 0]);

    // The room it came from closed with it, and is made again.
    edge.command({ do: 'move', leg: b.leg, call: b.room });
    expect(await edge.reported('leg.moved', 2)).toMatchObject({ call: b.room, done: true });
    const since = performance.now() + 100;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect([a.call.media.heardAt(1_200, since), b.call.media.heardAt(700, since)]).toEqual([null, null]);
    edge.command({ do: 'move', leg: b.leg, call: a.room });
    both(a.room);
    await eventually('both to be heard again', () =>
      a.call.media.heardAt(1_200, since) && b.call.media.heardAt(700, since) ? true : null,
    );
    await b.call.hangUp();
    expect(await edge.reported('leg.ended')).toMatchObject({ leg: b.leg, call: a.room });
    await a.call.hangUp();
    await edge.reported('leg.ended', 2);
    expect(edge.edge.stats()['legs']).toBe(0);
  });
});

it('keys pressed for somebody come one after another, each once', async () => {
  const edge = await start();
  const { call, leg } = await talk(edge, await phone(edge, 'anna'));
  const keys = new Map<number, number>();
  const header = createRtpHeader();
  call.media.onPacket((packet) => {
    if (parseRtp(packet, header) && header.payloadType === call.theirs().telephoneEvent)
      keys.set(header.timestamp, packet[header.payloadOffset]!);
  });
  edge.command({ do: 'send-digits', leg, digits: '12' });
  edge.command({ do: 'send-digits', leg, digits: '#' });
  await eventually('three keys', () => (keys.size === 3 ? true : null), 3_000);
  expect([...keys.values()]).toEqual([1, 2, 11]);
});

describe('session timers (RFC 4028)', () => {
  const sessionDelays = (timer: { refresher: 'us' | 'them' }) => ({ refreshMs: timer.refresher === 'us' ? 200 : null, endMs: 1_000 });
  const inside = (call: PhoneCall, method: string): Request[] => call.inside.filter((each) => each.method === method);
  const asking = (refresher: 'uac' | 'uas', ...more: { name: string; value: string }[]) => ({
    headers: [{ name: 'supported', value: 'timer' }, { name: 'session-expires', value: `90;refresher=${refresher}` }, ...more],
  });

  it('are refreshed by us with UPDATE where the far end takes it, else with a re-INVITE', async () => {
    const edge = await start({ sessionDelays });
    const anna = await phone(edge, 'anna');
    const old = await talk(edge, anna, asking('uas'));
    await eventually('a re-INVITE', () => inside(old.call, 'INVITE')[0] ?? null);
    expect(headerList(old.call.answers.at(-1)!, 'session-expires')).toEqual(['90;refresher=uas']);
    const able = await talk(edge, anna, asking('uas', { name: 'allow', value: 'INVITE, ACK, BYE, CANCEL, UPDATE' }));
    const update = await eventually('an UPDATE', () => inside(able.call, 'UPDATE')[0] ?? null);
    expect([update.body.length, headerList(update, 'session-expires').length]).toEqual([0, 1]);
  });

  it('that the far end lets run out end the call', async () => {
    const edge = await start({ sessionDelays });
    const { call, leg } = await talk(edge, await phone(edge, 'anna'), asking('uac'));
    expect(await call.ended()).toBe('bye');
    expect(await edge.reported('leg.ended')).toMatchObject({ leg, cause: 'unreachable', by: 'system' });
  });

  it('below 90 s are refused with the least that we take', async () => {
    const edge = await start();
    const brief = await (
      await phone(edge, 'anna')
    ).call('4001', {
      headers: [
        { name: 'supported', value: 'timer' },
        { name: 'session-expires', value: '30' },
      ],
    });
    expect(await brief.ended()).toBe(422);
    expect(headerList(brief.answers.at(-1)!, 'min-se')).toEqual(['90']);
  });
});

describe('who guesses passwords', () => {
  it('is turned away for a while, and shuts out nobody who has proven himself from elsewhere', async () => {
    const edge = await start();
    const anna = await phone(edge, 'anna');
    expect((await anna.register()).status).toBe(200);
    const guesser = await phone(edge, 'anna', '127.0.0.7');
    let last = 0;
    for (let tries = 0; last !== 503 && tries < 40; tries++) last = (await guesser.register({ password: `guess ${tries}` })).status;
    expect(last).toBe(503);
    // The right one is no better now: nothing is learned by going on.
    const refused = await guesser.register();
    expect([refused.status, Number(headerList(refused, 'retry-after')[0])]).toEqual([503, 5]);
    expect((await anna.register()).status).toBe(200);
    expect(edge.edge.stats()).toMatchObject({ digestsRefused: 11, digestsTurnedAway: 2 });
  });
});

it('a phone whose password was changed while the edge was away must register anew', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'edge-'));
  undo.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  const first = await startEdge({ devices: [device('dev_a', 'anna'), device('dev_b', 'ben')], trunks: [] }, { folder });
  for (const user of ['anna', 'ben']) expect((await (await phone(first, user)).register()).status).toBe(200);
  await first.stop();
  const second = await startEdge(
    { devices: [device('dev_a', 'anna', 'tnt_a', 'another secret'), device('dev_b', 'ben')], trunks: [] },
    { folder },
  );
  undo.push(() => second.stop());
  expect(second.edge.attach(() => undefined).devices.map((each) => each.device)).toEqual(['dev_b']);
});
