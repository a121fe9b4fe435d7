// Digital workers in the pool: who is asked first by each rule, how work spills both ways, and what of people's lives they do without.
import { expect, test } from 'vitest';
import { broken } from './check.ts';
import { ineligible } from './eligible.ts';
import { agt, configOf, declare, Play, queueConfig, queueWork, wrk } from './testkit.ts';
import type { Digital, QueueConfig, RoutingConfig, Spill } from './types.ts';

const BOT = 9;
const PEOPLE: Spill = { first: 'people', afterMs: 30_000, aboveMs: 20_000 };
const DIGITAL: Spill = { first: 'digital', afterMs: 0, aboveMs: null };

function config(queue: Partial<QueueConfig>, { on }: Digital = { on: true }, calls = 2): RoutingConfig {
  const { queues, agents } = configOf([queueConfig(1, [1, 2, BOT], queue)]);
  return { queues, agents: [...agents, { agent: agt(BOT), skills: [], most: { voice: calls, chat: 0 }, digital: { on } }] };
}

function play(queue: Partial<QueueConfig>, people: number[], digital?: Digital, calls?: number): Play {
  const made = new Play();
  made.do({ kind: 'config', config: config(queue, digital, calls) }, ...people.map((n) => declare(n)));
  return made;
}

const why = (at: Play, work: number) => at.state.works.get(wrk(work))?.offer?.why.spill;
/** Everything of one turn is right by its rules. */
const sound = (at: Play): void => expect(broken(at.state)).toEqual([]);

test('people first: a person who is free is asked, although the digital worker has been idle longer', () => {
  const line = play({ spill: PEOPLE }, [1]);
  line.do(queueWork(1));
  expect(line.agentOf(1)).toBe(agt(1));
  expect(why(line, 1)).toEqual({ chosen: 'person', because: 'people-first' });
});

test('people first: who has waited long enough goes to the digital worker, and no sooner', () => {
  const line = play({ spill: PEOPLE }, [1]);
  line.do(queueWork(1), queueWork(2));
  expect(line.agentOf(2)).toBeUndefined();
  expect(ineligible(line.state, line.state.works.get(wrk(2))!, line.state.agents.get(agt(BOT))!, line.now)).toEqual({
    reason: 'people-first',
  });
  line.do({ kind: 'offer-answered', offer: line.offerOf(1)! });
  line.after(29_999);
  expect(line.agentOf(2)).toBeUndefined();
  line.after(1);
  expect([line.agentOf(2), why(line, 2)]).toEqual([agt(BOT), { chosen: 'digital', because: 'waited' }]);
  sound(line);
});

test('people first: with nobody there the digital worker is asked at once, and not while somebody is back', () => {
  const line = play({ spill: PEOPLE }, []);
  line.do(queueWork(1));
  expect([line.agentOf(1), why(line, 1)]).toEqual([agt(BOT), { chosen: 'digital', because: 'nobody-there' }]);
  line.do(declare(1));
  line.do(queueWork(2), queueWork(3));
  expect([line.agentOf(2), line.agentOf(3)]).toEqual([agt(1), undefined]);
  sound(line);
  // The last one goes: whoever waits is asked of the digital worker in the same turn.
  line.do({ kind: 'offer-answered', offer: line.offerOf(2)! }, declare(1, { signedIn: false }));
  expect([line.agentOf(3), why(line, 3)?.because]).toEqual([agt(BOT), 'nobody-there']);
  sound(line);
});

test('people first: a long line spills as it comes, by the wait that was expected', () => {
  const line = play({ spill: PEOPLE, wrapUpMs: 0 }, [1]);
  line.do(queueWork(1));
  line.do({ kind: 'offer-answered', offer: line.offerOf(1)! });
  line.after(60_000);
  line.do({ kind: 'release', work: wrk(1), reason: 'ended' });
  // A contact takes a minute here: the next one is served at once, the one after it would wait longer than 20 s.
  line.do(queueWork(2));
  line.do(queueWork(3));
  expect([line.agentOf(2), line.agentOf(3), why(line, 3)]).toEqual([agt(1), agt(BOT), { chosen: 'digital', because: 'long-line' }]);
});

