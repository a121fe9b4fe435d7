import type { StoredEvent } from '@tandem/contract/events.ts';
import { describe, expect, test } from 'vitest';
import { createDice } from '../../../../kernel/dice.ts';
import { apply, readChange } from './change.ts';
import { compare } from './compare.ts';
import { dayOf } from './day.ts';
import { censored } from './draw.ts';
import { differences, figuresOf, figuresPlayed } from './figures.ts';
import { dayIn, gather, type History } from './history.ts';
import { madeLog, QUEUE } from './testkit.ts';
import { study } from './study.ts';
import { chancesOf, replicate } from './world.ts';

const HOUR = 3_600_000;
const LOG = madeLog(60, HOUR);
/** As it is read, in slices. */
const read = (log: readonly StoredEvent[], from: number): Promise<History> =>
  gather(async (after) => log.filter((event) => event.seq > after).slice(0, 7), from);
const again = async (log: readonly StoredEvent[], from = 60_000) => compare(await read(log, from), from);
const DAY = dayOf(LOG, 60_000, 24 * HOUR);

describe('a day decided again', () => {
  test('gives the same facts, every byte of them', async () => {
    const found = await again(LOG);
    expect(found.decisions).toBeGreaterThan(30);
    expect(found.events).toBe(LOG.filter((event) => event.at >= 60_000).length);
    expect(found.differences).toEqual([]);
    expect(found.same).toBe(found.turns);
  });

  test('shows the one decision that was another', async () => {
    const at = LOG.findIndex((event, n) => n > 50 && event.type === 'work.offered');
    const other = LOG.map((event, n) =>
      n === at ? ({ ...event, data: { ...(event.data as object), agent: 'agt_9' } } as unknown as StoredEvent) : event,
    );
    const found = await again(other);
    expect(found.differences[0]!.seq).toBeLessThanOrEqual(other[at]!.seq);
    expect(found.differences[0]!.recorded).toContainEqual(expect.objectContaining({ data: expect.objectContaining({ agent: 'agt_9' }) }));
  });

  test('a change of the rules counts from when routing had it, not from when it was made', async () => {
    const late = {
      seq: LOG.length + 1,
      at: LOG.at(-1)!.at,
      type: 'config.changed',
      data: { kind: 'queue', id: QUEUE.id, value: { ...QUEUE, priority: 9 }, engine: 'directory/1' },
    };
    const half = Math.floor(LOG.length / 2);
    // Committed in the middle, never taken up by routing: the rest of the day is still the old rules'.
    const mixed = [...LOG.slice(0, half), late as unknown as StoredEvent, ...LOG.slice(half)].map((event, n) => ({ ...event, seq: n + 1 }));
    expect((await again(mixed)).differences).toEqual([]);
  });

  test('also where several were rung at once and the first to answer had it', async () => {
    const log = madeLog(60, HOUR, 0, { ...QUEUE, order: 'ring-all' } as typeof QUEUE);
    expect(log.some(({ type, data }) => type === 'work.offer-ended' && 'takenBy' in data)).toBe(true);
    expect((await again(log)).differences).toEqual([]);
  });

  test('begins in the middle of a log as well: what was before is folded, and not kept', async () => {
    const from = HOUR + 20 * 40_000 + 5_000;
    const begun = await read(LOG, from);
    const found = compare(begun, from);
    expect(found.differences).toEqual([]);
    expect(found.decisions).toBeGreaterThan(15);
    // The configuration, two agents, and what was open: not the twenty contacts before.
    expect(begun.events.filter((event) => event.at < from).length).toBeLessThan(15);
    expect(dayOf(begun.events, from, 24 * HOUR)).toEqual({ ...dayOf(LOG, from, 24 * HOUR), agents: expect.anything() });
  });
});

