// A supervisor with a live call, on his own phone: who hears whom in each mode, what is recorded, who is freed, and who may do it. Heard by content.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { channelsOf, toneSeconds } from '../kit/audio.ts';
import { AGENT_HZ, CALLER_HZ, hear, openCentre, OTHER_HZ, secondsOf, type Centre, type Talking } from '../kit/centre.ts';
import { eventsOf, eventTypes, interactionOf, untilEvent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, type Api } from '../kit/tandem.ts';

let centre: Centre;
let desk: Softphone;

beforeAll(async () => {
  centre = await openCentre();
  desk = await startSoftphone({ server: { ip: '127.0.0.1', port: centre.tandem.sipPort }, user: 'supervisor' });
  expect((await desk.register()).status).toBe(200);
});
afterEach(() => centre.quiet());
afterAll(async () => {
  desk?.close();
  await centre?.close();
});

const monitor = (both: Talking, method: 'POST' | 'PATCH', mode: string, api: Api = centre.supervisor): Promise<any> =>
  api.send(method, `/calls/${both.callId}/monitor`, { mode });
const leave = (both: Talking): Promise<any> => centre.supervisor.send('DELETE', `/calls/${both.callId}/monitor`);

/** The supervisor's phone rings for the call and he answers, with a tone of his own. */
async function joined(both: Talking, mode: string): Promise<PhoneCall> {
  expect((await monitor(both, 'POST', mode)).monitor).toMatchObject({ mode, state: 'ringing' });
  const own = await desk.incoming();
  own.media.tone(OTHER_HZ);
  own.accept();
  return own;
}

/** The tone reaches him no more, in a stretch in which the others are heard well: what was under way may still come. */
async function deaf(call: PhoneCall, hz: number, ...hears: [PhoneCall, number][]): Promise<void> {
  let from = performance.now();
  await eventually(`${hz} Hz to be heard no more`, () => {
    const now = performance.now();
    if (secondsOf(call, hz, from) > 0) from = now;
    return now - from > 600 && hears.every(([each, tone]) => secondsOf(each, tone, from) >= 0.2) ? true : null;
  });
}

