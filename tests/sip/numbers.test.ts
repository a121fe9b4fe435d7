// The demo tenant's numbers as their callers hear them: menu, order status, languages, queues, echo, music, and numbers that are none.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EAGER, eventTypes, interactionOf } from '../kit/demo.ts';
import { eventually } from '../kit/processes.ts';
import { findPrompt, heardPrompt } from '../kit/prompts.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { startSoftphone, type CallOptions, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let supervisor: Api;
const open: Softphone[] = [];

type Dialled = {
  call: PhoneCall;
  interaction: () => Promise<string>;
  nodes: () => Promise<string[]>;
  reaches: (node: string, times?: number, timeoutMs?: number) => Promise<void>;
};

/** Each test calls from a number of its own, by which its interaction is found. */
async function dial(from: string, to: string, options: CallOptions = {}): Promise<Dialled> {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: from });
  open.push(phone);
  const call = await phone.call(to, options);
  await call.answered();
  let id: string | null = null;
  const dialled: Dialled = {
    call,
    async interaction() {
      id ??= (await interactionOf(supervisor, from)).id as string;
      return id;
    },
    async nodes() {
      const { items } = await supervisor.get(`/interactions/${await dialled.interaction()}/events?limit=200`);
      return items
        .filter((event: { type: string }) => event.type === 'flow.node-entered')
        .map((event: { data: { node: string } }) => event.data.node);
    },
    async reaches(node, times = 1, timeoutMs = 15_000) {
      await eventually(
        `${from} to reach ${node}`,
        async () => ((await dialled.nodes()).filter((each) => each === node).length >= times ? true : null),
        timeoutMs,
        100,
      );
    },
  };
  return dialled;
}

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
});
afterAll(async () => {
  for (const phone of open) phone.close();
  await tandem?.stop();
});

describe.concurrent('4001', () => {
  it('reads the status of an order back, each word of it', async () => {
    const { call, reaches } = await dial('+8613900000201', '4001');
    await reaches('main-menu');
    await pause(1_500);
    await call.media.press('3');
    await reaches('order-number');
    await call.media.press('1007#');
    await reaches('order-status');
    await reaches('main-menu', 2, 30_000);
    const heard = call.media.heard();
    const places = ['welcome', 'order-number-is', 'digits/1', 'digits/7', 'order-is', 'order-status/returned'].map((prompt) => ({
      prompt,
      ...findPrompt(heard, `en/${prompt}`),
    }));
    for (const place of places) expect(place.likeness, `${place.prompt} was heard`).toBeGreaterThan(0.9);
    expect(places.map((place) => place.at)).toEqual(places.map((place) => place.at).toSorted((a, b) => a - b));
    expect(heardPrompt(heard, 'en/order-status/paid')).toBe(false);
    await call.hangUp();
  });

  it('says so where there is no such order, and asks again', async () => {
    const { call, reaches } = await dial('+8613900000202', '4001');
    await reaches('main-menu');
    await call.media.press('3');
    await reaches('order-number');
    await call.media.press('9999#');
    await reaches('order-not-found');
    await reaches('order-number', 2);
    expect(heardPrompt(call.media.heard(), 'en/order-not-found')).toBe(true);
    await call.hangUp();
  });

  it('speaks Mandarin after 9, and English again after another 9', async () => {
    const { call, reaches } = await dial('+8613900000203', '4001');
    await reaches('main-menu');
    await call.media.press('9');
    await reaches('main-menu', 2);
    const mandarinAt = performance.now();
    // Long enough for its loudest part, wherever that is: the prompt is the whole menu.
    await eventually(
      'the menu in Mandarin',
      () => (heardPrompt(call.media.heard(mandarinAt), 'zh-CN/main-menu') ? true : null),
      20_000,
      1_000,
    );
    await call.media.press('9');
    // From the key on, not from when the log tells of it: the menu's loudest part may be its first words.
    const englishAt = performance.now();
    await reaches('main-menu', 3);
    await eventually('the menu in English', () => (heardPrompt(call.media.heard(englishAt), 'en/main-menu') ? true : null), 20_000, 1_000);
    expect(heardPrompt(call.media.heard(englishAt), 'zh-CN/main-menu')).toBe(false);
    await call.hangUp();
  });

  it('goes to the operator where nobody presses anything', async () => {
    const { call, reaches, nodes } = await dial('+8613900000204', '4001');
    await reaches('operator', 1, 90_000);
    expect((await nodes()).at(-1)).toBe('operator');
    expect(heardPrompt(call.media.heard(), 'en/no-input')).toBe(true);
    await call.hangUp();
    expect(await interactionOf(supervisor, '+8613900000204', (each) => each.endedAt !== null)).toMatchObject({
      stage: 'queue',
      queue: { name: expect.any(String) },
    });
  });

  it('says that a key means nothing, and the next one counts', async () => {
    const { call, reaches } = await dial('+8613900000205', '4001');
    await reaches('main-menu');
    await call.media.press('7');
    await eventually('the prompt for a wrong key', () => (heardPrompt(call.media.heard(), 'en/invalid-choice') ? true : null), 15_000, 500);
    await call.media.press('1');
    await reaches('sales');
    await call.hangUp();
  });
});

