// What the supervisor sees on a running Tandem: with whom his agents talk, on which phone, through hold, consultation and wrap-up; and a call
// over a bad network, whose alarm reaches him, is taken, and ends with the talk.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSoftphone, type Softphone } from '../sim/softphone.ts';
import { openCentre, type Centre } from './kit/centre.ts';
import { interactionOf, tuneQueue } from './kit/demo.ts';
import { listen, type Listener } from './kit/event-stream.ts';
import { eventually } from './kit/processes.ts';
import { freshSettings } from './kit/tandem.ts';

const FROM = '+8613900000888';
let centre: Centre;
let lossy: Softphone;
let ear: Listener;

beforeAll(async () => {
  centre = await openCentre({ ...(await freshSettings()), TANDEM_QUALITY_ALARM_SECONDS: '10' });
  const server = { ip: '127.0.0.1', port: centre.tandem.sipPort };
  // Nearly half of what he sends is lost, from the first packet on: while he waits for an agent nobody is alarmed.
  lossy = await startSoftphone({ server, user: FROM, media: { sends: { lossPercent: 45, seed: 3 } } });
  ear = await listen(centre.tandem.baseUrl, centre.supervisor);
});
afterAll(async () => {
  ear?.close();
  lossy?.close();
  await centre?.close();
});

/** What the supervisor's list says of an agent, once it says so. */
const seen = (agent: string, what: string, right: (view: any) => boolean) =>
  eventually(what, async () => {
    const { items } = await centre.supervisor.get('/agents?limit=200');
    const view = items.find(({ id }: { id: string }) => id === agent);
    return right(view) ? view : null;
  });

it('follows a contact with the agents it has, and is told when its sound is bad', { timeout: 90_000 }, async () => {
  const { supervisor, one, two } = centre;
  await tuneQueue(centre.admin, 'support', { wrapUpMs: 60_000 });
  const call = await lossy.call('4002');
  await call.answered();
  call.media.tone(700);
  const agentCall = await one.phone.incoming();
  const rings = await seen(one.id, 'the phone to ring', ({ state }) => state === 'offered');
  expect(rings.contact).toMatchObject({
    phase: 'ringing',
    remote: FROM,
    direction: 'inbound',
    device: { kind: 'phone', username: 'agent1' },
  });
  expect(rings.since).toBeGreaterThanOrEqual(rings.contact.startedAt);
  agentCall.media.tone(1_200);
  agentCall.accept();
  const talks = await seen(one.id, 'the talk', ({ contact }) => contact?.phase === 'talking');
  const { id } = await interactionOf(supervisor, FROM);
  expect(talks).toMatchObject({ state: 'on-contact', contact: { interaction: id, queue: { id: centre.support }, other: null } });
  expect(talks.since).toBeGreaterThanOrEqual(rings.since);

  const { id: callId } = await centre.live(id);
  await supervisor.send('POST', `/calls/${callId}/hold`);
  await seen(one.id, 'the hold', ({ contact }) => contact?.phase === 'held');
  await supervisor.send('POST', `/calls/${callId}/resume`);
  await seen(one.id, 'the talk again', ({ contact }) => contact?.phase === 'talking');
  await one.api.send('POST', `/calls/${callId}/consult`, { target: two.id });
  const asked = await two.phone.incoming();
  asked.accept();
  const asks = await seen(one.id, 'the consultation', ({ contact }) => contact?.phase === 'consulting');
  const helper = await seen(two.id, 'his part of it', ({ contact }) => contact?.phase === 'consulting');
  expect([asks.contact.other, helper.contact.other]).toEqual([helper.name, asks.name]);
  expect(helper).toMatchObject({ state: 'on-contact', contact: { interaction: id, device: { username: 'agent7' } } });
  expect(helper.since).toBeGreaterThanOrEqual(talks.since);
  await one.api.send('DELETE', `/calls/${callId}/consult`);
  await seen(two.id, 'his part to be over', ({ contact }) => contact === null);
  // An agent is told of no colleague's contact.
  expect((await two.api.get('/agents?limit=200')).items.every(({ contact }: { contact: unknown }) => contact === null)).toBe(true);

  // The edge looks every ten seconds, and the first look only begins to count.
  const { data } = await eventually(
    'the stream to tell of the bad sound',
    () => ear.frames.find(({ type }) => type === 'call.quality-alarm'),
    60_000,
  );
  expect(data).toMatchObject({ interaction: id, agent: one.id, limit: 3.1 });
  expect(data['mos']).toBeLessThan(3.1);
  const [alarm] = (await supervisor.get('/alarms')).items;
  expect(alarm).toMatchObject({
    threshold: null,
    measure: 'callSound',
    level: 'alarm',
    contact: { interaction: id, agent: { id: one.id } },
    acknowledged: null,
    clearedAt: null,
  });
  const poor = (await centre.live(id)).parties.filter((party: { poor: boolean }) => party.poor);
  expect(poor).toMatchObject([{ role: 'customer' }]);

  const take = () => supervisor.send('POST', `/alarms/${alarm.id}/acknowledge`, { level: 'alarm', note: 'asks him to call back' });
  const taken = await take();
  expect(taken.acknowledged).toMatchObject({ by: { id: supervisor.user.id }, note: 'asks him to call back' });
  expect((await ear.hears('kpi.alarm-acknowledged')).data).toMatchObject({ alarm: alarm.id, threshold: null });
  expect((await centre.admin.get('/alarms')).items[0]).toEqual(taken);
  expect((await one.api.raw(`/alarms/${alarm.id}/acknowledge`, { method: 'POST' })).status).toBe(403);
  const acts = (await centre.admin.get(`/audit?user=${supervisor.user.id}`)).items.map(({ action }: { action: string }) => action);
  expect(acts).toContain('alarm.acknowledge');

  await call.hangUp();
  const writes = await seen(one.id, 'wrap-up', ({ state }) => state === 'wrap-up');
  expect(writes.contact).toMatchObject({ interaction: id, phase: 'wrap-up', queue: { id: centre.support }, device: null });
  const over = (await supervisor.get('/alarms')).items[0];
  expect(over).toMatchObject({ id: alarm.id, clearedAt: expect.any(Number), acknowledged: taken.acknowledged });
  await one.api.send('PUT', `/interactions/${id}/wrap-up`, { disposition: 'answered', resolved: true, notes: '' });
  const idle = await seen(one.id, 'him to be free', ({ state }) => state === 'idle');
  expect(idle.contact).toBeNull();
  expect(idle.since).toBeGreaterThan(writes.since);
});
