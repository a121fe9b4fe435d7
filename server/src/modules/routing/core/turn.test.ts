// Examples of routing, each a short play: given who is there, when something happens, then who rings.
import { describe, expect, test } from 'vitest';
import { lineOf } from './book.ts';
import { broken, neglected } from './check.ts';
import { explain } from './explain.ts';
import { queueLive } from './live.ts';
import { nextTimer } from './settle.ts';
import { agt, configOf, declare, off, Play, que, queueConfig, queueWork, skl, wrk } from './testkit.ts';

function given(config = configOf([queueConfig(1, [1, 2, 3])]), ...agents: number[]): Play {
  const play = new Play();
  play.do({ kind: 'config', config });
  for (const agent of agents) {
    play.do(declare(agent));
    play.now += 1_000;
  }
  return play;
}
const types = (play: Play) => play.events.map((event) => event.type).filter((type) => type !== 'presence.changed');

describe('who is offered', () => {
  test('the longest idle agent, with the reason stored', () => {
    const play = given(undefined, 2, 1, 3);
    play.do(queueWork(1));
    expect(play.agentOf(1)).toBe(agt(2));
    expect(play.state.works.get(wrk(1))?.offer?.why).toEqual({
      rule: 'longest-idle',
      eligible: 3,
      idleMs: 3_000,
      waitedMs: 0,
      candidates: [
        { agent: agt(2), idleMs: 3_000 },
        { agent: agt(1), idleMs: 2_000 },
        { agent: agt(3), idleMs: 1_000 },
      ],
    });
  });

  test.each([
    ['signed out', { signedIn: false }],
    ['away', { presence: 'away' as const }],
    ['off queue', { onQueue: false }],
    ['without a device', { reachable: false }],
  ])('nobody who is %s', (_, part) => {
    const play = given();
    play.do(declare(1, part), queueWork(1));
    expect(play.agentOf(1)).toBeUndefined();
    play.do(declare(1, { signedIn: true, presence: 'available', onQueue: true, reachable: true }));
    expect(play.agentOf(1)).toBe(agt(1));
  });

  test('only who has each skill, of the queue and of the work, at its level', () => {
    const queue = queueConfig(1, [1, 2, 3], { skills: [{ skill: skl(1), level: 50 }] });
    const play = given(configOf([queue], { 1: { 1: 90 }, 2: { 1: 50, 2: 39 }, 3: { 1: 50, 2: 40 } }), 1, 2, 3);
    play.do(queueWork(1, 1, { skills: [{ skill: skl(2), level: 40 }] }));
    expect(play.agentOf(1)).toBe(agt(3));
  });

  test('work by priority, then by arrival', () => {
    const play = given();
    play.do(queueWork(1));
    play.now += 10;
    play.do(queueWork(2, 1, { priority: 5 }));
    play.now += 10;
    play.do(queueWork(3));
    play.do(declare(1), declare(2));
    expect([1, 2, 3].map((n) => play.agentOf(n))).toEqual([agt(2), agt(1), undefined]);
  });

  test('idle time begins when the last work is completed, not when its wrap-up began', () => {
    const play = given(undefined, 1, 2);
    play.do(queueWork(1), { kind: 'tick' });
    play.do({ kind: 'offer-answered', offer: off(1) }, { kind: 'release', work: wrk(1), reason: 'ended' });
    play.after(10_000);
    expect(play.state.agents.get(agt(1))!.idleSince).toBe(play.now);
    play.do(queueWork(2));
    expect(play.agentOf(2)).toBe(agt(2));
  });

  test('many at once: every free agent gets work, also where one kind of work has nobody', () => {
    const play = given(configOf([queueConfig(1, []), queueConfig(2, [1, 2, 3])]));
    for (const n of [1, 2, 3, 4, 5, 6, 7]) play.do(queueWork(n, [1, 2][n % 2]));
    play.do(declare(1), declare(2), declare(3));
    expect([1, 2, 3, 4, 5, 6, 7].filter((n) => play.agentOf(n))).toEqual([1, 3, 5]);
  });

  test('a device that drops for a moment does not cost the agent his turn', () => {
    const play = given(undefined, 1, 2);
    play.do(declare(1, { reachable: false }));
    play.do(declare(1, { reachable: true }));
    play.do(queueWork(1));
    expect(play.agentOf(1)).toBe(agt(1));
  });
});

