// A queue that rings everybody at once, by real calls: three phones ring, one has the customer, the others fall silent within a second and nobody missed anything.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, type Centre } from '../kit/centre.ts';
import { demoAgent, eventsOf, interactionOf, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';
import { eventually } from '../kit/processes.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

const NUMBER = '4072';
/** How long a phone may go on ringing after a colleague has the customer. */
const SILENT_MS = 1_000;

let centre: Centre;
let three: DemoAgent;
let agents: DemoAgent[];
beforeAll(async () => {
  centre = await openCentre();
  three = await demoAgent(centre.tandem, 2);
  agents = [centre.one, centre.two, three];
  const members = agents.map(({ id }) => id);
  const wanted = { key: 'all', name: { en: 'All' }, members, order: 'ring-all', wrapUpMs: 0, record: true, offerTimeoutMs: 20_000 };
  const { id } = await centre.admin.send('POST', '/queues', wanted);
  await publishFlow(centre.admin, NUMBER, {
    answer: { type: 'answer', next: 'line' },
    line: { type: 'queue', queue: id, music: 'default', timedOut: 'end', failed: 'end' },
    end: { type: 'hang-up' },
  });
});
afterEach(async () => {
  await centre.quiet();
});
afterAll(async () => {
  three?.phone.close();
  await centre?.close();
});

/** Somebody calls, and all three phones ring. */
async function ringing(): Promise<{ call: PhoneCall; rings: PhoneCall[]; id: string }> {
  for (const agent of agents) await agent.presence('available');
  const { phone, from } = await centre.caller();
  const call = await phone.call(NUMBER, { hz: CALLER_HZ });
  await call.answered();
  const rings = await Promise.all(agents.map((agent) => agent.phone.incoming()));
  for (const each of rings) each.ring();
  const { id } = await interactionOf(centre.supervisor, from);
  return { call, rings, id };
}
const activity = async (agent: DemoAgent): Promise<any> => agent.shown();

it('three ring, the second answers: the others are cancelled within a second, and it costs them nothing', async () => {
  const { call, rings, id } = await ringing();
  const [first, second, third] = [rings.at(0)!, rings.at(1)!, rings.at(2)!];
  const offered = await untilEvent(centre.supervisor, id, 'work.offered', 3);
  expect(new Set(offered.map(({ data }) => data.agent))).toEqual(new Set(agents.map(({ id: agent }) => agent)));
  expect(offered.map(({ data }) => data.why.rule)).toEqual(['ring-all', 'ring-all', 'ring-all']);
  const listed = await eventually('the contact in the line', async () => {
    const { items } = await centre.supervisor.get('/waiting');
    return items.find((each: { interaction: string }) => each.interaction === id);
  });
  expect(listed).toMatchObject({ offeredBeside: 2 });

  second.media.tone(AGENT_HZ);
  second.accept();
  await second.answered();
  const answeredAt = performance.now();
  expect(await Promise.all([first.ended(5_000), third.ended(5_000)])).toEqual(['cancelled', 'cancelled']);
  expect(performance.now() - answeredAt).toBeLessThan(SILENT_MS);
  await hear([call, AGENT_HZ], [second, CALLER_HZ]);

  const [assigned] = await untilEvent(centre.supervisor, id, 'work.assigned');
  expect(assigned!.data.agent).toBe(centre.two.id);
  const ended = await eventsOf(centre.supervisor, id, 'work.offer-ended');
  expect(ended.map(({ data }) => [data.outcome, data.takenBy])).toEqual([
    ['withdrawn', centre.two.id],
    ['withdrawn', centre.two.id],
  ]);
  // Free at once, without a pause; and no call of theirs was missed.
  for (const agent of [centre.one, three]) {
    await eventually('him to be free', async () => ((await activity(agent)).workCount === 0 ? true : null));
    expect((await activity(agent)).state).toBe('idle');
  }
  await second.hangUp();
  await call.ended(10_000);
  await untilEvent(centre.supervisor, id, 'recording.sealed');
  const detail = await centre.supervisor.get(`/interactions/${id}`);
  expect(detail.agent.id).toBe(centre.two.id);
  expect(detail.recordings).toHaveLength(1);
  expect(detail.segments.filter((each: { kind: string }) => each.kind === 'agent')).toHaveLength(1);
  // Where people see who took it and who was let go.
  const [work] = (await centre.supervisor.get(`/interactions/${id}/explain`)).works;
  const told = work.offers.map((each: any) => [each.outcome, each.takenBy?.id ?? null]);
  expect(told.toSorted()).toEqual([
    ['answered', null],
    ['withdrawn', centre.two.id],
    ['withdrawn', centre.two.id],
  ]);
  for (const agent of [centre.one, three]) {
    const { items } = await agent.api.get('/interactions?missed=true&limit=10');
    expect(items.map((each: { id: string }) => each.id)).not.toContain(id);
  }
}, 60_000);

it('two answer in the same moment: exactly one has the customer, the other’s phone is let go', async () => {
  const { call, rings, id } = await ringing();
  const [first, second, third] = [rings.at(0)!, rings.at(1)!, rings.at(2)!];
  first.accept();
  third.accept();
  expect(await second.ended(5_000)).toBe('cancelled');
  const [assigned] = await untilEvent(centre.supervisor, id, 'work.assigned');
  const [won, lost] = assigned!.data.agent === centre.one.id ? [first, third] : [third, first];
  // Answered and let go at once, or cancelled just before.
  expect(['bye', 'cancelled']).toContain(await lost.ended(5_000));
  expect(won.state.ended).toBeNull();
  await hear([won, CALLER_HZ]);
  expect(await eventsOf(centre.supervisor, id, 'work.assigned')).toHaveLength(1);
  expect(await eventsOf(centre.supervisor, id, 'call.bridged')).toHaveLength(1);
  await call.hangUp();
  await won.ended(10_000);
}, 60_000);

it('one declines and the others ring on; the customer hangs up and all are silent', async () => {
  const { call, rings, id } = await ringing();
  const [first, second, third] = [rings.at(0)!, rings.at(1)!, rings.at(2)!];
  first.refuse(486);
  const [declined] = await untilEvent(centre.supervisor, id, 'work.offer-ended');
  expect(declined!.data).toMatchObject({ agent: centre.one.id, outcome: 'declined' });
  expect([second.state.ended, third.state.ended]).toEqual([null, null]);
  await call.hangUp();
  expect(await Promise.all([second.ended(5_000), third.ended(5_000)])).toEqual(['cancelled', 'cancelled']);
  const [abandoned] = await untilEvent(centre.supervisor, id, 'work.abandoned');
  expect(abandoned!.data.stage).toBe('ring');
  // Whoever's phone rang in vain has missed it: the list is not empty by itself.
  await eventually('the missed call of the second', async () => {
    const { items } = await centre.two.api.get('/interactions?missed=true&limit=10');
    return items.some((each: { id: string }) => each.id === id) ? true : null;
  });
}, 60_000);
