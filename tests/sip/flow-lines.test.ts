// A flow that calls somebody for its caller, runs other flows, and speaks Chinese that was made at run time: heard by both sides.
import { readWav } from '@tandem/rtp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAi, type Ai } from '../../server/src/modules/ai/index.ts';
import { CALLER_HZ, hear, openCentre, OTHER_HZ, OUTSIDE, type Centre } from '../kit/centre.ts';
import { eventsOf, interactionOf, untilEvent } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';
import { expectPrompts, findPrompt, wholeLikeness } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

let centre: Centre;
let ai: Ai;
beforeAll(async () => {
  centre = await openCentre();
  ai = createAi({ log: { info() {}, warn() {}, error() {} }, metrics: { observe() {} } });
});
afterEach(() => centre.quiet());
afterAll(async () => {
  await ai?.stop();
  await centre?.close();
});

const says = (prompt: string) => ({ type: 'hang-up', say: [{ prompt }] });

async function call(number: string): Promise<{ call: PhoneCall; id: string }> {
  const { phone, from } = await centre.caller();
  const made = await phone.call(number, { hz: CALLER_HZ });
  await made.answered();
  return { call: made, id: (await interactionOf(centre.supervisor, from)).id };
}
const nodesOf = async (id: string): Promise<string[]> => {
  await untilEvent(centre.supervisor, id, 'flow.ended');
  return (await eventsOf(centre.supervisor, id, 'flow.node-entered')).map((each) => each.data.node);
};

describe('a flow that dials', () => {
  beforeAll(async () => {
    await publishFlow(centre.admin, '4061', {
      answer: { type: 'answer', next: 'dial' },
      dial: {
        type: 'dial',
        to: { number: OUTSIDE },
        timeoutMs: 5_000,
        next: 'after',
        busy: 'busy',
        noAnswer: 'nobody',
        failed: 'failed',
      },
      after: says('goodbye'),
      busy: says('closed'),
      nobody: says('try-again-later'),
      failed: says('technical-problem'),
    });
  });

  it('lets the two hear each other, and has the caller back when the other hangs up', async () => {
    const { call: caller, id } = await call('4061');
    const other = await centre.outside.incoming();
    other.ring();
    other.media.tone(OTHER_HZ);
    other.accept();
    await hear([caller, OTHER_HZ], [other, CALLER_HZ]);
    expect((await centre.live(id)).stage).toBe('other');
    await other.hangUp();
    expect(await caller.ended()).toBe('bye');
    expectPrompts(caller.media.heard(), ['en/goodbye']);
    expect(await nodesOf(id)).toEqual(['answer', 'dial', 'after']);
    const detail = await centre.supervisor.get(`/interactions/${id}`);
    expect(detail).toMatchObject({ cause: 'normal' });
    expect(detail.legs.map((leg: { party: string }) => leg.party).sort()).toEqual(['customer', 'other']);
  });

  it('goes its way by the answer: busy, declined, not found, out of order', async () => {
    const ways = [
      { status: 486, node: 'busy', prompt: 'en/closed' },
      { status: 603, node: 'busy', prompt: 'en/closed' },
      { status: 404, node: 'failed', prompt: 'en/technical-problem' },
      { status: 503, node: 'failed', prompt: 'en/technical-problem' },
    ];
    const calls: (Awaited<ReturnType<typeof call>> & (typeof ways)[number])[] = [];
    for (const way of ways) {
      const made = await call('4061');
      (await centre.outside.incoming()).refuse(way.status);
      calls.push({ ...made, ...way });
    }
    for (const each of calls) expect(await each.call.ended(20_000)).toBe('bye');
    for (const { call: caller, id, node, prompt } of calls) {
      expectPrompts(caller.media.heard(), [prompt]);
      expect(await nodesOf(id)).toEqual(['answer', 'dial', node]);
    }
  });

  it('gives up after its time, and the other phone rings no more', async () => {
    const { call: caller, id } = await call('4061');
    const other = await centre.outside.incoming();
    other.ring();
    expect(await other.ended(15_000)).toBe('cancelled');
    expect(await caller.ended(20_000)).toBe('bye');
    expectPrompts(caller.media.heard(), ['en/try-again-later']);
    expect(await nodesOf(id)).toEqual(['answer', 'dial', 'nobody']);
  });

  it('lets the other go with its caller, ringing or talking', async () => {
    const ringing = await call('4061');
    const rung = await centre.outside.incoming();
    rung.ring();
    await ringing.call.hangUp();
    expect(await rung.ended()).toBe('cancelled');
    expect((await untilEvent(centre.supervisor, ringing.id, 'flow.ended'))[0].data.outcome).toBe('customer-left');

    const talking = await call('4061');
    const talked = await centre.outside.incoming();
    talked.media.tone(OTHER_HZ);
    talked.accept();
    await hear([talking.call, OTHER_HZ], [talked, CALLER_HZ]);
    await talking.call.hangUp();
    expect(await talked.ended()).toBe('bye');
    expect((await untilEvent(centre.supervisor, talking.id, 'flow.ended'))[0].data.outcome).toBe('customer-left');
  });
});

