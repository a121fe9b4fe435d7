// What becomes of real callers when a queue is full, by its settings: a call-back by prompt and key, another queue, a message, a word and goodbye.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, type Centre } from '../kit/centre.ts';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { heardPrompt } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterEach(async () => {
  await full([]);
  await centre.one.presence('available');
  await centre.quiet();
});
afterAll(() => centre?.close());

const full = (rules: unknown[]): Promise<any> => centre.admin.send('PATCH', `/queues/${centre.support}`, { full: rules });
const heard = (call: PhoneCall, prompt: string): Promise<true> =>
  eventually(
    `${prompt} to be heard`,
    () => (['en', 'zh-CN'].some((language) => heardPrompt(call.media.heard(), `${language}/${prompt}`)) ? true : null),
    15_000,
    300,
  );

it('offers a call-back at once where the wait would be too long; it is taken by a key, dialled and connected', async () => {
  const { one, outside, supervisor } = centre;
  await full([{ when: { is: 'estimate', above: 1_000 }, act: { do: 'callback' } }]);
  // Nobody can say how long it takes before one was served.
  const served = await centre.talking();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await served.call.hangUp();
  await eventually('the agent to be free', async () => ((await one.shown()).workCount === 0 ? true : null));
  const busy = await centre.talking();

  const { phone, from } = await centre.caller();
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  await heard(call, 'queue/callback-offer');
  await call.media.press('1');
  await heard(call, 'queue/callback-to-number');
  const asked = await interactionOf(supervisor, from);
  await call.media.press('1');
  const [removed] = await untilEvent(supervisor, asked.id, 'work.removed');
  expect(removed.data.reason).toBe('callback');
  expect(await call.ended(20_000)).toBe('bye');

  await busy.call.hangUp();
  const own = await one.phone.incoming(20_000);
  expect(own.invite.from.display).toContain(from);
  own.media.tone(AGENT_HZ);
  own.accept();
  const there = await outside.incoming();
  there.media.tone(OTHER_HZ);
  there.accept();
  await hear([own, OTHER_HZ], [there, AGENT_HZ]);
  await there.hangUp();
});

it('says so and lets go where nobody is there, and else takes him as ever', async () => {
  const { one } = centre;
  await full([{ when: { is: 'unstaffed' }, act: { do: 'goodbye', prompt: 'queue/full' } }]);
  const served = await centre.talking();
  await served.call.hangUp();
  await centre.quiet();
  await one.presence('away');
  const { phone } = await centre.caller();
  const call = await phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  await heard(call, 'queue/full');
  expect(await call.ended(20_000)).toBe('bye');
});

it('takes a message outside the hours, and sends to another queue where too many wait', async () => {
  const { admin, one, supervisor } = centre;
  const shut = await admin.send('POST', '/hours', { key: 'shut', name: { en: 'Shut' }, zone: 'Asia/Shanghai', week: [], special: [] });
  await full([{ when: { is: 'closed', hours: shut.id }, act: { do: 'voicemail' } }]);
  const first = await centre.caller();
  const message = await first.phone.call('4002', { hz: CALLER_HZ });
  await message.answered();
  await heard(message, 'voicemail/leave-message-after-tone');
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  await message.hangUp();
  const left = await interactionOf(supervisor, first.from);
  expect((await untilEvent(supervisor, left.id, 'voicemail.left'))[0].data).toMatchObject({ queue: centre.support });

  const sales = (await admin.get('/queues')).items.find((each: { key: string }) => each.key === 'sales').id;
  await full([{ when: { is: 'waiting', above: 0 }, act: { do: 'queue', queue: sales } }]);
  await one.presence('away');
  const second = await centre.caller();
  const waits = await second.phone.call('4002', { hz: CALLER_HZ });
  await waits.answered();
  const waiting = await interactionOf(supervisor, second.from);
  expect((await untilEvent(supervisor, waiting.id, 'work.queued'))[0].data).toMatchObject({ queue: centre.support });
  const third = await centre.caller();
  const goes = await third.phone.call('4002', { hz: CALLER_HZ });
  await goes.answered();
  const gone = await interactionOf(supervisor, third.from);
  expect((await untilEvent(supervisor, gone.id, 'work.queued'))[0].data).toMatchObject({ queue: sales });
  await Promise.all([waits.hangUp(), goes.hangUp()]);
});
