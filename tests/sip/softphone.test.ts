// The scripted phone against itself, without a server: what it promises to the tests and benches that rely on it.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { parseSdp } from '@tandem/sip';
import { listen } from '../../sim/hearing.ts';
import { startSoftphone, type Softphone, type SoftphoneOptions } from '../../sim/softphone.ts';
import { heardTone, tonePayload } from '../../sim/tones.ts';
import { eventually } from '../kit/processes.ts';

const phones: Softphone[] = [];
afterEach(async () => {
  // Callers first: a callee has no way to ask anything of anybody.
  for (const phone of phones.splice(0).reverse()) {
    await phone.leave();
    phone.close();
  }
});

async function start(user: string, server: { ip: string; port: number }, options: Partial<SoftphoneOptions> = {}): Promise<Softphone> {
  const phone = await startSoftphone({ server, user, ...options });
  phones.push(phone);
  return phone;
}

/** `caller` reaches `callee` as if that were its server. */
async function pair(options: Partial<SoftphoneOptions> = {}): Promise<{ caller: Softphone; callee: Softphone }> {
  const callee = await start('callee', { ip: '127.0.0.1', port: 9 }, options);
  const caller = await start('caller', { ip: '127.0.0.1', port: callee.wire.port });
  return { caller, callee };
}

describe('two softphones', () => {
  it('talk, each hearing the other alone, in the codec both want', async () => {
    const { caller, callee } = await pair();
    const call = await caller.call('callee', { wish: { codecs: ['PCMA', 'PCMU'] }, hz: 700 });
    const there = await callee.incoming();
    const ear = listen(call.media, (packet) => heardTone(packet, [1_200, 700]));
    there.accept({ codecs: ['PCMU'] });
    const payload = tonePayload(1_200);
    there.media.say((into) => into.set(payload));
    await call.answered();
    await eventually('both to hear each other', () => (there.media.heardAt(700, 0) && ear.now() === 0 ? true : null), 5_000, 20);
    expect([call.media.payloadTypes(), there.media.payloadTypes()]).toEqual([[0], [0]]);
    expect([call.media.heardAt(700, 0), there.media.heardAt(1_200, 0)]).toEqual([null, null]);
    expect((await call.hangUp()).status).toBe(200);
    expect(await there.ended()).toBe('bye');
    expect(await there.over).toBe('bye');
  });

  it('answer an offer made within the call', async () => {
    const { caller, callee } = await pair();
    const call = await caller.call('callee');
    const there = await callee.incoming();
    there.accept();
    await call.answered();
    const answer = await call.reinvite({ direction: 'sendonly' });
    expect([answer.status, parseSdp(answer.body).ok]).toEqual([200, true]);
    expect(there.theirs()).toMatchObject({ direction: 'sendonly', port: call.media.port });
  });

  it('tell a refusal by its status, and that nobody answered in time', async () => {
    const { caller, callee } = await pair({ onCall: (call) => call.refuse(486) });
    const call = await caller.call('callee');
    await expect(call.answered()).rejects.toThrow('the call ended with 486');
    expect([call.state.ended, callee.calls.length]).toEqual([486, 1]);
    await expect(callee.calls[0]!.answered(1)).rejects.toThrow('ended with 486');
    await callee.incoming();
    await expect(callee.incoming(30)).rejects.toThrow('callee to be called: not within 30 ms');
  });

  it('leave a call that is not answered yet', async () => {
    const { caller, callee } = await pair();
    const call = await caller.call('callee');
    const there = await callee.incoming();
    there.ring();
    await eventually('the ringing', () => call.answers.find(({ status }) => status === 180), 2_000, 10);
    await caller.leave();
    expect([await there.ended(), await call.ended()]).toEqual(['cancelled', 487]);
  });
});

describe('a softphone', () => {
  it('sends at its pace, also when its timer came late, and nothing while mute', async () => {
    const { caller, callee } = await pair();
    const call = await caller.call(`sip:callee@127.0.0.1:${callee.wire.port}`);
    const there = await callee.incoming();
    there.accept({ codecs: ['PCMU'] });
    await call.answered();
    let packets = 0;
    there.media.onPacket(() => (packets += 1));
    const from = performance.now();
    while (performance.now() < from + 300);
    await pause(300);
    const owed = (performance.now() - from) / 20;
    expect(Math.abs(packets - owed)).toBeLessThan(5);
    call.media.mute();
    await pause(50);
    packets = 0;
    await pause(200);
    expect(packets).toBe(0);
  });
});
