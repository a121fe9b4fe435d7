// Consultation, attended transfer and conference, over the API and from a desk phone by REFER with Replaces; who is heard is heard by content.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { channelsOf, toneSeconds } from '../kit/audio.ts';
import { heardMusic } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';
import {
  AGENT_HZ,
  CALLER_HZ,
  hear,
  openCentre,
  OTHER_HZ,
  OUTSIDE,
  referTo,
  replacing,
  secondsOf,
  type Centre,
  type Talking,
} from '../kit/centre.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre();
});
afterEach(() => centre.quiet());
afterAll(() => centre?.close());

/** The first agent asks the second; the caller waits. */
async function consulting(both: Talking): Promise<PhoneCall> {
  const { one, two } = centre;
  expect(await one.api.send('POST', `/calls/${both.callId}/consult`, { target: 'agent7' })).toMatchObject({ consult: 'ringing' });
  const other = await two.phone.incoming();
  other.media.tone(OTHER_HZ);
  other.accept();
  await hear([both.agentCall, OTHER_HZ], [other, AGENT_HZ]);
  return other;
}
const act = (both: Talking, what: string): Promise<any> => centre.one.api.send('POST', `/calls/${both.callId}/${what}`);

describe('a consultation', () => {
  it('has the agent ask a colleague while the caller hears music, and hands him over', async () => {
    const both = await centre.talking();
    const other = await consulting(both);
    const from = performance.now();
    await pause(1_200);
    expect(heardMusic(both.call.media.heard(from))).toBe(true);
    expect(secondsOf(both.call, AGENT_HZ, from) + secondsOf(both.call, OTHER_HZ, from)).toBeLessThan(0.1);
    const shown = await centre.live(both.id);
    expect(shown.parties).toMatchObject([
      { role: 'customer', state: 'held' },
      { role: 'agent', state: 'up', name: 'Li Na' },
      { role: 'consulted', state: 'up', name: 'Zhao Min', agent: centre.two.id },
    ]);

    await act(both, 'complete');
    await hear([both.call, OTHER_HZ], [other, CALLER_HZ]);
    expect(await both.agentCall.ended()).toBe('bye');
    expect((await untilEvent(centre.supervisor, both.id, 'call.transferred'))[0].data).toMatchObject({ kind: 'attended', accepted: true });
    await eventually('the first agent to be free', async () => ((await centre.one.shown()).workCount === 0 ? true : null));
    await both.call.hangUp();
    expect(await other.ended()).toBe('bye');
    expect(await interactionOf(centre.supervisor, both.from, (each) => each.endedAt !== null)).toMatchObject({ stage: 'other' });
    // Whoever was handed the customer has the contact in his list.
    const detail = await centre.two.api.get(`/interactions/${both.id}`);
    expect(detail.legs.map((each: { party: string }) => each.party)).toEqual(['customer', 'agent', 'consulted']);
    const course = detail.segments.map((each: any) => [each.kind, each.agent?.id ?? null, each.outcome]);
    expect(course.slice(-3)).toEqual([
      ['agent', centre.one.id, 'transferred'],
      ['consult', centre.one.id, 'transferred'],
      ['agent', centre.two.id, 'ended'],
    ]);
  });

  it('lets the agent turn to and fro, and take the caller back', async () => {
    const both = await centre.talking();
    const other = await consulting(both);
    expect(await act(both, 'swap')).toMatchObject({ consult: 'customer' });
    await hear([both.call, AGENT_HZ], [both.agentCall, CALLER_HZ]);
    const from = performance.now();
    await pause(1_200);
    expect(heardMusic(other.media.heard(from))).toBe(true);
    expect(await act(both, 'swap')).toMatchObject({ consult: 'consulted' });
    await hear([other, AGENT_HZ], [both.agentCall, OTHER_HZ]);
    expect(await centre.one.api.send('DELETE', `/calls/${both.callId}/consult`)).toMatchObject({ consult: null });
    expect(await other.ended()).toBe('bye');
    await hear([both.call, AGENT_HZ], [both.agentCall, CALLER_HZ]);
    await both.call.hangUp();
  });

  it('that nobody answers gives the caller back', async () => {
    const both = await centre.talking();
    await centre.one.api.send('POST', `/calls/${both.callId}/consult`, { target: OUTSIDE });
    (await centre.outside.incoming()).refuse(486);
    await hear([both.call, AGENT_HZ], [both.agentCall, CALLER_HZ]);
    expect((await centre.live(both.id)).consult).toBeNull();
    await both.call.hangUp();
  });

  it('is refused where it does not fit, or leads nowhere', async () => {
    const both = await centre.talking();
    const post = (what: string, body?: unknown): Promise<Response> =>
      centre.one.api.raw(`/calls/${both.callId}/${what}`, {
        method: 'POST',
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      });
    expect((await post('complete')).status).toBe(409);
    expect((await post('conference')).status).toBe(409);
    expect((await post('consult', { target: '4003' })).status).toBe(422);
    expect((await post('consult', { target: 'nobody' })).status).toBe(422);
    await both.call.hangUp();
  });
});

