// A digital worker in the pool, by real calls: he answers at once and settles a matter; hands another over to a person, who has it in its old place and reads what he found out.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, type Centre } from '../kit/centre.ts';
import { eventsOf, eventTypes, interactionOf, tuneQueue, untilEvent, untilNode } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';
import { eventually } from '../kit/processes.ts';
import { expectPrompts } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

const ORDER = '1004';
const STATUS = 'shipped';
const NAME = 'Order desk / 订单助手';

let centre: Centre;
let desk: { id: string };
beforeAll(async () => {
  centre = await openCentre();
  await centre.one.presence('away');
  [desk] = (await centre.admin.get('/digital-workers')).items;
  await tuneQueue(centre.admin, 'support', { spill: { first: 'digital', afterMs: 0, aboveMs: null } });
});
afterEach(async () => {
  await centre.one.presence('away');
  await centre.quiet();
});
afterAll(() => centre?.close());

const shown = async (): Promise<any> => (await centre.supervisor.get('/digital-workers')).items[0];
/** With whom the contact is, or was last. */
const agentOf = async (id: string): Promise<any> => (await centre.supervisor.get(`/interactions/${id}`)).agent;

async function dials(number: string): Promise<{ call: PhoneCall; id: string; from: string }> {
  const { phone, from } = await centre.caller();
  const call = await phone.call(number, { hz: CALLER_HZ });
  await call.answered();
  const { id } = await interactionOf(centre.supervisor, from);
  return { call, id, from };
}

async function withDesk(): Promise<{ call: PhoneCall; id: string; from: string }> {
  const made = await dials('4002');
  await untilEvent(centre.supervisor, made.id, 'work.assigned');
  await untilNode(centre.supervisor, made.id, 'order-number');
  return made;
}

it('is paused at first: callers wait for people, as if he were not there', async () => {
  expect(desk).toMatchObject({ on: false, now: 0, name: { en: 'Order desk' } });
  const { call, id } = await dials('4002');
  await untilEvent(centre.supervisor, id, 'work.queued');
  const [work] = (await centre.supervisor.get(`/interactions/${id}/explain`)).works;
  expect(work.considered.find((each: { agent: { id: string } }) => each.agent.id === desk.id).reason).toEqual({ reason: 'off-queue' });
  expect(await eventTypes(centre.supervisor, id)).not.toContain('work.offered');
  // Set to work by a supervisor, he has the caller in the same moment.
  await centre.supervisor.send('POST', `/digital-workers/${desk.id}/resume`);
  await untilEvent(centre.supervisor, id, 'work.assigned');
  await eventually('him to be at work', async () => ((await shown()).now === 1 ? true : null));
  await call.hangUp();
  await untilEvent(centre.supervisor, id, 'interaction.ended');
  // Hung up before his matter was settled: left, and not contained.
  await eventually('the day', async () => ((await shown()).today.left === 1 ? true : null));
  expect((await shown()).today).toMatchObject({ taken: 1, done: 0, left: 1, contained: 0 });
});

it('answers, tells how the order stands, and the contact ends settled: on the timeline by his name, with its cost', async () => {
  const { call, id } = await withDesk();
  await call.media.press(`${ORDER}#`);
  await untilNode(centre.supervisor, id, 'another');
  expectPrompts(call.media.heard(), ['en/order-number-is', 'en/order-is', `en/order-status/${STATUS}`]);
  await call.hangUp();
  const [done] = await untilEvent(centre.supervisor, id, 'worker.done');
  expect(done.data).toMatchObject({ agent: desk.id, resolved: true, currency: 'CNY' });
  // 0.1 for the contact and 0.05 a minute.
  expect(done.data.cost).toBeCloseTo(0.1 + (0.05 * done.data.talkMs) / 60_000, 3);
  const contact = await eventually('the contact to be closed', async () => {
    const now = await centre.supervisor.get(`/interactions/${id}`);
    return now.state === 'closed' ? now : null;
  });
  const segment = contact.segments.find((each: { kind: string }) => each.kind === 'agent');
  expect(segment).toMatchObject({ agent: { id: desk.id, name: NAME }, outcome: 'ended' });
  const [offered] = await eventsOf(centre.supervisor, id, 'work.offered');
  expect(offered.data.why.spill).toEqual({ chosen: 'digital', because: 'digital-first' });
  // He needs no wrap-up and no phone.
  expect(await eventTypes(centre.supervisor, id)).not.toContain('call.dialled');
  expect((await shown()).today).toMatchObject({ taken: 2, done: 1, resolved: 1, left: 1, contained: 0.5 });
});

