// Parking: music in a numbered place, fetched over the API or by dialling the place, and back to an agent or the line when nobody comes.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, type Centre, type Talking } from '../kit/centre.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterEach(async () => {
  await centre.quiet();
  await centre.two.presence('away');
  await centre.one.presence('available');
});
afterAll(() => centre?.close());

async function parked(both: Talking, body: Record<string, unknown> = {}): Promise<string> {
  const { one } = centre;
  const call = await one.api.send('POST', `/calls/${both.callId}/park`, body);
  expect(await both.agentCall.ended()).toBe('bye');
  return call.parked.place;
}

describe('parking', () => {
  it('frees the agent, gives the caller music, and whoever fetches him talks with him', async () => {
    const { one, two } = centre;
    await one.presence('available');
    const both = await centre.talking();
    const place = await parked(both);
    expect(place).toBe('7001');
    await eventually('the agent to be free', async () => ((await one.shown()).workCount === 0 ? true : null));
    const from = performance.now();
    await pause(1_200);
    expect(heardMusic(both.call.media.heard(from))).toBe(true);
    expect((await two.api.get('/parked')).items).toMatchObject([{ place, byName: 'Li Na', interaction: both.id }]);

    await two.api.send('POST', `/parked/${place}/fetch`);
    const other = await two.phone.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await hear([both.call, OTHER_HZ], [other, CALLER_HZ]);
    expect((await untilEvent(centre.supervisor, both.id, 'call.unparked'))[0].data).toMatchObject({ reason: 'fetched', by: two.id });
    expect((await two.api.get('/parked')).items).toEqual([]);
    await both.call.hangUp();
    expect(await other.ended()).toBe('bye');
    const { segments } = await two.api.get(`/interactions/${both.id}`);
    expect(segments.slice(-2)).toMatchObject([
      { kind: 'parked', agent: { id: one.id }, outcome: 'fetched' },
      { kind: 'agent', agent: { id: two.id } },
    ]);
  });

  it('is fetched by dialling the place from a desk phone, and not from outside', async () => {
    const { two } = centre;
    const both = await centre.talking();
    const place = await parked(both, { place: '7042' });
    const { phone } = await centre.caller();
    const stranger = await phone.call(place);
    expect(await stranger.ended()).toBe(404);
    const other = await two.phone.call(place, { hz: OTHER_HZ });
    await other.answered();
    await hear([both.call, OTHER_HZ], [other, CALLER_HZ]);
    await other.hangUp();
    expect(await both.call.ended()).toBe('bye');
    const nobody = await two.phone.call('7043');
    expect(await nobody.ended()).toBe(404);
  });

  it('goes back to who parked him when the time is over', async () => {
    const { one } = centre;
    const both = await centre.talking();
    await parked(both, { timeoutMs: 5_000 });
    const again = await one.phone.incoming(12_000);
    again.media.tone(AGENT_HZ);
    again.accept();
    await hear([both.call, AGENT_HZ], [again, CALLER_HZ]);
    expect((await untilEvent(centre.supervisor, both.id, 'call.unparked'))[0].data).toMatchObject({ reason: 'timed-out', by: one.id });
    await both.call.hangUp();
  });

  it('else goes back into the line he came from, with the time he waited', async () => {
    const { one } = centre;
    const both = await centre.talking();
    const before = (await untilEvent(centre.supervisor, both.id, 'work.queued'))[0];
    await parked(both, { timeoutMs: 5_000 });
    await one.presence('away');
    const queued = await untilEvent(centre.supervisor, both.id, 'work.queued', 2, 15_000);
    expect(queued[1].data.queuedAt).toBe(before.data.queuedAt);
    expect((await untilEvent(centre.supervisor, both.id, 'call.unparked'))[0].data).toMatchObject({ reason: 'timed-out', by: null });
    await one.presence('available');
    const again = await one.phone.incoming();
    again.media.tone(AGENT_HZ);
    again.accept();
    await hear([both.call, AGENT_HZ], [again, CALLER_HZ]);
    await both.call.hangUp();
  });

  it('ends where the caller hangs up, and a taken place is refused', async () => {
    const { one } = centre;
    const both = await centre.talking();
    const place = await parked(both);
    const second = await centre.talking();
    const taken = await one.api.raw(`/calls/${second.callId}/park`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ place }),
    });
    expect(taken.status).toBe(409);
    expect(await parked(second)).toBe('7002');
    await both.call.hangUp();
    await second.call.hangUp();
    const ended = await interactionOf(centre.supervisor, both.from, (each) => each.endedAt !== null);
    expect(ended.stage).toBe('other');
    expect((await untilEvent(centre.supervisor, both.id, 'call.unparked'))[0].data).toMatchObject({ reason: 'left', by: null });
    await interactionOf(centre.supervisor, second.from, (each) => each.endedAt !== null);
    expect((await one.api.get('/parked')).items).toEqual([]);
  });
});
