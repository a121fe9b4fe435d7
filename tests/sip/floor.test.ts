// The floor in a supervisor's hand: agents set and put out with a reason, waiting contacts moved, kept for somebody or hurried. With real calls.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { demoAgent, EAGER, interactionOf, tuneQueue, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let supervisor: Api;
let admin: Api;
let one: DemoAgent;
/** Serves sales alone. */
let seller: DemoAgent;
let queues: Record<string, string>;
let serial = 0;
const callers: Softphone[] = [];

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  queues = { support: await tuneQueue(admin, 'support', { wrapUpMs: 0 }), sales: await tuneQueue(admin, 'sales', { wrapUpMs: 0 }) };
  one = await demoAgent(tandem, 1, { available: false });
  seller = await demoAgent(tandem, 7, { available: false });
});
afterEach(async () => {
  for (const phone of callers.splice(0)) {
    await phone.leave();
    phone.close();
  }
  for (const agent of [one, seller]) await agent.presence('away').catch(() => undefined);
  await eventually('the line to be empty', async () => ((await supervisor.get('/waiting')).items.length === 0 ? true : null));
});
afterAll(async () => {
  for (const phone of [one?.phone, seller?.phone]) phone?.close();
  await tandem?.stop();
});

/** A caller who waits for support. */
async function waiting(): Promise<{ call: PhoneCall; id: string; from: string }> {
  const from = `+86139000007${String(++serial).padStart(2, '0')}`;
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
  callers.push(phone);
  const call = await phone.call('4002');
  const { id } = await interactionOf(supervisor, from, (each) => each.stage === 'queue');
  return { call, id, from };
}
const shown = async (id: string): Promise<any> => (await supervisor.get('/waiting')).items.find((each: any) => each.interaction === id);
const reassign = (id: string, change: object): Promise<any> =>
  supervisor.send('POST', `/interactions/${id}/reassign`, { note: 'the morning rush', ...change });

it('a waiting contact goes to another queue, and who serves that one has it', async () => {
  const { call, id, from } = await waiting();
  await seller.presence('available');
  expect(await shown(id)).toMatchObject({ queue: { id: queues.support }, remote: from, offeredTo: null, reservedFor: null });
  await reassign(id, { queue: queues.sales });
  const ringing = await seller.phone.incoming();
  expect(await shown(id)).toMatchObject({ queue: { id: queues.sales }, offeredTo: { id: seller.id } });
  ringing.accept();
  await call.answered();
  const detail = await interactionOf(supervisor, from, (each) => each.agent !== null);
  expect(detail.queue.id).toBe(queues.sales);
  expect(detail.segments.map((each: any) => [each.kind, each.outcome]).slice(-3)).toEqual([
    ['queue', 'moved'],
    ['queue', 'answered'],
    ['agent', null],
  ]);
  // The reason stands in the timeline, and in the log only under the customer's key.
  const [moved] = await untilEvent(supervisor, id, 'work.moved');
  expect(moved).toMatchObject({ actor: { kind: 'user' }, data: { note: 'the morning rush', from: queues.support, queue: queues.sales } });
  await expect(reassign(id, { priority: 5 })).rejects.toThrow('work.not-waiting');
  const figures = await eventually('the figures', async () => {
    const { queues: all } = await supervisor.get('/kpis');
    const of = (queue: string) => all.find((each: any) => each.queue.id === queue);
    return of(queues.sales!)?.answered === 1 ? [of(queues.support!), of(queues.sales!)] : null;
  });
  expect(figures).toMatchObject([
    { offered: 1, flowOuts: 1, answered: 0 },
    { offered: 1, answered: 1 },
  ]);
  await ringing.hangUp();
  const { items: trail } = await admin.get('/audit?limit=20');
  expect(trail.find((each: any) => each.action === 'interaction.reassigned')).toMatchObject({ object: id, outcome: 'done' });
});

it('is kept for an agent who is there, and is everybody’s when he did not take it', async () => {
  const { id } = await waiting();
  await seller.presence('available');
  await reassign(id, { agent: seller.id });
  expect(await shown(id)).toMatchObject({ queue: { id: queues.support }, reservedFor: { id: seller.id, name: 'Zhao Min' } });
  const his = await seller.phone.incoming();
  // Agent 1 is idle and serves the queue: it is not his.
  await one.presence('available');
  his.refuse(486);
  const theirs = await one.phone.incoming();
  expect(await shown(id)).toMatchObject({ offeredTo: { id: one.id }, reservedFor: null });
  theirs.accept();
  await eventually('agent 1 to have it', async () => ((await one.shown()).state === 'on-contact' ? true : null));
  await theirs.hangUp();
});

it('is served before those who came earlier where it is hurried', async () => {
  const first = await waiting();
  const second = await waiting();
  await reassign(second.id, { priority: 50 });
  expect((await shown(second.id)).priority).toBe(50);
  await one.presence('available');
  await one.phone.incoming();
  expect([await shown(first.id), await shown(second.id)]).toMatchObject([{ offeredTo: null }, { offeredTo: { id: one.id } }]);
});

it('refuses what does not fit', async () => {
  const { id } = await waiting();
  const ghost = '01990000-0000-7000-8000-00000000000a';
  await expect(reassign(id, { queue: `que_${ghost}` })).rejects.toThrow('queue.not-found');
  await expect(reassign(id, { agent: `agt_${ghost}` })).rejects.toThrow('agent.not-found');
  await expect(reassign(id, { priority: 1, note: '' })).rejects.toThrow('request.invalid');
  await expect(one.api.send('POST', `/interactions/${id}/reassign`, { priority: 1, note: 'mine' })).rejects.toThrow('access.denied');
});

it('an agent is set and put out, sees why, and what he talks in goes on', async () => {
  const { call } = await waiting();
  await one.presence('available');
  const his = await one.phone.incoming();
  his.accept();
  await call.answered();
  await eventually('agent 1 to have it', async () => ((await one.shown()).state === 'on-contact' ? true : null));
  const forced = { presence: 'away', reason: 'talk', onQueue: false, note: 'come and see me' };
  await supervisor.send('PUT', `/agents/${one.id}/forced-presence`, forced);
  expect(await one.shown()).toMatchObject({
    state: 'on-contact',
    presence: { presence: 'away', onQueue: false, forced: { note: 'come and see me' } },
  });
  expect((await seller.api.get(`/agents/${one.id}`)).presence.forced).toBeNull();
  // What he declares himself is his own again.
  await one.presence('available');
  expect((await one.shown()).presence.forced).toBeNull();

  await supervisor.send('POST', `/agents/${one.id}/log-out`, { note: 'the shift is over' });
  expect((await one.api.raw('/me')).status).toBe(401);
  const out = await supervisor.get(`/agents/${one.id}`);
  expect(out.presence).toMatchObject({ signedIn: false, onQueue: false, forced: { note: 'the shift is over' } });
  expect(out.state).toBe('on-contact');
  await his.hangUp();
  await eventually('him to be offline', async () => ((await supervisor.get(`/agents/${one.id}`)).state === 'offline' ? true : null));
  await expect(supervisor.send('PUT', `/agents/${one.id}/forced-presence`, { presence: 'available', note: 'back' })).rejects.toThrow(
    'presence.not-signed-in',
  );
  const actions = (await admin.get('/audit?limit=50')).items.map((entry: { action: string }) => entry.action);
  expect(actions).toEqual(expect.arrayContaining(['agent.presence-forced', 'agent.logged-out']));
});
