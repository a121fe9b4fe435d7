// Everybody is rung at once: who answers first has the contact, the others fall silent and it costs them nothing, and nobody is rung for two.
import { expect, test } from 'vitest';
import { broken } from './check.ts';
import { copyOf } from './evolve.ts';
import { offersOf } from './offers.ts';
import { restore } from './restore.ts';
import { nextTimer } from './settle.ts';
import { agt, configOf, declare, Play, queueConfig, queueWork, wrk } from './testkit.ts';
import type { Input } from './turn.ts';
import type { QueueConfig } from './types.ts';

function begun(agents: readonly number[], part: Partial<QueueConfig> = {}): Play {
  const play = new Play();
  const config = configOf([queueConfig(1, [...agents], { order: 'ring-all', wrapUpMs: 0, ...part }), queueConfig(2, [...agents])]);
  play.do({ kind: 'config', config }, ...agents.map((n): Input => declare(n)));
  return play;
}
const rung = (play: Play, work: number) => offersOf(play.state.works.get(wrk(work))!).map(({ agent }) => agent);
const offerTo = (play: Play, work: number, agent: number) =>
  offersOf(play.state.works.get(wrk(work))!).find((offer) => offer.agent === agt(agent))!.id;
const told = (play: Play, from = 0) =>
  play.events
    .slice(from)
    .map(({ type, data }) => `${type} ${'agent' in data ? data.agent.at(-1) : ''} ${'outcome' in data ? data.outcome : ''}`.trim());

test('three ring, the second answers: the others are let go before, told by whom, without a pause', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1));
  expect(rung(play, 1)).toEqual([1, 2, 3].map(agt));
  expect(broken(play.state)).toEqual([]);
  const from = play.events.length;
  play.do({ kind: 'offer-answered', offer: offerTo(play, 1, 2) });
  expect(told(play, from)).toEqual(['work.offer-ended 1 withdrawn', 'work.offer-ended 3 withdrawn', 'work.assigned 2']);
  expect(play.events[from]).toMatchObject({ data: { takenBy: agt(2) } });
  for (const n of [1, 3]) expect(play.state.agents.get(agt(n))).toMatchObject({ pause: null, holds: [], taken: 0 });
  // They are free for the next at once, and he is not.
  play.do(queueWork(2));
  expect(rung(play, 2)).toEqual([1, 3].map(agt));
  expect(broken(play.state)).toEqual([]);
});

test('of two answers in one turn exactly one wins', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1));
  const [first, second] = [offerTo(play, 1, 3), offerTo(play, 1, 1)];
  const { answers } = play.do({ kind: 'offer-answered', offer: first }, { kind: 'offer-answered', offer: second });
  expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
  expect(answers[1]).toMatchObject({ refusal: { code: 'offer.gone' } });
  expect(play.state.works.get(wrk(1))).toMatchObject({ stage: 'assigned', offer: { agent: agt(3) } });
  expect(play.events.filter(({ type }) => type === 'work.assigned')).toHaveLength(1);
});

test('who declines pauses alone; when all did, the next round begins', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1));
  play.do({ kind: 'offer-ended', offer: offerTo(play, 1, 1), outcome: 'declined' });
  expect(rung(play, 1)).toEqual([2, 3].map(agt));
  expect(play.state.works.get(wrk(1))).toMatchObject({ stage: 'offered', tried: [agt(1)] });
  play.do({ kind: 'offer-ended', offer: offerTo(play, 1, 2), outcome: 'declined' });
  play.do({ kind: 'offer-ended', offer: offerTo(play, 1, 3), outcome: 'declined' });
  expect(play.state.works.get(wrk(1))).toMatchObject({ stage: 'waiting', tried: [1, 2, 3].map(agt) });
  // All pauses are over at the same moment: all ring again, and the rounds do not mix.
  play.after(10_000);
  expect(rung(play, 1)).toEqual([1, 2, 3].map(agt));
  expect(play.state.works.get(wrk(1))!.tried).toEqual([]);
});

