// Who gets in: trunk callers by address, devices by digest, strangers never; registrations that move, end and survive.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { header } from '@tandem/sip';
import { demoAgent, EAGER, edgePid, interactionOf, tuneQueue } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let supervisor: Api;
const open: Softphone[] = [];

async function phone(user: string, options: { ip?: string; transport?: 'udp' | 'tcp'; password?: string } = {}): Promise<Softphone> {
  const made = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user, ...options });
  open.push(made);
  return made;
}

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  await tuneQueue(await signIn(tandem.baseUrl, 'admin@demo.test'), 'support', { wrapUpMs: 0 });
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});
afterAll(async () => tandem?.stop());

describe('an INVITE', () => {
  it('from 127.0.0.1 by an unknown user comes in on the trunk', async () => {
    const caller = await phone('+8613900000101');
    const call = await caller.call('4090');
    await call.answered();
    await call.hangUp();
    const found = await interactionOf(supervisor, '+8613900000101', (each) => each.endedAt !== null);
    expect(found).toMatchObject({ direction: 'inbound', local: 'ext:4090', cause: 'normal' });
  });

  it('that claims to be a device is challenged', async () => {
    const call = await (await phone('nobody')).call('4090', { from: 'agent1' });
    expect(await call.ended()).toBe(401);
    expect(call.answers.map((each) => each.status)).not.toContain(200);
  });

  it('from the address and port of a live registration is challenged, whoever it claims to be', async () => {
    const device = await phone('agent5');
    expect((await device.register()).status).toBe(200);
    const claimed = await device.call('4090', { from: '+8613900000102', password: 'wrong' });
    expect(await claimed.ended()).toBe(401);
    // Proven, but under another name than its own.
    const other = await device.call('4090', { from: '+8613900000102' });
    expect(await other.ended()).toBe(403);
    // The device in its own name gets in.
    const own = await device.call('4090');
    await own.answered();
    await own.hangUp();
    await device.register({ expires: 0 });
  });

  it('from another address is challenged and never gets in', async () => {
    const stranger = await phone('+8613900000103', { ip: '127.0.0.2' });
    const call = await stranger.call('4090');
    expect(await call.ended()).toBe(401);
    const named = await stranger.call('4090', { from: 'agent1', password: 'wrong' });
    expect(await named.ended()).toBe(401);
    const { items } = await supervisor.get('/interactions?limit=100');
    expect(items.filter((each: { remote: string }) => each.remote === '+8613900000103')).toEqual([]);
  });

  it('over TCP is told apart in the same way', async () => {
    const caller = await phone('+8613900000104', { transport: 'tcp' });
    const call = await caller.call('4090');
    await call.answered();
    call.media.tone(700);
    await eventually('the echo', () => call.media.heardAt(700, 0), 15_000);
    await call.hangUp();
    const stranger = await phone('+8613900000105', { transport: 'tcp', ip: '127.0.0.3' });
    expect(await (await stranger.call('4090')).ended()).toBe(401);
  });
});

describe('a REGISTER', () => {
  it('with a wrong password or an unknown name is refused', async () => {
    const wrong = await phone('agent1', { password: 'guess' });
    expect((await wrong.register()).status).toBe(401);
    expect((await (await phone('agent99')).register()).status).toBe(401);
  });

  it('for somebody else is forbidden', async () => {
    expect((await (await phone('agent1')).register({ aor: 'agent2' })).status).toBe(403);
  });

  it('with credentials that were used before is challenged anew, as stale', async () => {
    const device = await phone('agent4');
    expect((await device.register({ expires: 60 })).status).toBe(200);
    const overheard = device.asked.at(-1)!;
    expect(header(overheard, 'authorization')).toContain('nonce=');
    // Somebody who overheard it sends it again, from his own address.
    const thief = await phone('agent4', { ip: '127.0.0.4', password: 'unknown to the thief' });
    const answer = await thief.ask({ ...overheard, via: [], callId: 'stolen', cseq: { number: 9, method: 'REGISTER' } });
    expect(answer.status).toBe(401);
    await device.register({ expires: 0 });
  });

  it('asks for no less than the shortest time, lists its binding, and is taken back', async () => {
    const device = await phone('agent6');
    const brief = await device.register({ expires: 5 });
    expect(brief.status).toBe(423);
    expect(header(brief, 'min-expires')).toBe('30');
    const ok = await device.register({ expires: 120 });
    expect(ok.contact).toHaveLength(1);
    const gone = await device.register({ expires: 0 });
    expect([gone.status, gone.contact.length]).toEqual([200, 0]);
  });
});

describe('a device', () => {
  async function reached(at: Softphone, remote: string): Promise<void> {
    const caller = await phone(remote);
    const call = await caller.call('4002');
    await call.answered();
    const offered = await at.incoming();
    offered.accept();
    call.media.tone(700);
    await eventually('the agent to hear the caller', () => offered.media.heardAt(700, 0));
    await call.hangUp();
    expect(await offered.ended()).toBe('bye');
  }

  it('registered over TCP is called over its connection, and is unreachable once that is closed', async () => {
    const agent = await demoAgent(tandem, 1, { transport: 'tcp' });
    await reached(agent.phone, '+8613900000106');
    agent.phone.close();
    await eventually('the agent to be unreachable', async () => ((await agent.shown()).presence.reachable === false ? true : null), 5_000);
    await agent.presence('away');
  });

  it('that registers again from another port is called there, also after the edge was killed', async () => {
    const agent = await demoAgent(tandem, 2);
    const moved = await phone('agent2');
    expect((await moved.register()).status).toBe(200);
    await reached(moved, '+8613900000107');
    expect(agent.phone.calls).toHaveLength(0);

    const edge = edgePid(tandem)!;
    process.kill(edge, 'SIGKILL');
    await eventually('another edge', () => (edgePid(tandem) === edge ? null : edgePid(tandem)), 20_000);
    const pinger = await phone('ping');
    await eventually(
      'the SIP port to answer',
      async () => ((await pinger.ask(pinger.draft('OPTIONS', 'x'))).status === 200 ? true : null),
      20_000,
      300,
    );
    await pause(500);
    await reached(moved, '+8613900000108');
    await agent.presence('away');
    agent.phone.close();
  });
});
