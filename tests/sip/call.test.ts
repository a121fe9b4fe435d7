// The call as its users make it: SIPp dials 4001, presses a key, waits, talks with a baresip desk phone, is held and transferred, hangs up.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsOf, toneSeconds, writeToneALaw, writeToneWav } from '../kit/audio.ts';
import { startPhone, type Phone } from '../kit/baresip.ts';
import { captureRtp } from '../kit/capture.ts';
import { eventually } from '../kit/processes.ts';
import { startCaller } from '../kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

/** What each party sends, so that who is heard where can be told by content. */
const CUSTOMER_HZ = 700;
const SUPPORT_HZ = 1_200;
const SALES_HZ = 1_900;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'call-test-'));
const customerTone = path.join(folder, 'customer.alaw');
const supportTone = path.join(folder, 'support.wav');
const salesTone = path.join(folder, 'sales.wav');

let tandem: Tandem;
let supervisor: Api;
let support: { api: Api; phone: Phone };
let sales: { api: Api; phone: Phone };

async function agent(n: number, plays: string): Promise<{ api: Api; phone: Phone }> {
  const phone = await startPhone({ user: `agent${n}`, server: `127.0.0.1:${tandem.sipPort}`, answer: 'auto', plays });
  const api = await signIn(tandem.baseUrl, `agent${n}@demo.test`);
  await api.send('PUT', `/agents/${api.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
  return { api, phone };
}

beforeAll(async () => {
  writeToneALaw(customerTone, CUSTOMER_HZ, 20);
  writeToneWav(supportTone, SUPPORT_HZ, 60);
  writeToneWav(salesTone, SALES_HZ, 60);
  tandem = await startTandem();
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  support = await agent(1, supportTone);
  sales = await agent(7, salesTone);
});

afterAll(async () => {
  await support?.phone.stop();
  await sales?.phone.stop();
  await tandem?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a call from the menu to the timeline', () => {
  let interaction: string;
  let heardByCustomer: Int16Array;

  it('is answered, routed by key, talked, held, resumed, transferred and hung up', async () => {
    const caller = await startCaller({
      to: '4001',
      server: `127.0.0.1:${tandem.sipPort}`,
      from: '+8613800138001',
      steps: [{ wait: 2_500 }, { press: '2' }, { talk: customerTone }, { wait: 22_000 }, { hangUp: true }],
    });
    const capture = await captureRtp(caller.mediaPort);
    try {
      await support.phone.sees('CALL_ESTABLISHED', 20_000);
      // The desk phone shows who calls.
      expect(support.phone.events().find((event) => event.type === 'CALL_ESTABLISHED')?.param).toContain('+8613800138001');
      const listed = await eventually('the interaction to be listed', async () => {
        const { items } = await supervisor.get('/interactions');
        return items.find((each: { agent: unknown; state: string }) => each.agent !== null && each.state === 'open');
      });
      interaction = listed.id;
      expect(listed).toMatchObject({ direction: 'inbound', customer: { name: '王芳', level: 'platinum', known: true }, stage: 'agent' });
      await new Promise((resolve) => setTimeout(resolve, 2_500));

      await support.phone.command('hold');
      await events(['call.held']);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await support.phone.command('resume');
      await events(['call.resumed']);
      await new Promise((resolve) => setTimeout(resolve, 1_500));

      await support.phone.command('transfer', `sip:4003@127.0.0.1:${tandem.sipPort}`);
      await support.phone.sees('CALL_CLOSED');
      await sales.phone.sees('CALL_ESTABLISHED');
      await caller.done();
      heardByCustomer = await capture.audio();
    } finally {
      await caller.stop();
    }
    await eventually('the call to end', async () => ((await detail()).endedAt === null ? null : true));
  });

  it('carried audio both ways, by content', () => {
    // Customer: the menu and music first, then each agent's tone.
    expect(toneSeconds(heardByCustomer, SUPPORT_HZ)).toBeGreaterThan(3);
    expect(toneSeconds(heardByCustomer, SALES_HZ)).toBeGreaterThan(2);
    for (const { phone } of [support, sales]) expect(toneSeconds(channelsOf(phone.heard())[0]!, CUSTOMER_HZ)).toBeGreaterThan(2);
    // Nobody hears himself.
    expect(toneSeconds(heardByCustomer, CUSTOMER_HZ)).toBeLessThan(0.1);
    expect(toneSeconds(channelsOf(support.phone.heard())[0]!, SUPPORT_HZ)).toBeLessThan(0.1);
  });

  it('is recorded per channel: customer left, agent right', async () => {
    const { recordings } = await eventually('both recordings to be sealed', async () => {
      const found = await detail();
      return found.recordings.length === 2 && found.recordings.every((each: { state: string }) => each.state === 'sealed') ? found : null;
    });
    for (const [i, hz] of [SUPPORT_HZ, SALES_HZ].entries()) {
      const answer = await supervisor.raw(`/recordings/${recordings[i].id}/audio`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('audio/wav');
      const [left, right] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
      expect(toneSeconds(left!, CUSTOMER_HZ)).toBeGreaterThan(2);
      expect(toneSeconds(right!, hz)).toBeGreaterThan(2);
      expect(toneSeconds(left!, hz)).toBeLessThan(0.1);
      expect(toneSeconds(right!, CUSTOMER_HZ)).toBeLessThan(0.1);
    }
    const admin = await signIn(tandem.baseUrl, 'admin@demo.test');
    const { items } = await admin.get('/audit');
    expect(items.filter((entry: { action: string }) => entry.action === 'recording.listen')).toHaveLength(2);
  });

  it('is wrapped up by its agents, stands on the timeline and is counted', async () => {
    for (const { api } of [support, sales]) {
      await api.send('PUT', `/interactions/${interaction}/wrap-up`, {
        disposition: 'order-updated',
        resolved: true,
        notes: 'asked about order 1007',
      });
    }
    const closed = await eventually('the interaction to be closed', async () => {
      const found = await detail();
      return found.state === 'closed' ? found : null;
    });
    expect(closed).toMatchObject({ disposition: 'order-updated', resolved: true, cause: 'normal' });
    expect(closed.segments.map((segment: { kind: string }) => segment.kind)).toEqual(['flow', 'queue', 'agent', 'flow', 'queue', 'agent']);
    expect(closed.wrapUps[0].notes).toBe('asked about order 1007');
    const timeline = await supervisor.get(`/customers/${closed.customer.id}/timeline`);
    expect(timeline.items.map((each: { id: string }) => each.id)).toContain(interaction);

    const kpis = await eventually('the contact to be counted in both queues', async () => {
      const { queues } = await supervisor.get('/kpis');
      const handled = queues.filter((row: { handled: number }) => row.handled === 1);
      return handled.length === 2 ? handled : null;
    });
    for (const row of kpis) expect(row).toMatchObject({ offered: 1, answered: 1, answeredInTime: 1, abandoned: 0, serviceLevel: 1 });
    const held = kpis.find((row: { queue: { name: string } }) => row.queue.name === 'Support' || row.queue.name === '客户支持');
    expect(held).toMatchObject({ transfersOut: 1 });
    expect(held.holdMs).toBeGreaterThan(1_000);
    expect(held.talkMs).toBeGreaterThan(2_000);
    const agents = await supervisor.get('/agents');
    for (const each of agents.items.filter((one: { id: string }) => [support.api.user.agent, sales.api.user.agent].includes(one.id)))
      expect(each.work ?? null).toBeNull();
  });

  async function detail(): Promise<any> {
    return supervisor.get(`/interactions/${interaction}`);
  }
  async function events(types: string[]): Promise<void> {
    await eventually(`events ${types.join(' ')}`, async () => {
      const { items } = await supervisor.get(`/interactions/${interaction}/events?limit=200`);
      return types.every((type) => items.some((event: { type: string }) => event.type === type)) ? true : null;
    });
  }
});

describe('a caller who gives up', () => {
  it('in the queue is counted as abandoned there, and nobody is stuck', async () => {
    for (const { api } of [support, sales])
      await api.send('PUT', `/agents/${api.user.agent}/presence`, { presence: 'away', reason: 'lunch', onQueue: false });
    const caller = await startCaller({ to: '4002', server: `127.0.0.1:${tandem.sipPort}`, steps: [{ wait: 6_500 }, { hangUp: true }] });
    await caller.done();
    await caller.stop();
    const abandoned = await eventually('the abandoned call', async () => {
      const { items } = await supervisor.get('/interactions?limit=5');
      return items.find((each: { remote: string; endedAt: number | null }) => each.remote === 'sipp' && each.endedAt !== null);
    });
    expect(abandoned).toMatchObject({ stage: 'queue', customer: { known: false }, answeredAt: null });
    const { items } = await supervisor.get(`/interactions/${abandoned.id}/events?limit=200`);
    expect(items.find((event: { type: string }) => event.type === 'work.abandoned')?.data).toMatchObject({ stage: 'queue' });
  });
});