test('nobody answers: each offer ends at its time, each by its own timer', () => {
  const play = begun([1, 2]);
  play.do(queueWork(1));
  expect(nextTimer(play.state)).toBe(play.now + 20_000);
  const from = play.events.length;
  play.after(20_000);
  expect(told(play, from)).toEqual(['work.offer-ended 1 no-answer', 'work.offer-ended 2 no-answer']);
  expect(play.state.works.get(wrk(1))).toMatchObject({ stage: 'waiting', offer: null });
});

test('two wait: everybody rings for the first, and who comes later for the second', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1), queueWork(2));
  expect([rung(play, 1), rung(play, 2)]).toEqual([[1, 2, 3].map(agt), []]);
  play.do({ kind: 'offer-answered', offer: offerTo(play, 1, 1) });
  expect(rung(play, 2)).toEqual([2, 3].map(agt));
});

test('who signs out stops ringing alone; a customer who hangs up lets all go', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1));
  play.do(declare(2, { presence: 'away' }));
  expect(rung(play, 1)).toEqual([1, 3].map(agt));
  const from = play.events.length;
  play.do({ kind: 'leave', work: wrk(1) });
  expect(told(play, from)).toEqual(['work.offer-ended 1 withdrawn', 'work.offer-ended 3 withdrawn', 'work.abandoned']);
  expect(play.state.offers.size).toBe(0);
});

test('at most twenty ring, the longest idle; a call-back is offered to one; a kept one to him alone', () => {
  const play = begun(Array.from({ length: 30 }, (_, n) => n + 1));
  play.do(queueWork(1));
  expect(rung(play, 1)).toEqual(Array.from({ length: 20 }, (_, n) => agt(n + 1)));
  play.do(queueWork(2, 1, { task: 'callback' }), queueWork(3, 1, { preferred: { agent: agt(30), forMs: 9_000 } }));
  expect([rung(play, 2), rung(play, 3)]).toEqual([[agt(21)], [agt(30)]]);
  expect(broken(play.state)).toEqual([]);
});

test('a move keeps only those who may still ring', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1));
  play.do({ kind: 'move', work: wrk(1), agent: agt(2), note: '' });
  expect(rung(play, 1)).toEqual([agt(2)]);
});

test('a crash in the middle: what is stored brings all of them back', () => {
  const play = begun([1, 2, 3]);
  play.do(queueWork(1));
  const { agents, works, queues, stats } = play.state;
  const stored = JSON.parse(JSON.stringify([...works.values()])) as typeof works extends ReadonlyMap<string, infer W> ? W[] : never;
  const again = restore({
    config: { queues: [...queues.values()], agents: [] },
    declared: [...agents.values()].flatMap(({ declared }) => declared ?? []),
    agents: [...agents.values()],
    works: stored,
    stats,
    at: play.now,
  });
  expect(broken(again)).toEqual([]);
  expect([...again.offers.keys()].sort()).toEqual([...play.state.offers.keys()].sort());
  for (const n of [1, 2, 3]) expect(again.agents.get(agt(n))?.holds).toEqual([wrk(1)]);
});

test('the checks see several owners where the order does not allow them, and after the answer', () => {
  const play = begun([1, 2]);
  play.do(queueWork(1));
  const work = play.state.works.get(wrk(1))!;
  const with_ = (change: object) => {
    const state = copyOf(play.state);
    (state.works as Map<string, object>).set(wrk(1), { ...work, ...change });
    return broken(state).join();
  };
  expect(with_({ stage: 'assigned' })).toContain('is assigned with 2 agents');
  expect(with_({ offer: { ...work.offer!, why: { ...work.offer!.why, rule: 'longest-idle' } } })).toContain(
    'which its order does not allow',
  );
  expect(with_({ beside: [{ ...work.beside!.at(0)!, agent: agt(1) }] })).toContain('to one agent twice');
});
