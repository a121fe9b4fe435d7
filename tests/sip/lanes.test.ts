// An emergency lane as callers and agents meet it: told first, served first, tagged; opened by hand and by its surge rule; closed, all is as before.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, openCentre, type Centre } from '../kit/centre.ts';
import { eventTypes, interactionOf, untilEvent } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';
import { eventually } from '../kit/processes.ts';
import { findPrompt } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

const RAISE = 30;

let centre: Centre;
let queue: string;
beforeAll(async () => {
  centre = await openCentre();
  await centre.one.presence('away');
  const name = { en: 'recall', 'zh-CN': '召回' };
  queue = (await centre.admin.send('POST', '/queues', { key: 'recall', name, members: [centre.one.id], wrapUpMs: 0, record: false })).id;
  for (const number of ['4071', '4072'])
    await publishFlow(centre.admin, number, {
      answer: { type: 'answer', next: 'line' },
      line: { type: 'queue', queue, music: 'default', timedOut: 'end', failed: 'end' },
      end: { type: 'hang-up' },
    });
});
afterEach(() => centre.quiet());
afterAll(() => centre?.close());

const lane = (more: object) => ({
  name: { en: 'Kettle recalled', 'zh-CN': '水壶召回' },
  queues: [],
  numbers: [],
  levels: [],
  say: [{ prompt: 'technical-problem' }],
  key: null,
  priority: RAISE,
  callback: false,
  tag: 'recall-kettle',
  surge: null,
  ...more,
});

type Waiting = { call: PhoneCall; id: string };
async function waits(number: string): Promise<Waiting> {
  const { phone, from } = await centre.caller();
  const call = await phone.call(number, { hz: CALLER_HZ });
  await call.answered();
  const { id } = await interactionOf(centre.supervisor, from);
  await untilEvent(centre.supervisor, id, 'work.queued', 1, 30_000);
  return { call, id };
}
const priorityOf = async ({ id }: Waiting): Promise<number | undefined> =>
  (await centre.supervisor.get('/waiting')).items.find((each: { interaction: string }) => each.interaction === id)?.priority;
const tagsOf = async ({ id }: Waiting): Promise<string[]> => (await centre.supervisor.get(`/interactions/${id}`)).tags;
const untilPriority = (who: Waiting, priority: number): Promise<true> =>
  eventually(`priority ${priority}`, async () => ((await priorityOf(who)) === priority ? true : null));
const laneNow = async (id: string): Promise<any> =>
  (await centre.supervisor.get('/lanes')).items.find((each: { id: string }) => each.id === id);

it('is heard before anything else, puts its callers first and those in line too, tags them, and leaves nothing but the tag', async () => {
  const { admin, supervisor, one } = centre;
  const number = (await admin.get('/numbers?limit=200')).items.find((each: { label: string }) => each.label === '4072').id;
  const { id } = await admin.send('POST', '/lanes', lane({ numbers: [number] }));

  const other = await waits('4071');
  const early = await waits('4072');
  expect(await tagsOf(early)).toEqual([]);
  const opened = await supervisor.send('POST', `/lanes/${id}/open`, { reason: 'The kettle leaks' });
  expect(opened).toMatchObject({ state: 'open', reason: 'The kettle leaks', by: { id: supervisor.user.id } });
  await untilPriority(early, RAISE);
  const late = await waits('4072');
  expect(await priorityOf(late)).toBe(RAISE);
  expect(await priorityOf(other)).toBe(0);
  // By content; and the flow began when it was over.
  const heard = await eventually('the announcement', () => {
    const found = findPrompt(late.call.media.heard(), 'en/technical-problem');
    return found.likeness > 0.9 ? found : null;
  });
  expect(heard.at).toBeLessThan(4 * 8_000);
  const order = await eventTypes(supervisor, late.id);
  expect(order.indexOf('lane.entered')).toBeGreaterThan(0);
  expect(order.indexOf('flow.node-entered')).toBeGreaterThan(order.indexOf('lane.entered'));

  // Whoever came before them waits on.
  await one.presence('available');
  const given = await one.phone.incoming(30_000);
  given.media.tone(AGENT_HZ);
  given.accept();
  await untilEvent(supervisor, early.id, 'work.assigned');
  await one.presence('away');
  expect(await eventTypes(supervisor, other.id)).not.toContain('work.offered');

  const closed = await supervisor.send('POST', `/lanes/${id}/close`, {});
  expect(closed).toMatchObject({ state: 'closed', contacts: 2 });
  await untilPriority(late, 0);
  for (const each of [early, late]) await eventually('the tag', async () => ((await tagsOf(each))[0] === 'recall-kettle' ? true : null));
  const after = await waits('4072');
  expect(await priorityOf(after)).toBe(0);
  expect(await tagsOf(after)).toEqual([]);
  expect(await eventTypes(supervisor, after.id)).not.toContain('lane.entered');
  for (const each of [other, early, late, after]) await each.call.hangUp();
});

it('opens by itself when the line grows, or proposes it; dismissed, it is left alone', async () => {
  const { admin, supervisor } = centre;
  const surge = { arrivals: null, times: null, waiting: 1, confirm: false };
  const own = await admin.send('POST', '/lanes', lane({ queues: [queue], say: [], surge }));
  const asks = await admin.send('POST', '/lanes', lane({ queues: [queue], say: [], priority: 0, surge: { ...surge, confirm: true } }));
  const two = [await waits('4071'), await waits('4071')];
  const proposed = await eventually('a proposal', async () => {
    const now = await laneNow(asks.id);
    return now.state === 'proposed' ? now : null;
  });
  expect(proposed.seen).toEqual({ figure: 'waiting', value: 2, usual: null });
  const opened = await eventually('it to open', async () => {
    const now = await laneNow(own.id);
    return now.state === 'open' && now.contacts === 2 ? now : null;
  });
  expect(opened).toMatchObject({ by: null, reason: null, seen: { figure: 'waiting' } });
  for (const each of two) await untilPriority(each, RAISE);
  expect(await supervisor.send('POST', `/lanes/${asks.id}/dismiss`, {})).toMatchObject({ state: 'closed', contacts: 0 });
  await expect(admin.send('DELETE', `/lanes/${own.id}`)).rejects.toThrow('lane.open');
  await supervisor.send('POST', `/lanes/${own.id}/close`, { reason: 'over' });
  for (const each of two) await untilPriority(each, 0);
  expect((await laneNow(asks.id)).state).toBe('closed');
  for (const each of two) await each.call.hangUp();
});