describe('an offer that is not taken', () => {
  test('no answer: the next agent rings, the first rests 30 s, the customer keeps his place', () => {
    const play = given(undefined, 1, 2);
    play.do(queueWork(1));
    const queuedAt = play.state.works.get(wrk(1))!.queuedAt;
    play.after(20_000);
    expect(play.agentOf(1)).toBe(agt(2));
    expect(play.state.works.get(wrk(1))!.queuedAt).toBe(queuedAt);
    play.do({ kind: 'offer-ended', offer: play.offerOf(1)!, outcome: 'declined' });
    expect(play.agentOf(1)).toBeUndefined();
    expect(nextTimer(play.state)).toBe(play.now + 10_000);
    // The one who declined is back sooner, but was tried: alone he begins a new round.
    play.after(10_000);
    expect(play.agentOf(1)).toBe(agt(2));
    expect(queueLive(play.state, que(1), play.now)!.agents).toEqual({
      idle: 0,
      busy: 1,
      wrapUp: 0,
      notResponding: 1,
      resting: 0,
      notReady: 1,
    });
    play.after(20_000);
    expect(play.agentOf(1)).toBe(agt(1));
  });

  test('the agent vanishes while it rings: somebody else, at once, and no pause for him', () => {
    const play = given(undefined, 1, 2);
    play.do(queueWork(1));
    play.do(declare(1, { reachable: false }));
    expect(play.agentOf(1)).toBe(agt(2));
    expect(play.events.findLast((event) => event.type === 'work.offer-ended')?.data).toMatchObject({ agent: agt(1), outcome: 'withdrawn' });
    expect(play.state.agents.get(agt(1))!.pause).toBeNull();
  });

  test('a round: who was tried comes again only when everybody else was', () => {
    const play = given(undefined, 1, 2, 3);
    play.do(queueWork(1));
    play.do(declare(1, { reachable: false }));
    play.do(declare(1, { reachable: true }));
    expect(play.agentOf(1)).toBe(agt(2));
    play.do({ kind: 'offer-ended', offer: play.offerOf(1)!, outcome: 'declined' });
    expect(play.agentOf(1)).toBe(agt(3));
    play.do({ kind: 'offer-ended', offer: play.offerOf(1)!, outcome: 'declined' });
    expect(play.agentOf(1)).toBe(agt(1));
    expect(play.state.works.get(wrk(1))!.tried).toEqual([]);
  });

  test('an answer that comes too late is refused, a doubled one changes nothing', () => {
    const play = given(undefined, 1, 2);
    play.do(queueWork(1));
    play.after(20_000);
    expect(play.do({ kind: 'offer-answered', offer: off(1) }).answers[0]).toMatchObject({ ok: false, refusal: { code: 'offer.gone' } });
    const answer = { kind: 'offer-answered' as const, offer: off(2) };
    expect(play.do(answer, answer).answers.map((one) => one.ok && one.events.length)).toEqual([1, 0]);
  });

  test('an answer and the end of ringing in the same moment: the customer gets his agent', () => {
    const play = given(undefined, 1);
    play.do(queueWork(1));
    play.now += 20_000;
    play.do({ kind: 'tick' as const }, { kind: 'offer-answered', offer: off(1) });
    expect(play.state.works.get(wrk(1))!.stage).toBe('assigned');
  });
});