describe('a conference', () => {
  it('has all three hear each other and all be recorded; then the agent leaves the two', async () => {
    const both = await centre.talking();
    const other = await consulting(both);
    expect(await act(both, 'conference')).toMatchObject({ consult: 'conference' });
    await hear(
      [both.call, AGENT_HZ],
      [both.call, OTHER_HZ],
      [both.agentCall, CALLER_HZ],
      [both.agentCall, OTHER_HZ],
      [other, CALLER_HZ],
      [other, AGENT_HZ],
    );
    await pause(1_500);
    await both.agentCall.hangUp();
    await hear([both.call, OTHER_HZ], [other, CALLER_HZ]);
    await untilEvent(centre.supervisor, both.id, 'recording.sealed');
    const { recordings } = await centre.supervisor.get(`/interactions/${both.id}`);
    const wav = await centre.supervisor.raw(`/recordings/${recordings[0].id}/audio`);
    const [left, right] = channelsOf(new Uint8Array(await wav.arrayBuffer()));
    expect(toneSeconds(left!, CALLER_HZ)).toBeGreaterThan(1);
    expect(toneSeconds(left!, OTHER_HZ)).toBe(0);
    // The agent alone, then both at once, so that neither is most of it.
    expect(toneSeconds(right!, AGENT_HZ)).toBeGreaterThan(0.2);
    expect(right!.some((sample) => Math.abs(sample) > 11_000)).toBe(true);
    await other.hangUp();
    expect(await both.call.ended()).toBe('bye');
    expect((await eventsOf(centre.supervisor, both.id, 'call.conferenced'))[0].data.legs).toHaveLength(3);
  });

  it('loses one party and the others go on', async () => {
    const both = await centre.talking();
    const other = await consulting(both);
    await act(both, 'conference');
    const { parties } = await centre.live(both.id);
    const third = parties.find((party: { role: string }) => party.role === 'consulted');
    await centre.one.api.send('DELETE', `/calls/${both.callId}/participants/${third.leg}`);
    expect(await other.ended()).toBe('bye');
    await hear([both.call, AGENT_HZ], [both.agentCall, CALLER_HZ]);
    await both.call.hangUp();
  });
});

describe('an attended transfer from a desk phone', () => {
  it('gives the customer to whom the agent called: RFC 5589, section 7', async () => {
    const { one, two, supervisor, tandem } = centre;
    const both = await centre.talking();
    await both.agentCall.reinvite({ direction: 'sendonly' });
    const asking = await one.phone.call('agent7', { hz: AGENT_HZ });
    const other = await two.phone.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await asking.answered();
    await hear([asking, OTHER_HZ], [other, AGENT_HZ]);
    const second = (await supervisor.get('/calls')).items.find((each: { id: string }) => each.id !== both.callId);

    expect((await both.agentCall.send('REFER', referTo(tandem, 'agent7', replacing(asking)))).status).toBe(202);
    await hear([both.call, OTHER_HZ], [other, CALLER_HZ]);
    expect(await both.agentCall.ended()).toBe('bye');
    expect(await asking.ended()).toBe('bye');
    expect(both.agentCall.notified().at(-1)).toBe('SIP/2.0 200 OK');
    expect((await untilEvent(supervisor, both.id, 'call.transferred'))[0].data).toMatchObject({ kind: 'attended', accepted: true });
    const ended = await eventually('the second call to end', async () => {
      const detail = await supervisor.get(`/interactions/${second.interaction}`);
      return detail.endedAt === null ? null : detail;
    });
    expect(ended).toMatchObject({ cause: 'transferred' });
    await both.call.hangUp();
    expect(await other.ended()).toBe('bye');
  });

  it('reaches a number outside, and the REFER may come in the second dialog', async () => {
    const { one, outside, tandem } = centre;
    const both = await centre.talking();
    const asking = await one.phone.call(OUTSIDE, { hz: AGENT_HZ });
    const other = await outside.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await asking.answered();
    await asking.send('REFER', referTo(tandem, OUTSIDE, replacing(both.agentCall)));
    await hear([both.call, OTHER_HZ], [other, CALLER_HZ]);
    expect(await asking.ended()).toBe('bye');
    await other.hangUp();
    expect(await both.call.ended()).toBe('bye');
  });

  it('that names no call of ours, or another’s, is refused and connects nobody', async () => {
    const { two, tandem } = centre;
    const both = await centre.talking();
    await both.agentCall.send('REFER', referTo(tandem, 'agent7', '?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2'));
    await eventually('the NOTIFY', () => (both.agentCall.notified().at(-1)?.startsWith('SIP/2.0 481 ') ? true : null));
    // A colleague's dialog is not his to move.
    const theirs = await two.phone.call('4090', { hz: OTHER_HZ });
    await theirs.answered();
    await both.agentCall.send('REFER', referTo(tandem, 'agent7', replacing(theirs)));
    await eventually('the NOTIFY', () => (both.agentCall.notified().at(-1)?.startsWith('SIP/2.0 403 ') ? true : null));
    await theirs.hangUp();
    await hear([both.call, AGENT_HZ], [both.agentCall, CALLER_HZ]);
    await both.call.hangUp();
  });
});
