// Whose turn it is: a customer of a level that counts passes who came before him, and whoever knows him is asked first; both as rules that are set, not as code.
import { USUAL_RULES } from '@tandem/contract/api/routing-rules.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PhoneCall, Softphone } from '../../sim/softphone.ts';
import { openCentre, type Centre } from '../kit/centre.ts';
import type { DemoAgent } from '../kit/demo.ts';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';

const NUMBER = '4071';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
  const { admin, one, two } = centre;
  const wanted = { key: 'known', name: { en: 'Known' }, members: [one.id, two.id], wrapUpMs: 0, record: false, lastAgentMs: 20_000 };
  const { id } = await admin.send('POST', '/queues', wanted);
  await publishFlow(admin, NUMBER, {
    answer: { type: 'answer', next: 'line' },
    line: { type: 'queue', queue: id, music: 'default', timedOut: 'end', failed: 'end' },
    end: { type: 'hang-up' },
  });
});
afterAll(() => centre?.close());

type Standing = { call: PhoneCall; from: string; phone: Softphone; id: string; queued: { priority: number } };

/** Calls, and stands in the line; `last` is his contact before this one. */
async function inLine({ phone, from }: { phone: Softphone; from: string }, last?: string): Promise<Standing> {
  const call = await phone.call(NUMBER);
  await call.answered();
  const { id } = await interactionOf(centre.supervisor, from, (contact) => contact.id !== last);
  const [queued] = await untilEvent(centre.supervisor, id, 'work.queued');
  return { call, from, phone, id, queued: queued!.data };
}
/** The agent takes the call that rings, and it is over. */
async function serve({ phone }: DemoAgent, call: PhoneCall): Promise<void> {
  const rings = await phone.incoming(30_000);
  rings.accept();
  await rings.answered();
  await rings.hangUp();
  await call.ended(10_000);
}

it('points of a level are worth time waited; the agent who spoke with him last is asked alone, and before him the one who looks after him', async () => {
  const { admin, supervisor, one, two } = centre;
  const rules = { ...USUAL_RULES, levels: [{ level: 'Platinum', points: 10 }] };
  expect(await admin.send('PUT', '/routing/rules', rules)).toEqual(rules);

  const known = await centre.caller();
  const first = await inLine(known);
  expect(first.queued.priority).toBe(0);
  await serve(one, first.call);
  const { customer } = await supervisor.get(`/interactions/${first.id}`);
  await admin.send('PATCH', `/customers/${customer.id}`, { level: 'platinum' });

  // Nobody is there: one waits, and the other comes after him.
  await one.presence('away');
  const stranger = await inLine(await centre.caller());
  const again = await inLine(known, first.id);
  expect(again.queued.priority).toBe(10);
  await two.presence('available');
  const [offered] = await untilEvent(supervisor, again.id, 'work.offered');
  expect(offered!.data).toMatchObject({ agent: two.id, why: { rule: 'longest-idle' } });
  await serve(two, again.call);
  await serve(two, stranger.call);

  // The second agent has him last now, and the first has been idle for longer.
  await one.presence('available');
  const third = await inLine(known, again.id);
  const [kept] = await untilEvent(supervisor, third.id, 'work.offered');
  expect(kept!.data).toMatchObject({ agent: two.id, why: { rule: 'preferred', eligible: 1 } });
  await serve(two, third.call);

  // Whoever looks after him comes before whoever spoke with him last.
  await admin.send('PATCH', `/customers/${customer.id}`, { owner: one.id });
  const fourth = await inLine(known, third.id);
  const [own] = await untilEvent(supervisor, fourth.id, 'work.offered');
  expect(own!.data).toMatchObject({ agent: one.id, why: { rule: 'preferred', eligible: 1 } });
  await serve(one, fourth.call);
}, 90_000);

it('what a flow finds out counts: a topic and a mood have their points, told part by part, and another mood changes them', async () => {
  const { admin, supervisor, one, two } = centre;
  await one.presence('away');
  await two.presence('away');
  const { items } = await admin.get('/queues');
  const { id: queue } = items.find((each: { key: string }) => each.key === 'known');
  const moods = { calm: -1, upset: 1, angry: 2 };
  await admin.send('PUT', '/routing/rules', { ...USUAL_RULES, moods, issues: [{ by: 'topic', value: 'refund', points: 3 }] });
  await publishFlow(admin, '4073', {
    answer: { type: 'answer', next: 'feels' },
    feels: { type: 'set', variable: 'mood', value: 'angry', next: 'line' },
    line: { type: 'queue', queue, music: 'default', topic: 'refund', mood: '{{mood}}', timedOut: 'end', failed: 'end' },
    end: { type: 'hang-up' },
  });
  const { phone, from } = await centre.caller();
  const call = await phone.call('4073');
  await call.answered();
  const { id } = await interactionOf(supervisor, from);
  const [queued] = await untilEvent(supervisor, id, 'work.queued');
  const about = { of: 'issue', name: 'refund', points: 3 };
  expect(queued!.data).toMatchObject({
    priority: 5,
    mood: 'angry',
    topic: 'refund',
    points: [about, { of: 'mood', name: 'angry', points: 2 }],
  });
  await supervisor.send('POST', `/interactions/${id}/reassign`, { mood: 'calm', note: 'He laughs again' });
  const [moved] = await untilEvent(supervisor, id, 'work.moved');
  expect(moved!.data).toMatchObject({ priority: 2, mood: 'calm' });
  const [work] = (await supervisor.get(`/interactions/${id}/explain`)).works;
  expect(work).toMatchObject({ priority: 2, points: { parts: [about, { of: 'mood', name: 'calm', points: -1 }], eachMs: 60_000 } });
  await call.hangUp();
}, 60_000);
