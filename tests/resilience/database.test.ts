// The database dies, and hangs, under ten calls in every stage: they go on, and what happened meanwhile is in the log once.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hear, secondsOf } from '../kit/centre.ts';
import { interactionOf } from '../kit/demo.ts';
import { expectWhole, stopAndReadLog } from '../kit/log-truth.ts';
import { freeze, killPart } from '../kit/parts.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic, heardPrompt } from '../kit/prompts.ts';
import { AGENTS_HZ, CALLERS_HZ, openFloor, type Floor, type Party } from './floor.ts';

let floor: Floor;
let calls: Awaited<ReturnType<Floor['stages']>>;
let fresh: Party;
let outage: [number, number];
/** Callers whom nobody took, by number. */
const missed: string[] = [];

beforeAll(async () => {
  floor = await openFloor();
  calls = await floor.stages();
});
afterAll(() => floor?.close());

describe('while the database is away, killed and slow to come back', () => {
  let thaw = (): void => undefined;
  beforeAll(async () => {
    await killPart(floor.tandem, 'postgres');
    // Its successor is kept from coming up.
    thaw = freeze(floor.tandem, 'postgres');
    outage = [Date.now(), 0];
  });

  it('both sides of those who talk hear each other, and a phone that holds is still held', async () => {
    const { talk, hold } = calls;
    await hear(...talk.flatMap((each) => [[each.call, each.agentHz] as const, [each.agentCall, each.hz] as const]));
    const from = performance.now();
    await pause(1_200);
    for (const each of hold) {
      expect(secondsOf(each.call, each.agentHz, from)).toBe(0);
      expect(heardMusic(each.call.media.heard(from))).toBe(true);
    }
    for (const each of calls.line) expect(heardMusic(each.call.media.heard(from))).toBe(true);
  });

  it('whoever hangs up lets the other go at once', async () => {
    await calls.talk[1].call.hangUp();
    expect(await calls.talk[1].agentCall.ended(3_000)).toBe('bye');
  });

  it('the menu goes on: a key leads on, without a word of trouble', async () => {
    const [first] = calls.menu;
    const from = performance.now();
    await first.call.media.press('3');
    await eventually('the prompt that asks for an order number', () =>
      heardPrompt(first.call.media.heard(from), 'en/enter-order-number') ? true : null,
    );
    expect(heardPrompt(first.call.media.heard(from), 'en/technical-problem')).toBe(false);
  });

  it('a phone that rings may be answered, and a new call rings', async () => {
    calls.ring[0].agentCall.accept();
    fresh = await floor.call('4001');
    const statuses = (): number[] => fresh.call.answers.map(({ status }) => status);
    await eventually('ringing', () => (statuses().includes(180) ? true : null), 5_000).catch((error: unknown) => {
      throw new Error(`the new call was answered ${statuses().join(' ')}: ${floor.tandem.program.output().slice(-3_000)}`, {
        cause: error,
      });
    });
  });

  it('and when it is back everybody goes on', async () => {
    thaw();
    outage[1] = Date.now();
    await floor.ready();
    const [answered] = calls.ring;
    await hear([answered.call, answered.agentHz], [answered.agentCall, answered.hz]);
    await fresh.call.answered();
    await hear([calls.talk[0].call, AGENTS_HZ[0]], [calls.talk[0].agentCall, CALLERS_HZ[0]]);
    const [held] = calls.hold;
    await held.agent.api.send('POST', `/calls/${held.callId}/resume`);
    await hear([held.call, held.agentHz], [held.agentCall, held.hz]);
    // The one that rang on is answered only now.
    calls.ring[1].agentCall.accept();
    await hear([calls.ring[1].call, calls.ring[1].agentHz], [calls.ring[1].agentCall, calls.ring[1].hz]);
    // Agent 2 was left during the outage: the first in line rings there.
    const next = await floor.agents[1]!.phone.incoming(15_000);
    next.media.tone(2_500);
    next.accept();
    await hear([calls.line[0].call, 2_500]);
  });
});

describe('while the database hangs for 20 seconds', () => {
  it('calls go on; a new caller is told, and kept as missed', async () => {
    const thaw = freeze(floor.tandem, 'postgres');
    try {
      const [talk] = calls.talk;
      const waiting = await floor.call('4002');
      const gone = await floor.call('4001');
      missed.push(waiting.from, gone.from);
      await hear([talk.call, talk.agentHz], [talk.agentCall, talk.hz]);
      await gone.call.answered(16_000);
      await waiting.call.answered(5_000);
      const from = performance.now();
      await gone.call.hangUp();
      await hear([talk.call, talk.agentHz], [talk.agentCall, talk.hz]);
      await calls.hold[0].call.hangUp();
      expect(await calls.hold[0].agentCall.ended(8_000)).toBe('bye');
      expect(await waiting.call.ended(25_000)).toBe('bye');
      const heard = waiting.call.media.heard(from - 1_000);
      for (const language of ['zh-CN', 'en']) expect(heardPrompt(heard, `${language}/technical-problem`)).toBe(true);
    } finally {
      thaw();
    }
    await floor.ready();
    const closed = (detail: { state: string }): boolean => detail.state !== 'open' && detail.state !== 'active';
    for (const [i, from] of missed.entries()) {
      const detail = await interactionOf(floor.supervisor, from, closed, 15_000);
      expect(detail).toMatchObject({ cause: i === 0 ? 'failed' : 'normal', endedAt: expect.any(Number) });
    }
  });
});

it('leaves agents right, recordings whole, and each event once', async () => {
  const all = [...calls.talk, ...calls.hold, ...calls.ring, ...calls.line, ...calls.menu, fresh];
  await Promise.all(all.map((each) => each.call.leave()));
  await eventually(
    'nobody to talk and every agent to be free',
    async () => {
      const shown = await Promise.all(floor.agents.map((agent) => agent.shown()));
      const { items } = await floor.supervisor.get('/calls');
      return items.length === 0 && shown.every((each) => each.workCount === 0 && each.presence.reachable) ? true : null;
    },
    20_000,
  );
  for (const each of [...calls.talk, ...calls.hold, ...calls.ring]) {
    const sealed = (detail: any): boolean => detail.recordings[0]?.state === 'sealed';
    expect((await interactionOf(floor.supervisor, each.from, sealed)).recordings).toMatchObject([{ whole: true }]);
  }
  const rows = await stopAndReadLog(floor.tandem);
  expectWhole(rows);
  const during = rows.filter(({ at }) => Number(at) >= outage[0] && Number(at) < outage[1]).map(({ type }) => type);
  expect(during).toEqual(expect.arrayContaining(['call.leg-ended', 'flow.node-entered', 'call.arrived']));
});
