import type { StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, WorkId } from '@tandem/contract/ids.ts';
import { describe, expect, test } from 'vitest';
import { ok } from '../../server/src/kernel/result.ts';
import { turn, type Input } from '../../server/src/modules/routing/core/turn.ts';
import { emptyState } from '../../server/src/modules/routing/core/evolve.ts';
import { createDice } from '../network/dice.ts';
import { apply, readChange } from './change.ts';
import { compare } from './compare.ts';
import { dayOf } from './day.ts';
import { censored } from './draw.ts';
import { differences, figuresOf, figuresPlayed } from './figures.ts';
import { dayIn } from './log.ts';
import { chancesOf, replicate } from './world.ts';

const HOUR = 3_600_000;
const QUEUE = {
  id: 'que_1',
  key: 'support',
  name: { en: 'Support' },
  wrapUpMs: 10_000,
  offerTimeoutMs: 20_000,
  maxWaitMs: 300_000,
  priority: 3,
  skills: [],
  members: ['agt_1', 'agt_2'],
} as const;
const there = (agent: AgentId): Input => ({
  kind: 'declare',
  agent,
  decide: () => ok([{ agent, signedIn: true, presence: 'available', reason: null, onQueue: true, reachable: true }]),
});

/** A day as a running house writes it: turns of the engine, their facts in the log; every second caller gives up, some offers are not answered. */
function madeLog(): StoredEvent[] {
  const events: StoredEvent[] = [];
  let state = emptyState();
  let offers = 0;
  const add = (at: number, type: string, data: unknown): void =>
    void events.push({ seq: events.length + 1, at, type, data } as unknown as StoredEvent);
  const go = (at: number, ...inputs: Input[]) => {
    const result = turn(state, inputs, at, () => `off_${String(++offers).padStart(4, '0')}`);
    state = result.state;
    for (const { event } of result.events) add(at, event.type, JSON.parse(JSON.stringify(event.data)));
    return result.events.map(({ event }) => event);
  };
  const ringing = () => [...state.works.values()].flatMap((each) => (each.stage === 'offered' ? [each.offer!.id] : []));
  add(0, 'config.changed', { kind: 'queue', id: QUEUE.id, value: QUEUE, engine: 'directory/1' });
  go(5, { kind: 'config', config: { queues: [QUEUE], agents: [] } }, there('agt_1'), there('agt_2'));
  for (let n = 0; n < 60; n++) {
    const at = HOUR + n * 40_000;
    const work: WorkId = `wrk_${String(n).padStart(4, '0')}`;
    go(at, { kind: 'queue', work, interaction: `int_${n}`, queue: QUEUE.id, priority: n % 2 });
    // Every seventh time nobody answers: it rings out, and is offered to the other.
    for (const offer of n % 7 === 6 ? [] : ringing()) go(at + 3_000, { kind: 'offer-answered', offer });
    go(at + 20_000, { kind: 'tick' });
    if (n % 2 === 1 && state.works.get(work)?.stage === 'waiting') go(at + 25_000, { kind: 'leave', work });
    for (const offer of ringing()) go(at + 30_000, { kind: 'offer-answered', offer });
    for (const each of state.works.values()) {
      if (each.stage === 'assigned' && at - each.assignedAt! > 50_000) go(at + 35_000, { kind: 'release', work: each.id, reason: 'ended' });
    }
  }
  return events;
}

const LOG = madeLog();
const DAY = dayOf(LOG, 60_000, 24 * HOUR);

describe('a day decided again', () => {
  test('gives the same facts, every byte of them', () => {
    const found = compare(LOG, 60_000);
    expect(found.decisions).toBeGreaterThan(30);
    expect(found.events).toBe(LOG.filter((event) => event.at >= 60_000).length);
    expect(found.differences).toEqual([]);
    expect(found.same).toBe(found.turns);
  });

  test('shows the one decision that was another', () => {
    const at = LOG.findIndex((event, n) => n > 50 && event.type === 'work.offered');
    const other = LOG.map((event, n) =>
      n === at ? ({ ...event, data: { ...(event.data as object), agent: 'agt_9' } } as unknown as StoredEvent) : event,
    );
    const found = compare(other, 60_000);
    expect(found.differences[0]!.seq).toBeLessThanOrEqual(other[at]!.seq);
    expect(found.differences[0]!.recorded).toContainEqual(expect.objectContaining({ data: expect.objectContaining({ agent: 'agt_9' }) }));
  });

  test('a change of the rules counts from when routing had it, not from when it was made', () => {
    const late = {
      seq: LOG.length + 1,
      at: LOG.at(-1)!.at,
      type: 'config.changed',
      data: { kind: 'queue', id: QUEUE.id, value: { ...QUEUE, priority: 9 }, engine: 'directory/1' },
    };
    const half = Math.floor(LOG.length / 2);
    // Committed in the middle, never taken up by routing: the rest of the day is still the old rules'.
    const mixed = [...LOG.slice(0, half), late as unknown as StoredEvent, ...LOG.slice(half)].map((event, n) => ({ ...event, seq: n + 1 }));
    expect(compare(mixed, 60_000).differences).toEqual([]);
  });
});