describe('a supervisor with a call', () => {
  it('listens, whispers, joins and goes, and each hears what he should', async () => {
    const both = await centre.talking();
    const { call, agentCall } = both;
    const began = performance.now();
    const own = await joined(both, 'listen');
    await hear([own, CALLER_HZ], [own, AGENT_HZ]);
    await deaf(agentCall, OTHER_HZ, [agentCall, CALLER_HZ]);
    await deaf(call, OTHER_HZ, [call, AGENT_HZ]);
    // Nor in any moment before.
    expect(secondsOf(call, OTHER_HZ, began) + secondsOf(agentCall, OTHER_HZ, began)).toBeLessThan(0.05);
    // Nobody is told who only listens.
    expect((await centre.one.api.get('/calls')).items[0].monitor).toBeNull();
    expect((await centre.live(both.id)).monitor).toMatchObject({ mode: 'listen', state: 'up', name: 'Sun Supervisor' });

    expect((await monitor(both, 'PATCH', 'whisper')).monitor).toMatchObject({ mode: 'whisper' });
    await hear([agentCall, OTHER_HZ], [agentCall, CALLER_HZ], [own, CALLER_HZ], [own, AGENT_HZ]);
    await deaf(call, OTHER_HZ, [call, AGENT_HZ]);
    expect((await centre.one.api.get('/calls')).items[0].monitor).toMatchObject({ mode: 'whisper' });

    expect(secondsOf(call, OTHER_HZ, began)).toBeLessThan(0.05);
    await monitor(both, 'PATCH', 'barge');
    await hear([agentCall, OTHER_HZ], [call, OTHER_HZ], [own, CALLER_HZ], [own, AGENT_HZ], [call, AGENT_HZ], [agentCall, CALLER_HZ]);
    await monitor(both, 'PATCH', 'whisper');
    await deaf(call, OTHER_HZ, [agentCall, OTHER_HZ]);

    expect((await leave(both)).monitor).toBeNull();
    expect(await own.ended()).toBe('bye');
    await deaf(agentCall, OTHER_HZ, [agentCall, CALLER_HZ], [call, AGENT_HZ]);
    await untilEvent(centre.supervisor, both.id, 'call.monitor-ended');
    const modes = (await eventsOf(centre.supervisor, both.id, 'call.monitored')).map((event) => event.data.mode);
    expect(modes).toEqual(['listen', 'whisper', 'barge', 'whisper']);
    // His leg is none of the contact's: neither in what the agent reads nor in who took part.
    const types = await eventTypes(centre.one.api, both.id);
    expect(types.filter((type) => type.startsWith('call.monitor'))).toEqual([]);
    expect((await centre.one.api.get(`/interactions/${both.id}`)).legs).toHaveLength(2);
    const trail = (await centre.admin.get('/audit?limit=50')).items.map((entry: { action: string }) => entry.action);
    expect(trail).toEqual(expect.arrayContaining(['call.monitored', 'call.monitor-changed', 'call.monitor-ended']));
    await call.hangUp();
  });

  it('is in the recording only where the customer hears him', async () => {
    const both = await centre.talking();
    const own = await joined(both, 'whisper');
    await hear([both.agentCall, OTHER_HZ]);
    await pause(1_000);
    await monitor(both, 'PATCH', 'barge');
    await hear([both.call, OTHER_HZ]);
    // Alone on the right for a while, so that it is most of what is there.
    both.agentCall.media.tone(null);
    await pause(800);
    await both.call.hangUp();
    expect(await own.ended()).toBe('bye');
    const [left, right] = await recorded(both);
    expect(toneSeconds(left, OTHER_HZ)).toBe(0);
    expect(toneSeconds(left, CALLER_HZ)).toBeGreaterThan(1);
    const barged = toneSeconds(right, OTHER_HZ);
    expect(barged).toBeGreaterThan(0.3);
    // The second of whispering is not in it.
    const first = right.findIndex((_sample, at) => at % 160 === 0 && toneSeconds(right.subarray(at, at + 160), OTHER_HZ) > 0);
    expect(first / 8_000).toBeGreaterThan(1);
  });

  it('takes over: the agent is free, the customer is his', async () => {
    const both = await centre.talking();
    const own = await joined(both, 'listen');
    await hear([own, CALLER_HZ]);
    expect(await monitor(both, 'PATCH', 'take-over')).toMatchObject({ stage: 'agent', monitor: null });
    expect(await both.agentCall.ended()).toBe('bye');
    await hear([both.call, OTHER_HZ], [own, CALLER_HZ]);
    await eventually('the agent to be free', async () => ((await centre.one.shown()).workCount === 0 ? true : null));
    expect((await untilEvent(centre.one.api, both.id, 'call.taken-over'))[0].data).toMatchObject({ agent: centre.one.id });
    const { segments, legs } = await interactionOf(centre.supervisor, both.from, (each) => each.segments.at(-1)?.outcome === null);
    expect(segments.at(-1)).toMatchObject({ kind: 'agent', agent: { name: 'Sun Supervisor' } });
    expect(legs.map((each: { party: string }) => each.party)).toEqual(['customer', 'agent', 'agent']);
    // As his own call it obeys him.
    await own.hangUp();
    expect(await both.call.ended()).toBe('bye');
  });

  it('may take over at once, before he heard anything', async () => {
    const both = await centre.talking();
    const own = await joined(both, 'take-over');
    expect(await both.agentCall.ended()).toBe('bye');
    await hear([both.call, OTHER_HZ], [own, CALLER_HZ]);
    await both.call.hangUp();
    expect(await own.ended()).toBe('bye');
    expect((await untilEvent(centre.supervisor, both.id, 'interaction.ended'))[0].data).toMatchObject({ by: 'customer', stage: 'agent' });
  });
});

describe('whoever hangs up', () => {
  it('the supervisor, in the middle of a whisper: the two go on', async () => {
    const both = await centre.talking();
    const own = await joined(both, 'whisper');
    await hear([both.agentCall, OTHER_HZ]);
    await own.hangUp();
    await deaf(both.agentCall, OTHER_HZ, [both.agentCall, CALLER_HZ], [both.call, AGENT_HZ]);
    expect((await centre.live(both.id)).monitor).toBeNull();
    // And he may come back.
    const again = await joined(both, 'listen');
    await hear([again, CALLER_HZ]);
    await both.call.hangUp();
    expect(await again.ended()).toBe('bye');
  });

  it('the agent: who whispered goes with him, who had joined stays with the customer', async () => {
    const whispered = await centre.talking();
    const aside = await joined(whispered, 'whisper');
    await hear([whispered.agentCall, OTHER_HZ]);
    await whispered.agentCall.hangUp();
    expect(await whispered.call.ended()).toBe('bye');
    expect(await aside.ended()).toBe('bye');
    await centre.quiet();

    const both = await centre.talking();
    const own = await joined(both, 'barge');
    await hear([both.call, OTHER_HZ]);
    await both.agentCall.hangUp();
    await deaf(both.call, AGENT_HZ, [both.call, OTHER_HZ], [own, CALLER_HZ]);
    await untilEvent(centre.supervisor, both.id, 'call.taken-over');
    await own.hangUp();
    expect(await both.call.ended()).toBe('bye');
  });

  it('the customer, while the supervisor’s phone still rings: it stops', async () => {
    const both = await centre.talking();
    await monitor(both, 'POST', 'listen');
    const own = await desk.incoming();
    own.ring();
    await both.call.hangUp();
    expect(await own.ended()).toBe('cancelled');
    const types = await eventTypes(centre.supervisor, both.id);
    expect(types.filter((type) => type.startsWith('call.monitor'))).toEqual([]);
  });

  it('the supervisor who does not answer: nothing is heard, nothing is kept busy', async () => {
    const both = await centre.talking();
    await monitor(both, 'POST', 'whisper');
    (await desk.incoming()).refuse(486);
    await eventually('the try to be over', async () => ((await centre.live(both.id)).monitor === null ? true : null));
    await hear([both.call, AGENT_HZ], [both.agentCall, CALLER_HZ]);
    await both.call.hangUp();
  });
});

