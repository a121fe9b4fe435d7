// What a line does with those who stand in it, heard by them: their place and wait, sent on when it is too full or too slow, other agents asked.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, type Centre } from '../kit/centre.ts';
import { eventsOf, interactionOf, untilEvent } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';
import { eventually } from '../kit/processes.ts';
import { expectPrompts, findPrompt, heardMusic } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

let centre: Centre;
let line: string;
beforeAll(async () => {
  centre = await openCentre();
  line = await queue('line', { members: [centre.one.id] });
});
afterEach(() => centre.quiet());
afterAll(() => centre?.close());

async function queue(key: string, more: Record<string, unknown> = {}): Promise<string> {
  const wanted = { key, name: { en: key, 'zh-CN': key }, wrapUpMs: 0, record: false, ...more };
  return (await centre.admin.send('POST', '/queues', wanted)).id;
}
const says = (prompt: string) => ({ type: 'hang-up', say: [{ prompt }] });
/** Into the queue at once; each way out is heard. */
const into = (where: string, more: Record<string, unknown> = {}) => ({
  answer: { type: 'answer', next: 'line' },
  line: { type: 'queue', queue: where, music: 'default', timedOut: 'late', failed: 'failed', ...more },
  late: says('try-again-later'),
  failed: says('technical-problem'),
  ...(more['overflow'] === undefined ? {} : { full: says('closed') }),
});

type Waiting = { call: PhoneCall; id: string };
async function call(number: string): Promise<Waiting> {
  const { phone, from } = await centre.caller();
  const made = await phone.call(number, { hz: CALLER_HZ });
  await made.answered();
  return { call: made, id: (await interactionOf(centre.supervisor, from)).id };
}
async function inLine(number: string): Promise<Waiting> {
  const made = await call(number);
  await untilEvent(centre.supervisor, made.id, 'work.queued');
  return made;
}
/** The agent has one call, which keeps him busy. */
async function talking(number: string): Promise<Waiting & { agent: PhoneCall }> {
  const made = await call(number);
  const agent = await centre.one.phone.incoming(30_000);
  agent.media.tone(AGENT_HZ);
  agent.accept();
  await hear([made.call, AGENT_HZ], [agent, CALLER_HZ]);
  return { ...made, agent };
}
/** Within the last four seconds: cheap enough not to keep the sound from being taken. */
const recently = ({ media }: PhoneCall, prompt: string): boolean => findPrompt(media.heard().subarray(-32_000), prompt).likeness > 0.95;
async function sentOn({ call: caller, id }: Waiting, node: string, prompt: string): Promise<void> {
  expectPrompts(caller.media.heard().subarray(-64_000), [prompt]);
  const entered = await eventsOf(centre.supervisor, id, 'flow.node-entered');
  expect(entered.map((each) => each.data.node)).toEqual(['answer', 'line', node]);
}

it('tells the place and the wait as one comes and again and again, and sends on who would be one too many', async () => {
  const { admin } = centre;
  const position = { atEntry: true, everyNth: 1, estimate: true };
  const comfort = { say: [{ prompt: 'please-hold' }], everyMs: 12_000 };
  const when = (is: object, at: string) => ({ overflow: [{ when: is, at, next: 'full' }] });
  await publishFlow(admin, '4061', into(line, { position, comfort, ...when({ is: 'waiting', above: 1 }, 'entry') }));
  await publishFlow(admin, '4062', into(line, when({ is: 'estimate', above: 1_000 }, 'entry')));
  await publishFlow(admin, '4063', into(line, when({ is: 'waiting', above: 0 }, 'waiting')));
  await publishFlow(admin, '4064', into(line, { maxWaitMs: 2_000 }));

  // One contact of some seconds teaches what one takes.
  const before = await talking('4061');
  await pause(1_500);
  await before.agent.hangUp();
  await untilEvent(centre.supervisor, before.id, 'work.completed');

  const busy = await talking('4061');
  const first = await inLine('4061');
  const second = await inLine('4061');
  const sent = {
    tooMany: await call('4061'),
    tooLong: await call('4062'),
    // Looked at every ten seconds: somebody stands before him.
    watched: await inLine('4063'),
    tooLate: await inLine('4064'),
  };
  // Time to hear where he stands.
  await pause(4_000);
  await first.call.hangUp();
  for (const each of Object.values(sent)) expect(await each.call.ended(30_000)).toBe('bye');
  // The second is told his new place when it is his turn to be told.
  await eventually('him to be told again', () => (recently(second.call, 'en/digits/1') ? true : null), 40_000, 1_000);
  await eventually('the end of it', () => (recently(second.call, 'en/queue/less-than-a-minute') ? true : null), 20_000, 1_000);
  await pause(3_000);
  await busy.agent.hangUp();
  const next = await centre.one.phone.incoming(30_000);
  next.media.tone(AGENT_HZ);
  next.accept();
  await hear([second.call, AGENT_HZ], [next, CALLER_HZ]);
  await second.call.hangUp();

  // Looked for in what was heard when nothing is heard any more: it takes its time, and sound that nobody takes is lost.
  await sentOn(sent.tooMany, 'full', 'en/closed');
  await sentOn(sent.tooLong, 'full', 'en/closed');
  await sentOn(sent.watched, 'full', 'en/closed');
  await sentOn(sent.tooLate, 'late', 'en/try-again-later');
  expect((await eventsOf(centre.supervisor, sent.watched.id, 'work.removed'))[0].data.reason).toBe('timed-out');
  const told = (place: number): string[] => [
    'en/queue/you-are-number',
    `en/digits/${place}`,
    'en/queue/in-line',
    'en/queue/estimated-wait-is',
    'en/queue/less-than-a-minute',
  ];
  const heard = second.call.media.heard();
  expectPrompts(heard.subarray(0, 60_000), told(2));
  const { at } = findPrompt(heard, 'en/digits/1');
  // From the digit on it takes 5.2 s at most.
  const over = at + 52_000;
  expectPrompts(heard.subarray(at - 40_000, over), ['en/please-hold', ...told(1)]);
  // Then there is music again, up to the next time.
  expect(heardMusic(heard.subarray(0, over))).toBe(true);
  expectPrompts(first.call.media.heard(), ['en/queue/you-are-number', 'en/digits/1']);
});

it('sends on who comes to a line that nobody serves, and asks another queue’s agents in time', async () => {
  const { admin, two } = centre;
  const nobody = await queue('nobody');
  await publishFlow(admin, '4065', into(nobody, { overflow: [{ when: { is: 'unstaffed' }, at: 'both', next: 'full' }] }));
  const helpers = await queue('helpers', { members: [two.id] });
  const helped = await queue('helped', { overflow: [{ queue: helpers, afterMs: 2_000 }] });
  await publishFlow(admin, '4066', into(helped));
  const turned = await call('4065');
  expect(await turned.call.ended(30_000)).toBe('bye');
  await sentOn(turned, 'full', 'en/closed');

  await two.presence('available');
  const waiting = await inLine('4066');
  const own = await two.phone.incoming(30_000);
  own.media.tone(AGENT_HZ);
  own.accept();
  await hear([waiting.call, AGENT_HZ], [own, CALLER_HZ]);
  const [queued] = await eventsOf(centre.supervisor, waiting.id, 'work.queued');
  const [assigned] = await untilEvent(centre.supervisor, waiting.id, 'work.assigned');
  // He kept his queue and his place; only who was asked grew.
  expect(assigned.data).toMatchObject({ queue: helped });
  expect(assigned.at - queued.at).toBeGreaterThanOrEqual(2_000);
  await waiting.call.hangUp();
  await two.presence('away');
});
