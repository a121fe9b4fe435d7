// Administrative acts on a running Tandem, as an administrator sends them: phones that get another password or agent, figures made anew, and the trail.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EAGER, interactionOf } from './kit/demo.ts';
import { eventually } from './kit/processes.ts';
import { startSoftphone, type Softphone } from '../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';

let tandem: Tandem;
let admin: Api;
const phones: Softphone[] = [];

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  for (const phone of phones) phone.close();
  await tandem?.stop();
});

async function phoneOf(user: string): Promise<Softphone> {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user });
  phones.push(phone);
  return phone;
}
async function deviceOf(username: string): Promise<{ id: string; agent: string }> {
  return (await admin.get('/devices?limit=200')).items.find((each: { username: string }) => each.username === username);
}
const reachable = (agent: string, wanted: boolean): Promise<boolean> =>
  eventually(`${agent} to be ${wanted ? '' : 'un'}reachable`, async () =>
    (await admin.get(`/agents/${agent}`)).presence.reachable === wanted ? true : null,
  );
async function newest(action: string): Promise<{ object: string | null; details: Record<string, unknown>; outcome: string }> {
  return (await admin.get(`/audit?limit=1&action=${action}`)).items[0];
}

describe('a phone', () => {
  it('with a new password must register again, with that one', async () => {
    const { id, agent } = await deviceOf('agent1');
    const phone = await phoneOf('agent1');
    expect((await phone.register()).status).toBe(200);
    await reachable(agent, true);
    const { password, device } = await admin.send('PATCH', `/devices/${id}`, { password: null });
    expect(device).toEqual({ id, kind: 'phone', username: 'agent1', agent, encryption: 'offered' });
    expect(password).toHaveLength(24);
    await reachable(agent, false);
    expect((await phone.register()).status).toBe(401);
    expect((await phone.register({ password })).status).toBe(200);
    await reachable(agent, true);
    expect(JSON.stringify(await admin.get('/audit?limit=50'))).not.toContain(password);
    expect(await newest('device.change')).toMatchObject({ object: id, outcome: 'done', details: { fields: ['password'] } });
  });

  it('given to another agent is his, and no longer the first one’s', async () => {
    const { id, agent: before } = await deviceOf('agent2');
    const { id: other, agent: after } = await deviceOf('agent3');
    const phone = await phoneOf('agent2');
    expect((await phone.register()).status).toBe(200);
    await reachable(before, true);
    expect(await admin.send('PATCH', `/devices/${other}`, { agent: null })).toMatchObject({ password: null });
    expect(await admin.send('PATCH', `/devices/${id}`, { agent: after })).toEqual({
      device: { id, kind: 'phone', username: 'agent2', agent: after, encryption: 'offered' },
      password: null,
    });
    await reachable(after, true);
    await reachable(before, false);
    await expect(admin.send('PATCH', `/devices/${id}`, { agent: 'agt_01900000-0000-7000-8000-000000000000' })).rejects.toThrow(
      'device.unknown-agent',
    );
    await expect(admin.send('PATCH', `/devices/${id}`, {})).rejects.toThrow(/request.invalid/);
  });
});

describe('figures', () => {
  it('made anew from the log are the same; only an administrator may', async () => {
    const caller = await phoneOf('+8613900000801');
    const call = await caller.call('4002');
    await call.answered();
    await interactionOf(admin, '+8613900000801', (each) => each.stage === 'queue');
    await call.hangUp();
    const figures = async () => (await admin.get('/kpis')) as { total: Record<string, unknown>; days: { day: string }[] };
    const before = await eventually('the call to be counted', async () => {
      const now = await figures();
      return now.total['offered'] === 1 && now.total['abandoned'] === 1 ? now : null;
    });
    const today = before.days[0]!.day;
    const made = await admin.send('POST', '/kpis/recompute', { from: today, to: today });
    expect(made.days).toBe(1);
    expect(made.events).toBeGreaterThan(0);
    expect((await figures()).total).toEqual(before.total);
    expect(await newest('kpis.recompute')).toMatchObject({ object: null, outcome: 'done', details: { fields: ['from', 'to'] } });
    await expect(admin.send('POST', '/kpis/recompute', { from: today, to: '2020-01-01' })).rejects.toThrow(/request.invalid/);
    const supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
    await expect(supervisor.send('POST', '/kpis/recompute', { from: today, to: today })).rejects.toThrow('access.denied');
    expect(await newest('kpis.recompute')).toMatchObject({ outcome: 'denied' });
  });
});

describe('the trail', () => {
  const name = { en: 'Made', 'zh-CN': '新建' };
  it.each([
    ['device.create', '/devices', { username: 'made', agent: null }],
    ['trunk.create', '/trunks', { name: 'made', addresses: [], host: '127.0.0.1', port: 5060, country: 'CN', rules: [] }],
    ['number.create', '/numbers', { number: '4099', flow: null }],
    ['queue.create', '/queues', { key: 'made', name }],
    ['skill.create', '/skills', { key: 'made', name }],
    ['team.create', '/teams', { name: 'Made' }],
    ['user.create', '/users', { email: 'made@demo.test', name: 'Made', role: 'agent', password: 'a good long secret' }],
    ['flow.create', '/flows', { key: 'made', name, draft: { schema: 1, language: 'en', start: 'a', nodes: { a: { type: 'hang-up' } } } }],
  ])('of %s names what was made', async (action, path, body) => {
    const made = await admin.send('POST', path, body);
    const id: string = made.id ?? made.device.id;
    expect(await newest(action)).toMatchObject({ object: id, outcome: 'done', details: { fields: Object.keys(body) } });
  });
});