describe('a talk that changes', () => {
  it('is followed through hold and consultation, and left when somebody else has the customer', async () => {
    const both = await centre.talking();
    const own = await joined(both, 'whisper');
    await hear([both.agentCall, OTHER_HZ]);
    await centre.one.api.send('POST', `/calls/${both.callId}/hold`);
    // While the customer waits the two talk of him.
    await deaf(own, CALLER_HZ, [own, AGENT_HZ], [both.agentCall, OTHER_HZ]);
    await centre.one.api.send('POST', `/calls/${both.callId}/resume`);
    await hear([own, CALLER_HZ]);
    await centre.one.api.send('POST', `/calls/${both.callId}/consult`, { target: 'agent7' });
    const third = await centre.two.phone.incoming();
    third.media.tone(450);
    third.accept();
    await hear([own, 450], [own, AGENT_HZ]);
    await deaf(third, OTHER_HZ, [third, AGENT_HZ]);
    // The customer is to be lost to nobody: not while a third party is on the line.
    await expect(monitor(both, 'PATCH', 'take-over')).rejects.toThrow('call.wrong-state');
    await centre.one.api.send('POST', `/calls/${both.callId}/complete`);
    expect(await own.ended()).toBe('bye');
    await deaf(both.call, OTHER_HZ, [both.call, 450]);
    // The colleague can be followed too, by who may.
    const next = await joined(both, 'listen');
    await hear([next, CALLER_HZ], [next, 450]);
    await both.call.hangUp();
    expect(await next.ended()).toBe('bye');
  });
});

describe('who may', () => {
  it('no agent, nobody for another team, and only one at a time', async () => {
    const both = await centre.talking();
    await expect(monitor(both, 'POST', 'listen', centre.one.api)).rejects.toThrow('access.denied');
    const { admin, tandem } = centre;
    const role = await admin.send('POST', '/roles', {
      name: { en: 'Team lead', 'zh-CN': '组长' },
      permissions: [
        { action: 'calls:monitor', scope: 'team' },
        { action: 'interactions:read', scope: 'team' },
      ],
    });
    const { items: teams } = await admin.get('/teams');
    const lead = async (team: string): Promise<Api> => {
      const email = `lead-${team.toLowerCase()}@demo.test`;
      const password = 'correct horse battery';
      const id = teams.find((each: { name: string }) => each.name === team).id;
      await admin.send('POST', '/users', { email, name: `Lead ${team}`, role: role.id, team: id, password, takesWork: true });
      return signIn(tandem.baseUrl, email, password);
    };
    await expect(monitor(both, 'POST', 'listen', await lead('Sales'))).rejects.toThrow('call.not-found');
    const own = await lead('Support');
    // His own team's, but he has no phone yet.
    await expect(monitor(both, 'POST', 'listen', own)).rejects.toThrow('call.no-device');
    const phone = await joined(both, 'listen');
    await hear([phone, CALLER_HZ]);
    await expect(monitor(both, 'POST', 'listen', own)).rejects.toThrow('monitor.taken');
    await expect(monitor(both, 'PATCH', 'barge', own)).rejects.toThrow('monitor.not-yours');
    await leave(both);
    await phone.ended();
    await expect(leave(both)).rejects.toThrow('monitor.none');
    await both.call.hangUp();
  });
});

async function recorded(both: Talking): Promise<[Int16Array, Int16Array]> {
  await untilEvent(centre.supervisor, both.id, 'recording.sealed');
  const { recordings } = await centre.supervisor.get(`/interactions/${both.id}`);
  const wav = await centre.supervisor.raw(`/recordings/${recordings[0].id}/audio`);
  const [left, right] = channelsOf(new Uint8Array(await wav.arrayBuffer()));
  return [left!, right!];
}