it('hands over on 0: the customer keeps his place before who came after him, and the agent reads what was found out', async () => {
  const first = await withDesk();
  await first.call.media.press(`${ORDER}#`);
  await untilNode(centre.supervisor, first.id, 'another');
  // Comes later, and asks for a person from the beginning.
  await publishFlow(centre.admin, '4073', {
    answer: { type: 'answer', next: 'line' },
    line: { type: 'queue', queue: centre.support, persons: true, music: 'default', timedOut: 'end', failed: 'end' },
    end: { type: 'hang-up' },
  });
  const second = await dials('4073');
  await untilEvent(centre.supervisor, second.id, 'work.queued');
  expect(await eventTypes(centre.supervisor, second.id)).not.toContain('work.offered');

  await first.call.media.press('0#');
  const [, again] = await untilEvent(centre.supervisor, first.id, 'work.queued', 2);
  const [queued] = await eventsOf(centre.supervisor, first.id, 'work.queued');
  expect(again.data).toMatchObject({ queuedAt: queued.data.queuedAt, persons: true });
  const [released] = await eventsOf(centre.supervisor, first.id, 'work.released');
  expect(released.data).toMatchObject({ agent: desk.id, reason: 'handed-over', wrapUpUntil: null });
  const line = (await centre.supervisor.get('/waiting')).items.map((each: { interaction: string }) => each.interaction);
  expect(line).toEqual([first.id, second.id]);

  await centre.one.presence('available');
  const talk = await centre.one.phone.incoming(30_000);
  talk.media.tone(AGENT_HZ);
  talk.accept();
  await hear([first.call, AGENT_HZ], [talk, CALLER_HZ]);
  await centre.one.presence('away');
  expect(await agentOf(first.id)).toMatchObject({ id: centre.one.id });
  // As the agent himself reads it.
  const [told] = await eventsOf(centre.one.api, first.id, 'worker.handed-over');
  expect(told.data.summary.split('\n')).toEqual(expect.arrayContaining([`order: ${ORDER}`, `status: ${STATUS}`]));
  expect(told.data.summary).not.toContain('entered');
  const contact = await centre.one.api.get(`/interactions/${first.id}`);
  expect(
    contact.segments.filter((each: { kind: string }) => each.kind === 'agent').map((each: any) => [each.agent.name, each.outcome]),
  ).toEqual([
    [NAME, 'handed-over'],
    [expect.any(String), null],
  ]);
  expect((await shown()).today).toMatchObject({ taken: 3, done: 1, handedOver: 1, left: 1 });
  await talk.hangUp();
  await second.call.hangUp();
});

it('paused, he finishes what he has and takes no more; a flow without a way to a person is refused', async () => {
  const { call, id } = await withDesk();
  expect(await centre.supervisor.send('POST', `/digital-workers/${desk.id}/pause`)).toMatchObject({ on: false });
  const other = await dials('4002');
  await untilEvent(centre.supervisor, other.id, 'work.queued');
  expect(await eventTypes(centre.supervisor, other.id)).not.toContain('work.offered');
  await call.media.press(`${ORDER}#`);
  await untilNode(centre.supervisor, id, 'another');
  await call.hangUp();
  await untilEvent(centre.supervisor, id, 'worker.done');
  await other.call.hangUp();

  const echo = (await centre.admin.get('/flows')).items.find((each: { key: string }) => each.key === 'echo').id;
  await expect(centre.admin.send('PATCH', `/digital-workers/${desk.id}`, { flow: echo })).rejects.toThrow('worker.no-way-to-person');
});
