// The same calls with phones of other makers: baresip as the agent's desk phone (UDP and TCP), SIPp as callers and as the outside world.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsOf, toneSeconds, writeToneALaw, writeToneWav } from '../kit/audio.ts';
import { startPhone, type Phone } from '../kit/baresip.ts';
import { captureRtp } from '../kit/capture.ts';
import { EAGER, eventsOf, interactionOf, tuneQueue, untilEvent } from '../kit/demo.ts';
import { eventually, start } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { startCaller, type CallStep } from '../kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

const CUSTOMER_HZ = 700;
const AGENT_HZ = 1_200;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'interop-'));
const customerTone = path.join(folder, 'customer.alaw');
const agentTone = path.join(folder, 'agent.wav');

let tandem: Tandem;
let supervisor: Api;
const phones: Phone[] = [];

async function baresip(
  n: number,
  answer: 'auto' | 'manual',
  transport: 'udp' | 'tcp' = 'udp',
): Promise<{ phone: Phone; available: () => Promise<void>; away: () => Promise<void>; shown: () => Promise<any> }> {
  const phone = await startPhone({ user: `agent${n}`, server: `127.0.0.1:${tandem.sipPort}`, answer, plays: agentTone, transport });
  phones.push(phone);
  const api = await signIn(tandem.baseUrl, `agent${n}@demo.test`);
  const set = async (presence: string, onQueue: boolean): Promise<void> =>
    void (await api.send('PUT', `/agents/${api.user.agent}/presence`, { presence, reason: null, onQueue }));
  return {
    phone,
    available: () => set('available', true),
    away: () => set('away', false),
    shown: () => api.get(`/agents/${api.user.agent}`),
  };
}
async function sipp(from: string, steps: CallStep[], to = '4002'): Promise<Awaited<ReturnType<typeof startCaller>>> {
  return startCaller({ to, from, server: `127.0.0.1:${tandem.sipPort}`, steps });
}

beforeAll(async () => {
  writeToneALaw(customerTone, CUSTOMER_HZ, 20);
  writeToneWav(agentTone, AGENT_HZ, 60);
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  await tuneQueue(await signIn(tandem.baseUrl, 'admin@demo.test'), 'support', { wrapUpMs: 0, offerTimeoutMs: 4_000 });
});
afterAll(async () => {
  for (const phone of phones) await phone.stop();
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('baresip', () => {
  it('on TCP is registered, called, held with music by its own key, and hangs up', async () => {
    const { phone, available, away } = await baresip(1, 'auto', 'tcp');
    await available();
    const caller = await sipp('+8613900000701', [{ talk: customerTone }, { expectBye: true }]);
    const capture = await captureRtp(caller.mediaPort);
    await phone.sees('CALL_ESTABLISHED', 20_000);
    const { id } = await interactionOf(supervisor, '+8613900000701', (each) => each.agent !== null);
    await pause(1_500);
    await phone.command('hold');
    await untilEvent(supervisor, id, 'call.held');
    await pause(2_000);
    const heard = await capture.audio();
    expect(toneSeconds(heard, AGENT_HZ)).toBeGreaterThan(0.8);
    expect(heardMusic(heard)).toBe(true);
    await phone.command('resume');
    await untilEvent(supervisor, id, 'call.resumed');
    await phone.command('hangup');
    await caller.done();
    await caller.stop();
    expect(toneSeconds(channelsOf(phone.heard())[0]!, CUSTOMER_HZ)).toBeGreaterThan(1);
    await away();
  });

  it('that declines passes the caller on; one that is killed while it rings loses the offer', async () => {
    const decliner = await baresip(2, 'manual');
    const dying = await baresip(3, 'manual');
    const taker = await baresip(4, 'auto');
    await decliner.available();
    const caller = await sipp('+8613900000702', [{ talk: customerTone }, { expectBye: true }]);
    await decliner.phone.sees('CALL_INCOMING');
    await dying.available();
    await decliner.phone.command('hangup');
    await dying.phone.sees('CALL_INCOMING');
    await dying.phone.program.stop('SIGKILL');
    await taker.available();
    await taker.phone.sees('CALL_ESTABLISHED', 20_000);
    const { id } = await interactionOf(supervisor, '+8613900000702');
    expect((await eventsOf(supervisor, id, 'work.offer-ended')).map((event) => event.data.outcome)).toEqual(['declined', 'no-answer']);
    await taker.phone.command('hangup');
    await caller.done();
    await caller.stop();
    for (const each of [decliner, dying, taker]) await each.away();
  });
});

describe('SIPp', () => {
  it('as the outside world is reached by a transfer, and they hear each other', async () => {
    const outside = start('sipp', [
      '-sn',
      'uas',
      '-i',
      '127.0.0.1',
      '-mi',
      '127.0.0.1',
      '-p',
      String(tandem.sipPort + 10),
      '-rtp_echo',
      '-nostdin',
      '-m',
      '1',
    ]);
    const agent = await baresip(5, 'auto');
    await agent.available();
    const caller = await sipp('+8613900000703', [{ talk: customerTone }, { wait: 9_000 }, { hangUp: true }]);
    const capture = await captureRtp(caller.mediaPort);
    await agent.phone.sees('CALL_ESTABLISHED', 20_000);
    await pause(500);
    await agent.phone.command('transfer', `sip:+8613700008888@127.0.0.1:${tandem.sipPort}`);
    await agent.phone.sees('CALL_CLOSED');
    await caller.done();
    await caller.stop();
    // SIPp gives back what it hears, so the customer hears himself through the outside leg.
    expect(toneSeconds(await capture.audio(), CUSTOMER_HZ)).toBeGreaterThan(1.5);
    const ended = await interactionOf(supervisor, '+8613900000703', (each) => each.endedAt !== null);
    expect(ended.legs.find((leg: { party: string }) => leg.party === 'other')).toMatchObject({
      answeredAt: expect.any(Number),
      cause: 'normal',
    });
    await outside.stop('SIGKILL');
    await eventually('the agent to be free', async () => ((await agent.shown()).workCount === 0 ? true : null));
    await agent.away();
  });

  it('twenty callers at once are each answered and listed', async () => {
    const folderOfMany = fs.mkdtempSync(path.join(folder, 'many-'));
    const many = start(
      'sipp',
      [
        `127.0.0.1:${tandem.sipPort}`,
        '-sn',
        'uac',
        '-s',
        '4091',
        '-d',
        '1500',
        '-m',
        '20',
        '-r',
        '20',
        '-l',
        '20',
        '-i',
        '127.0.0.1',
        '-nostdin',
        '-timeout',
        '30s',
        '-timeout_error',
      ],
      { cwd: folderOfMany },
    );
    expect((await many.ended).code).toBe(0);
    await eventually(
      'all of them to be listed and ended',
      async () => {
        const { items } = await supervisor.get('/interactions?limit=100');
        const found = items.filter(
          (each: { remote: string; local: string; endedAt: number | null; cause: string | null }) =>
            each.remote === 'sipp' && each.local === 'ext:4091' && each.endedAt !== null,
        );
        return found.length === 20 && found.every((each: { cause: string }) => each.cause === 'normal') ? true : null;
      },
      5_000,
    );
  });
});