describe('how work ends', () => {
  test.each([
    ['waiting', [], 'queue'],
    ['ringing', [1], 'ring'],
  ])('the customer leaves while %s', (_, agents, stage) => {
    const play = given(undefined, ...agents);
    play.do(queueWork(1));
    play.now += 5_000;
    play.do({ kind: 'leave', work: wrk(1) });
    expect(play.events.at(-1)).toMatchObject({ type: 'work.abandoned', data: { stage, waitedMs: 5_000 } });
    expect(play.state.agents.get(agt(1))?.holds ?? []).toEqual([]);
  });

  test('released, wrapped up, and only then free again', () => {
    const play = given(undefined, 1);
    play.do(queueWork(1), queueWork(2));
    play.do({ kind: 'offer-answered', offer: off(1) });
    play.do({ kind: 'release', work: wrk(1), reason: 'ended' });
    expect(play.do({ kind: 'wrap-up-done', work: wrk(1), agent: agt(2) }).answers[0]).toMatchObject({
      ok: false,
      refusal: { code: 'work.not-yours' },
    });
    expect(play.agentOf(2)).toBeUndefined();
    play.do({ kind: 'wrap-up-done', work: wrk(1), agent: agt(1) });
    expect(play.agentOf(2)).toBe(agt(1));
    expect(types(play)).toEqual([
      'work.queued',
      'work.queued',
      'work.offered',
      'work.assigned',
      'work.released',
      'work.completed',
      'work.offered',
    ]);
  });

  test('wrap-up ends by itself, and a fault of ours leaves none', () => {
    const play = given(undefined, 1);
    play.do(queueWork(1));
    play.do({ kind: 'offer-answered', offer: off(1) });
    play.do({ kind: 'release', work: wrk(1), reason: 'ended' });
    play.after(10_000);
    expect(play.events.at(-1)).toMatchObject({ type: 'work.completed', data: { wrapUpEnd: 'timed-out' } });
    play.do(queueWork(2));
    play.do({ kind: 'offer-answered', offer: off(2) }, { kind: 'release', work: wrk(2), reason: 'system' });
    expect(play.events.at(-1)).toMatchObject({ type: 'work.completed', data: { wrapUpEnd: 'none' } });
  });

  test('more time to wrap up: as much as the queue allows, a minute at a time, and to nobody else', () => {
    const play = given(configOf([queueConfig(1, [1, 2], { wrapUpMoreMs: 90_000 })]), 1);
    play.do(queueWork(1));
    play.do({ kind: 'offer-answered', offer: off(1) });
    const ask = (agent: number) => play.do({ kind: 'wrap-up-more', work: wrk(1), agent: agt(agent) }).answers[0];
    expect(ask(1)).toMatchObject({ ok: false, refusal: { code: 'work.not-in-wrap-up' } });
    play.do({ kind: 'release', work: wrk(1), reason: 'ended' });
    const until = play.state.works.get(wrk(1))!.wrapUpUntil!;
    expect(ask(2)).toMatchObject({ ok: false, refusal: { code: 'work.not-yours' } });
    expect(ask(1)).toMatchObject({ ok: true });
    expect(play.events.at(-1)).toMatchObject({ type: 'work.wrap-up-extended', data: { wrapUpUntil: until + 60_000, moreMs: 30_000 } });
    play.after(11_000);
    expect(play.state.works.get(wrk(1))?.stage).toBe('wrap-up');
    expect(ask(1)).toMatchObject({ ok: true });
    expect(ask(1)).toMatchObject({ ok: false, refusal: { code: 'work.no-more-time' } });
    play.after(90_000);
    expect(play.events.at(-1)).toMatchObject({ type: 'work.completed', data: { wrapUpEnd: 'timed-out' } });
  });

  test('a customer who hangs up in the moment of the answer still frees the agent', () => {
    const play = given(undefined, 1);
    play.do(queueWork(1));
    play.do({ kind: 'offer-answered', offer: off(1) }, { kind: 'leave', work: wrk(1) });
    expect(types(play)).toEqual(['work.queued', 'work.offered', 'work.assigned', 'work.released']);
  });

  test('the longest wait: the shorter limit of queue and flow counts, but nobody is taken from a ringing phone', () => {
    const play = given(configOf([queueConfig(1, [1], { maxWaitMs: 60_000 })]));
    play.do(queueWork(1, 1, { maxWaitMs: 30_000 }), queueWork(2, 1, { maxWaitMs: 90_000 }));
    play.after(29_999);
    expect(lineOf(play.state).length).toBe(2);
    play.do(declare(1));
    play.after(10_000);
    expect(play.state.works.get(wrk(1))!.stage).toBe('offered');
    play.after(10_000);
    expect(play.events.findLast((event) => event.type === 'work.removed')?.data).toMatchObject({ work: wrk(1), reason: 'timed-out' });
    play.after(10_001);
    expect(play.state.works.size).toBe(0);
  });

  test('taken back by the flow, but not from an agent', () => {
    const play = given(undefined, 1);
    play.do(queueWork(1), queueWork(2));
    play.do({ kind: 'offer-answered', offer: off(1) });
    const { answers } = play.do(
      { kind: 'take-back', work: wrk(1), reason: 'timed-out' },
      { kind: 'take-back', work: wrk(2), reason: 'moved' },
    );
    expect(answers[0]).toMatchObject({ ok: false, refusal: { code: 'work.already-assigned' } });
    expect(play.events.at(-1)).toMatchObject({ type: 'work.removed', data: { work: wrk(2), reason: 'moved' } });
  });

  test('a queue that is taken away gives its customers back to their flows', () => {
    const play = given();
    play.do(queueWork(1));
    play.do({ kind: 'config', config: configOf([]) });
    expect(play.events.at(-1)).toMatchObject({ type: 'work.removed', data: { reason: 'system' } });
    expect(play.do(queueWork(2)).answers[0]).toMatchObject({ ok: false, refusal: { code: 'queue.not-found' } });
  });
});

