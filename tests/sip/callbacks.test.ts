// Call-backs: asked for over the API, kept over kill -9 of everything, agent first and then the customer; tried again when he is not reached.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAgent, EAGER, untilEvent, type DemoAgent } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem } from '../kit/tandem.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { AGENT_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';

let centre: Centre;
/** The last test ends it. */
let ended = false;
beforeAll(async () => {
  centre = await openCentre();
});
afterAll(() => (ended ? undefined : centre?.close()));

const ask = (body: Record<string, unknown> = {}): Promise<any> =>
  centre.one.api.send('POST', '/callbacks', { address: OUTSIDE, queue: centre.support, ...body });
const listed = async (id: string): Promise<any> =>
  (await centre.supervisor.get('/callbacks')).items.find((each: { id: string }) => each.id === id);

describe('a call-back', () => {
  it('rings the agent with the customer’s number, then the customer, and they talk', async () => {
    const { one, outside, supervisor } = centre;
    const { id, state } = await ask();
    expect(state).toBe('waiting');
    const own = await one.phone.incoming();
    expect(own.invite.from.display).toContain(OUTSIDE);
    own.media.tone(AGENT_HZ);
    own.accept();
    const other = await outside.incoming();
    other.media.tone(OTHER_HZ);
    other.accept();
    await hear([own, OTHER_HZ], [other, AGENT_HZ]);
    expect((await untilEvent(supervisor, id, 'callback.attempted'))[0].data).toMatchObject({ attempt: 1, outcome: 'reached', next: null });
    await pause(300);
    await other.hangUp();
    expect(await own.ended()).toBe('bye');
    const detail = await eventually('its end', async () => {
      const found = await supervisor.get(`/interactions/${id}`);
      return found.endedAt === null ? null : found;
    });
    expect(detail).toMatchObject({ direction: 'outbound', cause: 'normal' });
    // As the queue's rule says.
    expect(detail.recordings).toHaveLength(1);
    expect(await listed(id)).toMatchObject({ state: 'reached', attempts: 0 });
  });

  it('that does not reach him frees the agent at once and is tried again later', async () => {
    const { one, outside, supervisor } = centre;
    const { id } = await ask();
    const own = await one.phone.incoming();
    own.accept();
    (await outside.incoming()).refuse(486);
    expect(await own.ended()).toBe('bye');
    const [attempted] = await untilEvent(supervisor, id, 'callback.attempted');
    expect(attempted.data).toMatchObject({ attempt: 1, outcome: 'busy' });
    expect(attempted.data.next - attempted.at).toBe(5 * 60_000);
    await eventually('the agent to be free', async () => ((await one.shown()).workCount === 0 ? true : null));
    expect(await listed(id)).toMatchObject({ state: 'waiting', attempts: 1, notBefore: attempted.data.next });
    expect((await untilEvent(supervisor, id, 'work.queued', 2))[1].data).toMatchObject({ task: 'callback' });
    await one.api.send('DELETE', `/callbacks/${id}`);
    expect(await listed(id)).toMatchObject({ state: 'cancelled' });
    expect((await supervisor.raw(`/callbacks/${id}`, { method: 'DELETE' })).status).toBe(409);
  });

  it('that an agent declines is offered again, and a cancelled one rings nobody', async () => {
    const { one, supervisor } = centre;
    const { id } = await ask();
    (await one.phone.incoming()).refuse(603);
    await untilEvent(supervisor, id, 'work.offer-ended');
    expect(await listed(id)).toMatchObject({ state: 'waiting', attempts: 0 });
    await one.api.send('DELETE', `/callbacks/${id}`);
    await eventually('its end', async () => ((await supervisor.get(`/interactions/${id}`)).endedAt === null ? null : true));
    expect((await supervisor.get('/calls')).items).toEqual([]);
  });

  it('survives kill -9 of everything, also one for later and one that its agent was about to call', async () => {
    const { one } = centre;
    await one.presence('away');
    const now = await ask();
    const later = await ask({ address: '+8613700009998', notBefore: Date.now() + 3_600_000 });
    const taken = await ask({ address: '+8613700009997' });
    await one.api.send('POST', `/callbacks/${taken.id}/take`);
    await one.phone.incoming();
    expect(await listed(taken.id)).toMatchObject({ state: 'taken' });
    ended = true;
    await centre.tandem.killAll();
    for (const phone of [one.phone, centre.two.phone, centre.outside]) phone.close();
    const again = await startTandem(centre.tandem.env, EAGER);
    let agent: DemoAgent | null = null;
    let outside: Softphone | null = null;
    try {
      const server = { ip: '127.0.0.1', port: again.sipPort };
      outside = await startSoftphone({ server, user: 'outside', port: again.sipPort + 10 });
      agent = await demoAgent(again, 1);
      const own = await agent.phone.incoming();
      own.media.tone(AGENT_HZ);
      own.accept();
      const other = await outside.incoming();
      other.media.tone(OTHER_HZ);
      other.accept();
      await hear([own, OTHER_HZ], [other, AGENT_HZ]);
      const supervisor = await signIn(again.baseUrl, 'supervisor@demo.test');
      const { items } = await supervisor.get('/callbacks');
      expect(items.find((each: { id: string }) => each.id === now.id)).toMatchObject({ state: 'reached' });
      expect(items.find((each: { id: string }) => each.id === later.id)).toMatchObject({ state: 'waiting', notBefore: later.notBefore });
      await own.hangUp();
      // The other is in the line again, and next.
      const second = await agent.phone.incoming(20_000);
      second.accept();
      (await outside.incoming()).accept();
      await eventually('the second to be reached', async () => {
        const after = (await supervisor.get('/callbacks')).items.find((each: { id: string }) => each.id === taken.id);
        return after.state === 'reached' ? true : null;
      });
      await second.hangUp();
    } finally {
      for (const phone of [agent?.phone, outside]) phone?.close();
      await again.stop();
    }
  });
});
