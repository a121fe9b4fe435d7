// The promise of a queue: a caller presses a key to the music, hangs up, and is called back in the place he had in line.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AGENT_HZ, CALLER_HZ, hear, OTHER_HZ, openCentre, type Centre } from '../kit/centre.ts';
import { eventsOf, interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterAll(() => centre?.close());

it('keeps his place before those who came after him, also when he hangs up right after the key', async () => {
  const { one, outside, supervisor } = centre;
  await one.presence('away');
  const first = await centre.caller();
  const second = await centre.caller();
  const call = await first.phone.call('4002', { hz: CALLER_HZ });
  await call.answered();
  const asked = await interactionOf(supervisor, first.from);
  await untilEvent(supervisor, asked.id, 'work.queued');
  const behind = await second.phone.call('4002', { hz: CALLER_HZ });
  await behind.answered();
  const waiting = await interactionOf(supervisor, second.from);
  await untilEvent(supervisor, waiting.id, 'work.queued');

  await pause(1_000);
  await call.media.press('1');
  // He hears his number and what to press; he knows it, presses and is gone.
  await pause(1_000);
  await call.media.press('1');
  await untilEvent(supervisor, asked.id, 'work.removed');
  await call.leave();
  const [removed] = await eventsOf(supervisor, asked.id, 'work.removed');
  expect(removed.data.reason).toBe('callback');
  const { items } = await supervisor.get('/callbacks');
  const callback = items.find((each: { origin: string | null }) => each.origin === asked.id);
  expect(callback).toMatchObject({ state: 'waiting' });
  const [queued] = await untilEvent(supervisor, callback.id, 'work.queued');
  const [before] = await eventsOf(supervisor, asked.id, 'work.queued');
  expect(queued.data).toMatchObject({ task: 'callback', queuedAt: before.data.queuedAt });
  // It is told from both sides, and nobody counts him as one who gave up.
  expect(await supervisor.get(`/interactions/${callback.id}`)).toMatchObject({ origin: asked.id, direction: 'outbound' });
  expect(await eventsOf(supervisor, asked.id, 'work.abandoned')).toEqual([]);

  await one.presence('available');
  const own = await one.phone.incoming();
  expect(own.invite.from.display).toContain(first.from);
  own.media.tone(AGENT_HZ);
  own.accept();
  const there = await outside.incoming();
  there.media.tone(OTHER_HZ);
  there.accept();
  await hear([own, OTHER_HZ], [there, AGENT_HZ]);
  await there.hangUp();

  const next = await one.phone.incoming(20_000);
  next.media.tone(AGENT_HZ);
  next.accept();
  await hear([behind, AGENT_HZ], [next, CALLER_HZ]);
  await behind.hangUp();
  await eventually('the call-back to be told as reached', async () => {
    const after = (await supervisor.get('/callbacks')).items.find((each: { id: string }) => each.id === callback.id);
    return after.state === 'reached' ? true : null;
  });
});