test('an agent without a phone is given what is written, and no call; his phone gone he keeps a chat that is offered', () => {
  const play = given(configOf([queueConfig(1, [1])]));
  play.do(declare(1, { reachable: false }), queueWork(1), queueWork(2, 1, { channel: 'chat' }));
  expect([play.agentOf(1), play.agentOf(2)]).toEqual([undefined, agt(1)]);
  expect(explain(play.state, wrk(1), play.now)!.considered).toMatchObject([{ agent: agt(1), no: { reason: 'unreachable' } }]);
  play.do({ kind: 'offer-answered', offer: play.offerOf(2)! }, { kind: 'release', work: wrk(2), reason: 'ended' });
  play.now += 60_000;
  play.do(declare(1, { reachable: true }));
  expect(play.agentOf(1)).toBe(agt(1));
  play.do(declare(1, { reachable: false }));
  expect(play.agentOf(1)).toBeUndefined();
  play.do(queueWork(3, 1, { channel: 'chat' }), declare(1, { reachable: true }), declare(1, { reachable: false }));
  expect(play.agentOf(3)).toBe(agt(1));
  expect([broken(play.state), neglected(play.state, play.now)]).toEqual([[], []]);
});

test('explains why somebody waits', () => {
  const play = given(
    configOf([queueConfig(1, [1, 2, 3, 4, 5], { skills: [{ skill: skl(1), level: 10 }] }), queueConfig(2, [6])], {
      1: { 1: 10 },
      2: { 1: 10 },
      3: { 1: 9 },
      4: { 1: 99 },
      5: { 1: 10 },
    }),
  );
  play.do(declare(1), declare(2, { presence: 'busy' }), declare(3), declare(6));
  play.do(queueWork(9));
  play.do(declare(5), queueWork(7));
  play.do(queueWork(8));
  play.do({ kind: 'offer-ended', offer: play.offerOf(7)!, outcome: 'unreachable' });
  const explained = explain(play.state, wrk(8), play.now)!;
  expect(explained).toMatchObject({ stage: 'waiting', position: 2, why: null });
  expect(Object.fromEntries(explained.considered.map(({ agent, no }) => [agent, no]))).toEqual({
    [agt(1)]: { reason: 'occupied', stage: 'offered', work: wrk(9) },
    [agt(2)]: { reason: 'not-available' },
    [agt(3)]: { reason: 'lacks-skill', skill: skl(1), needed: 10, has: 9 },
    [agt(4)]: { reason: 'signed-out' },
    [agt(5)]: { reason: 'paused', until: play.now + 10_000, after: 'unreachable' },
  });
  expect(explain(play.state, wrk(99), play.now)).toBeNull();
  expect([broken(play.state), neglected(play.state, play.now)]).toEqual([[], []]);
});