describe.concurrent('the other numbers', () => {
  it.each([
    ['4002', '+8613900000211'],
    ['4003', '+8613900000212'],
  ])('%s leads straight into its queue, with music', async (number, from) => {
    const { call, reaches } = await dial(from, number);
    await reaches('queue');
    await pause(7_000);
    const heard = call.media.heard();
    expect(heardPrompt(heard, 'en/please-hold')).toBe(true);
    expect(loudness(heard.subarray(-8_000))).toBeGreaterThan(100);
    await call.hangUp();
    expect(await interactionOf(supervisor, from, (each) => each.endedAt !== null)).toMatchObject({ stage: 'queue', cause: 'normal' });
  });

  it('4004 is the menu until there is a bot', async () => {
    const { call, reaches } = await dial('+8613900000213', '4004');
    await reaches('main-menu');
    await call.hangUp();
  });

  it('4090 gives back what it hears, as soon as its jitter buffer may', async () => {
    const { call, reaches } = await dial('+8613900000214', '4090');
    await reaches('echo');
    await pause(500);
    const delays: number[] = [];
    for (const hz of [500, 900, 1_300]) {
      const from = performance.now();
      call.media.tone(hz);
      const at = await eventually(`the echo of ${hz} Hz`, () => call.media.heardAt(hz, from), 5_000, 20);
      delays.push(at - from);
      call.media.tone(null);
      await pause(400);
    }
    // The buffer follows how unevenly packets come, here as evenly as this machine sends them; how fast it is on a quiet one is bench:latency's.
    expect(delays.toSorted((a, b) => a - b)[1], `echoes after ${delays.map(Math.round).join(', ')} ms`).toBeLessThan(400);
    await call.hangUp();
  });

  it('4091 plays its music', async () => {
    const { call } = await dial('+8613900000215', '4091');
    await pause(4_000);
    const heard = call.media.heard();
    // Every half second of it holds sound.
    for (let at = 4_000; at + 4_000 <= heard.length; at += 4_000) expect(loudness(heard.subarray(at, at + 4_000))).toBeGreaterThan(50);
    await call.hangUp();
  });

  it('a number that is none is refused with 404, and is an interaction all the same', async () => {
    const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: '+8613900000216' });
    open.push(phone);
    for (const to of ['4999', 'agent99', '+8613511112222']) {
      const call = await phone.call(to);
      expect(await call.ended(), to).toBe(404);
    }
    await eventually(
      'all three to be listed',
      async () => {
        const { items } = await supervisor.get('/interactions?limit=100');
        const found = items.filter(
          (each: { remote: string; endedAt: number | null }) => each.remote === '+8613900000216' && each.endedAt !== null,
        );
        if (found.length < 3) return null;
        for (const each of found) expect(each).toMatchObject({ cause: 'not-found', stage: 'flow', answeredAt: null, state: 'closed' });
        return true;
      },
      2_000,
    );
  });

  it.each(['4001', '4002', '4003', '4004', '4090', '4091'])('a call to %s is listed within 2 s, while it is up', async (number) => {
    const from = `+86139000003${number.slice(2)}`;
    const { call, interaction } = await dial(from, number);
    const found = await interactionOf(supervisor, from, () => true, 2_000);
    expect(found).toMatchObject({ state: 'open', direction: 'inbound', customer: { known: false } });
    expect(await eventTypes(supervisor, await interaction())).toContain('call.arrived');
    await call.hangUp();
  });
});

function loudness(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}
