// How a stay in a queue ends, and what comes twice or too late changes nothing.
import type { StoredEvent } from '@tandem/contract/events.ts';
import { expect, test } from 'vitest';
import { foldStays, type Stay } from './stays.ts';

let at = 1_000;
const event = (type: string, data: object) =>
  ({ type, at: (at += 1_000), data: { work: 'wrk_1', queue: 'que_1', ...data } }) as unknown as StoredEvent;
const queued = () => event('work.queued', { queuedAt: 500 });
const rung = () => event('work.offered', { agent: 'agt_1' });
const taken = () => event('work.assigned', { agent: 'agt_1', waitedMs: 700 });
const fold = (...events: StoredEvent[]): readonly Stay[] => events.reduce<readonly Stay[]>(foldStays, []);

test('taken, passed on, finished', () => {
  const stays = fold(queued(), rung(), taken(), event('work.released', { reason: 'transferred' }), event('work.completed', {}));
  expect(stays).toMatchObject([{ queuedAt: 500, state: 'done', waitedMs: 700, agent: 'agt_1', transferred: true, callback: false }]);
  expect(stays[0]!.takenAt).not.toBeNull();
});

test('given up while waiting, or while a telephone rang', () => {
  const gone = (stage: string) => event('work.abandoned', { stage, waitedMs: 900 });
  expect(fold(queued(), gone('queue'))).toMatchObject([{ state: 'abandoned', ring: false, waitedMs: 900, takenAt: null }]);
  expect(fold(queued(), rung(), gone('ring'))).toMatchObject([{ state: 'abandoned', ring: true }]);
  // An answer that was told before stands.
  expect(fold(queued(), rung(), taken(), gone('ring'))).toMatchObject([{ state: 'talking', ring: false, waitedMs: 700 }]);
});

test('moved: out of one queue and into the other with the wait it had', () => {
  const moved = event('work.moved', { from: 'que_1', queue: 'que_2', waitedMs: 600 });
  expect(fold(queued(), moved, taken())).toMatchObject([
    { queue: 'que_1', state: 'removed', waitedMs: 600, takenAt: null },
    { queue: 'que_2', state: 'talking', queuedAt: 500, waitedMs: 700 },
  ]);
  expect(fold(queued(), event('work.moved', { from: 'que_1', queue: 'que_1', waitedMs: 0 }))).toHaveLength(1);
});

test('an event that comes twice changes nothing, and a call-back is told apart', () => {
  expect(fold(queued(), queued(), rung(), rung(), event('work.offer-ended', {}), event('work.completed', {}))).toMatchObject([
    { state: 'waiting', agent: null },
  ]);
  expect(fold(event('work.queued', { queuedAt: 1, task: 'callback' }))).toMatchObject([{ callback: true }]);
});

test('several are rung together: it rings until the last of them is silent', () => {
  const offered = (n: number) => event('work.offered', { agent: `agt_${n}`, offer: `off_${n}` });
  const over = (n: number) => event('work.offer-ended', { agent: `agt_${n}`, offer: `off_${n}`, outcome: 'declined' });
  const [one, two] = [offered(1), offered(2)];
  expect(fold(queued(), one, two, over(1))).toMatchObject([{ state: 'ringing', rung: ['off_2'] }]);
  const [waits] = fold(queued(), one, two, over(1), over(2));
  expect(waits).toMatchObject({ state: 'waiting' });
  expect(waits).not.toHaveProperty('rung');
  expect(fold(queued(), one, two, over(1), taken())[0]).not.toHaveProperty('rung');
});