test('digital first: people are asked where all his capacity is taken, and where he is paused', () => {
  const line = play({ spill: DIGITAL }, [1]);
  line.do(queueWork(1), queueWork(2), queueWork(3));
  expect([line.agentOf(1), line.agentOf(2), line.agentOf(3)]).toEqual([agt(BOT), agt(BOT), agt(1)]);
  expect([why(line, 1)?.because, why(line, 3)]).toEqual(['digital-first', { chosen: 'person', because: 'digital-full' }]);
  sound(line);
  const paused = play({ spill: DIGITAL }, [1], { on: false });
  paused.do(queueWork(1));
  expect(paused.agentOf(1)).toBe(agt(1));
});

test('paused while it rings: the offer is withdrawn, and a person has it in the same turn', () => {
  const line = play({ spill: DIGITAL }, [1]);
  line.do(queueWork(1));
  line.do({ kind: 'config', config: config({ spill: DIGITAL }, { on: false }) });
  expect(line.agentOf(1)).toBe(agt(1));
  expect(line.events.findLast(({ type }) => type === 'work.offer-ended')?.data).toMatchObject({ agent: agt(BOT), outcome: 'withdrawn' });
});

test('whoever wants a person waits for one, however the queue has it; so does a call-back', () => {
  const line = play({ spill: DIGITAL }, []);
  line.do(queueWork(1, 1, { persons: true }), queueWork(2, 1, { task: 'callback' }));
  line.after(3_600_000);
  expect([line.agentOf(1), line.agentOf(2)]).toEqual([undefined, undefined]);
  expect(ineligible(line.state, line.state.works.get(wrk(1))!, line.state.agents.get(agt(BOT))!, line.now)).toEqual({
    reason: 'persons-only',
  });
  line.do(declare(1));
  expect([line.agentOf(1), why(line, 1)]).toEqual([agt(1), { chosen: 'person', because: 'person-wanted' }]);
});

test('either: who was given something longest ago, people and digital workers alike', () => {
  const line = play({ wrapUpMs: 0 }, [1]);
  const given: (string | undefined)[] = [];
  for (let n = 1; n <= 4; n++) {
    line.now += 1_000;
    line.do(queueWork(n));
    given.push(line.agentOf(n));
    line.do({ kind: 'offer-answered', offer: line.offerOf(n)! });
    line.now += 1_000;
    line.do({ kind: 'release', work: wrk(n), reason: 'ended' });
  }
  expect(given).toEqual([agt(BOT), agt(1), agt(BOT), agt(1)]);
});

test('he has no wrap-up, no rest after a contact and no pause for a full day', () => {
  const line = play({ spill: DIGITAL, restMs: 60_000 }, [], undefined, 1);
  line.do({ kind: 'config', config: { ...config({ spill: DIGITAL, restMs: 60_000 }, undefined, 1) } });
  for (let n = 1; n <= 5; n++) {
    line.do(queueWork(n));
    line.do({ kind: 'offer-answered', offer: line.offerOf(n)! });
    line.after(600_000);
    line.do({ kind: 'release', work: wrk(n), reason: 'handed-over' });
    expect(line.state.works.size).toBe(0);
  }
  expect(line.events.filter(({ type }) => type === 'work.assigned')).toHaveLength(5);
});

test('one who cannot be reached is left alone for a moment: his work does not spin', () => {
  const line = play({ spill: DIGITAL }, []);
  line.do(queueWork(1));
  line.do({ kind: 'offer-ended', offer: line.offerOf(1)!, outcome: 'unreachable' });
  expect(line.agentOf(1)).toBeUndefined();
  line.after(10_000);
  expect(line.agentOf(1)).toBe(agt(BOT));
});

test('his chats do not keep him from calls, as the limits of attention are of people', () => {
  const line = new Play();
  const { queues } = configOf([queueConfig(1, [BOT])]);
  line.do({
    kind: 'config',
    config: { queues, agents: [{ agent: agt(BOT), skills: [], most: { voice: 1, chat: 1 }, digital: { on: true } }] },
  });
  line.do(queueWork(1, 1, { channel: 'chat' }), queueWork(2), queueWork(3));
  expect([line.agentOf(1), line.agentOf(2), line.agentOf(3)]).toEqual([agt(BOT), agt(BOT), undefined]);
});