describe('what would have been', () => {
  const chances = chancesOf(DAY);
  const figures = (change: string) => {
    const applied = apply(DAY, readChange(change));
    return Array.from({ length: 20 }, (_, n) => figuresPlayed(replicate(DAY, chances, applied, n), applied.queues, 30));
  };

  const removing = (...which: number[]) => JSON.stringify({ queues: { Support: { removeMembers: which.map((n) => QUEUE.members[n]) } } });

  test('more agents serve more in time and cost more, fewer the other way; nobody there serves nobody', () => {
    const was = figures('{}');
    const more = differences(
      figuresOf(DAY.recorded, [QUEUE]),
      was,
      figures('{"staffing":[{"queue":"support","from":"00:00","to":"04:00","agents":4}]}'),
    );
    const of = (list: typeof more, figure: string) => list.find((each) => each.figure === figure)!.difference;
    expect(of(more, 'serviceLevel').mean).toBeGreaterThan(0);
    // Four agents for four hours at 30, and the last talks until they are over.
    expect(of(more, 'cost').mean).toBeGreaterThan(479);
    // Nobody signed out: the two are there to the end of the day, whoever comes.
    expect(was.every((each) => Math.abs((each.agentHours ?? 0) - 48) < 0.1)).toBe(true);
    const allDay = differences(
      figuresOf(DAY.recorded, [QUEUE]),
      was,
      figures('{"staffing":[{"queue":"support","from":"00:00","to":"24:00","agents":4}]}'),
    );
    expect(of(allDay, 'occupancy').mean + of(allDay, 'occupancy').plusMinus).toBeLessThan(0);
    // Away for two hours of the 24, and back afterwards as if nothing had been.
    const twoHours = figures('{"staffing":[{"queue":"support","from":"02:00","to":"04:00","agents":-1}]}');
    expect(twoHours.every((each) => Math.abs((each.agentHours ?? 0) - 46) < 0.1)).toBe(true);
    const one = differences(figuresOf(DAY.recorded, [QUEUE]), was, figures(removing(1)));
    expect(of(one, 'serviceLevel').mean + of(one, 'serviceLevel').plusMinus).toBeLessThan(0);
    expect(of(one, 'meanWaitS').mean - of(one, 'meanWaitS').plusMinus).toBeGreaterThan(0);
    const none = figures(removing(0, 1));
    expect(none.every((each) => each.serviceLevel === 0)).toBe(true);
    const fewer = figures(`{"staffing":[{"queue":"${QUEUE.id}","from":"00:00","to":"24:00","agents":-2}]}`);
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

describe('a question to a day', () => {
  const DAY_MS = 24 * HOUR;
  const asked = async (change: Parameters<typeof study>[1]['change'], log: readonly StoredEvent[] = LOG) => {
    const steps: string[] = [];
    const found = study(await read(log, 60_000), { from: 60_000, to: DAY_MS, change, replications: 10 }, (step) => void steps.push(step));
    return { found, steps };
  };

  test('is answered by queue and by half hour, all of them adding up to the day', async () => {
    const { found, steps } = await asked({ queues: { [QUEUE.id]: { wrapUpMs: 0, members: [QUEUE.members[0]!] } }, costPerAgentHour: 30 });
    expect(new Set(steps)).toEqual(new Set(['replaying', 'playing']));
    if (found.kind !== 'done') throw new Error(found.kind);
    expect(found.replay).toMatchObject({ firstAt: null, same: found.replay.turns });
    expect(found.changed).toEqual([
      {
        queue: QUEUE.id,
        changes: [
          { path: ['wrapUpMs'], before: 10_000, after: 0 },
          { path: ['members'], removed: [QUEUE.members[1]], added: [] },
        ],
      },
    ]);
    const [whole, ofQueue] = found.groups;
    expect([whole?.queue, whole?.at, ofQueue?.queue, ofQueue?.at]).toEqual([null, null, QUEUE.id, null]);
    expect(whole?.figures.map(({ figure }) => figure)).toEqual([
      'serviceLevel',
      'meanWaitS',
      'abandonment',
      'occupancy',
      'agentHours',
      'cost',
    ]);
    expect(ofQueue?.figures.map(({ figure }) => figure)).toEqual(['serviceLevel', 'meanWaitS', 'abandonment']);
    for (const queue of [null, QUEUE.id]) {
      const slots = found.groups.filter((each) => each.queue === queue && each.at !== null);
      expect(slots.length).toBe(3);
      expect(slots.reduce((sum, each) => sum + each.contacts, 0)).toBe(60);
      const mean = (figure: string) =>
        slots.reduce((sum, each) => sum + each.contacts * each.figures.find((one) => one.figure === figure)!.after.mean, 0) / 60;
      expect(mean('serviceLevel')).toBeCloseTo(whole!.figures[0]!.after.mean, 9);
    }
  });

  test('that changes nothing makes no difference at all', async () => {
    const { found } = await asked({ queues: { [QUEUE.id]: { wrapUpMs: 10_000 } } });
    if (found.kind !== 'done') throw new Error(found.kind);
    expect(found.changed).toEqual([]);
    for (const { difference } of found.groups.flatMap((each) => each.figures)) expect(difference).toEqual({ mean: 0, plusMinus: 0 });
  });

  test('to a day on which nobody came, or of a queue that was not there, says so', async () => {
    expect((await asked({}, LOG.slice(0, 3))).found).toEqual({ kind: 'no-data' });
    expect((await asked({ queues: { que_none: {} } })).found).toEqual({ kind: 'no-queue', queue: 'que_none' });
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
  expect(dayIn('2026-11-22', 'Asia/Shanghai')?.from).toBe(Date.parse('2026-11-21T16:00:00Z'));
  const berlin = dayIn('2026-10-25', 'Europe/Berlin')!;
  expect(berlin.to - berlin.from).toBe(25 * HOUR);
  expect(dayIn('22.11.2026', 'UTC')).toBeNull();
});