describe('what would have been', () => {
  const chances = chancesOf(DAY);
  const figures = (change: string) => {
    const applied = apply(DAY, readChange(change));
    return Array.from({ length: 20 }, (_, n) => figuresPlayed(replicate(DAY, chances, applied, n), applied.queues, 30));
  };

  test('more agents serve more in time and cost more, fewer the other way; nobody there serves nobody', () => {
    const was = figures('{}');
    const more = differences(
      figuresOf(DAY.recorded, [QUEUE]),
      was,
      figures('{"staffing":[{"queue":"support","from":"00:00","to":"04:00","agents":4}]}'),
    );
    const of = (list: typeof more, figure: string) => list.find((each) => each.figure === figure)!.difference;
    expect(of(more, 'serviceLevel').mean).toBeGreaterThan(0);
    expect(of(more, 'occupancy').mean + of(more, 'occupancy').plusMinus).toBeLessThan(0);
    // Four agents for four hours at 30, and the last talks until they are over.
    expect(of(more, 'cost').mean).toBeGreaterThan(479);
    const one = differences(figuresOf(DAY.recorded, [QUEUE]), was, figures('{"queues":{"Support":{"removeMembers":["agt_2"]}}}'));
    expect(of(one, 'serviceLevel').mean + of(one, 'serviceLevel').plusMinus).toBeLessThan(0);
    expect(of(one, 'meanWaitS').mean - of(one, 'meanWaitS').plusMinus).toBeGreaterThan(0);
    const none = figures('{"queues":{"Support":{"removeMembers":["agt_1","agt_2"]}}}');
    expect(none.every((each) => each.serviceLevel === 0)).toBe(true);
    const fewer = figures('{"staffing":[{"queue":"que_1","from":"00:00","to":"24:00","agents":-2}]}');
    expect(fewer.every((each) => each.serviceLevel === 0)).toBe(true);
  });

  test('repeats with its seed', () => {
    expect(figures('{}')).toEqual(figures('{}'));
  });

  test.each([
    ['{"queue":{}}', 'knows no "queue"'],
    ['{"queues":{"support":{"wrapUp":3}}}', 'knows no "wrapUp"'],
    ['{"staffing":[{"queue":"support","from":"9","to":"10:00","agents":1}]}', 'written as 09:30'],
    ['{"staffing":[{"queue":"support","from":"09:00","to":"10:00","agents":1.5}]}', 'whole number'],
  ])('%s is refused', (change, reason) => {
    expect(() => readChange(change)).toThrow(reason);
  });

  test('a queue that is not there is refused', () => {
    expect(() => apply(DAY, readChange('{"queues":{"sales":{"wrapUpMs":0}}}'))).toThrow('There is no queue sales; there are support.');
  });
});

test('patience of those who were answered counts as cut off: half of all would have waited longer than those who left', () => {
  const draw = censored([
    { ms: 10, whole: true },
    { ms: 20, whole: false },
    { ms: 20, whole: false },
    { ms: 30, whole: true },
    { ms: 40, whole: false },
  ]);
  const dice = createDice(1);
  const drawn = Array.from({ length: 20_000 }, () => draw(dice));
  const share = (ms: number) => drawn.filter((each) => each === ms).length / drawn.length;
  // By hand: 1/5 end at 10; of the 4/5 left half end at 30, as two of four were cut off before.
  expect(share(10)).toBeCloseTo(0.2, 1);
  expect(share(30)).toBeCloseTo(0.4, 1);
  expect(drawn.filter((each) => each > 30).length / drawn.length).toBeCloseTo(0.4, 1);
  expect(censored([{ ms: 5, whole: false }])(dice)).toBe(Infinity);
});

test('a day is local: 25 hours where the clocks go back', () => {
  expect(dayIn('2026-11-22', 'Asia/Shanghai').from).toBe(Date.parse('2026-11-21T16:00:00Z'));
  const { from, to } = dayIn('2026-10-25', 'Europe/Berlin');
  expect(to - from).toBe(25 * HOUR);
  expect(() => dayIn('22.11.2026', 'UTC')).toThrow('2026-11-22');
});