describe('flows inside one another', () => {
  it('hand values in and out, and go on where they were called', async () => {
    const inner = await publishFlow(centre.admin, null, {
      say: { type: 'play', say: [{ value: '{{amount}}', as: 'number' }], next: 'sum' },
      sum: { type: 'set', variable: 'sum', value: '{{amount}}7', next: 'back' },
      back: { type: 'return' },
    });
    const middle = await publishFlow(centre.admin, null, {
      'call-inner': { type: 'sub-flow', flow: inner, in: { amount: '{{first}}' }, out: { made: 'sum' }, next: 'back', failed: 'back' },
      back: { type: 'return' },
    });
    await publishFlow(centre.admin, '4062', {
      answer: { type: 'answer', next: 'call-middle' },
      'call-middle': {
        type: 'sub-flow',
        flow: middle,
        in: { first: '4' },
        out: { total: 'made', lost: 'amount' },
        next: 'tell',
        failed: 'failed',
      },
      tell: {
        type: 'play',
        say: [
          { value: '{{total}}', as: 'number' },
          { value: '{{lost}}', as: 'number', or: 'order-not-found' },
        ],
        next: 'bye',
      },
      bye: says('goodbye'),
      failed: says('technical-problem'),
    });
    const { call: caller, id } = await call('4062');
    expect(await caller.ended(20_000)).toBe('bye');
    const heard = caller.media.heard();
    // What the inner flow knew stays there: nothing was handed out under that name.
    expectPrompts(heard, ['en/digits/4', 'en/numbers/47', 'en/order-not-found', 'en/goodbye']);
    expect(findPrompt(heard, 'en/technical-problem').likeness).toBeLessThan(0.8);
    expect(await nodesOf(id)).toEqual(['answer', 'call-middle', 'call-inner', 'say', 'sum', 'back', 'back', 'tell', 'bye']);
  });
});

describe('Chinese made at run time', () => {
  it('is spoken with what the caller keyed in', async () => {
    const text = (room: string) => `您要的是${room}号房间，请稍等。`;
    await publishFlow(
      centre.admin,
      '4063',
      {
        answer: { type: 'answer', next: 'room' },
        room: {
          type: 'collect',
          say: [],
          into: 'room',
          min: 1,
          max: 4,
          terminators: '#',
          firstDigitMs: 10_000,
          interDigitMs: 5_000,
          retries: 0,
          bargeIn: true,
          next: 'tell',
          failed: 'tell',
        },
        tell: { type: 'play', say: [{ text: { 'zh-CN': text('{{room}}') } }], next: 'bye' },
        bye: says('goodbye'),
      },
      'zh-CN',
    );
    const { call: caller } = await call('4063');
    await caller.media.press('315#');
    expect(await caller.ended(30_000)).toBe('bye');
    const heard = caller.media.heard();
    const likeness = async (room: string): Promise<number> => {
      const { wav } = await ai.speech.synthesise({ tenant: 'tnt_test', text: text(room), language: 'zh-CN' });
      return wholeLikeness(heard, readWav(wav).samples);
    };
    expect(await likeness('315')).toBeGreaterThan(0.9);
    expect(await likeness('864')).toBeLessThan(0.8);
    expectPrompts(heard, ['zh-CN/goodbye']);
  });
});
