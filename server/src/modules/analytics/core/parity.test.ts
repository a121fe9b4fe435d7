// The index by its definition, its bound by a worked example, and how often it is wrong where everybody waits alike.
import { describe, expect, test } from 'vitest';
import { parityOf, NO_WAITS, sumOfWaits, TOGETHER_MS, waitsOf, type WaitGroup, type Waits } from './parity.ts';
import { seeded } from './random-floor.ts';

const S = 1_000;
/** One wait a block, so that both kinds meet as often as the shorter list is long. */
const of = (waits: Partial<Record<WaitGroup, readonly number[]>>, perBlock = 1): Waits =>
  sumOfWaits(
    Object.entries(waits).flatMap(([group, seconds]) =>
      seconds.map((each, n) =>
        waitsOf({ group: group as WaitGroup, queue: 'q', queuedAt: Math.floor(n / perBlock) * TOGETHER_MS, waitedMs: each * S }),
      ),
    ),
  );

describe('the index', () => {
  test('is the largest difference of mean waits over the mean of all', () => {
    const parity = parityOf(of({ call: [10, 20, 30, 40, 50], callback: [40, 50, 60, 70, 80], chat: [30, 40, 50, 60, 70] }));
    // Means 30, 60 and 50 s; of all fifteen 46.67 s.
    expect(parity).toMatchObject({ longest: 'callback', shortest: 'call', differenceMs: 30 * S });
    expect(parity?.index).toBeCloseTo(30 / (140 / 3), 10);
  });

  test('is nothing where less than two kinds have five answers, or nobody waited', () => {
    expect(parityOf(NO_WAITS)).toBeNull();
    expect(parityOf(of({ call: [1, 2, 3, 4, 5], callback: [9, 9, 9, 9] }))).toBeNull();
    expect(parityOf(of({ call: [0, 0, 0, 0, 0], callback: [0, 0, 0, 0, 0] }))).toBeNull();
  });

  test('adds up in any order', () => {
    const [a, b] = [of({ call: [7, 8], chat: [1] }), of({ callback: [3], call: [2] })];
    expect(sumOfWaits([a, b])).toEqual(sumOfWaits([b, a]));
    expect(sumOfWaits([a, b]).all.call).toEqual({ n: 3, sum: 170, squares: 70 ** 2 + 80 ** 2 + 20 ** 2 });
  });
});

describe('the bound', () => {
  // Three blocks of two waits of each kind: call-backs 40 s longer in each, all 10 s apart within a block, and each block 100 s longer than the one before.
  const blocks = { call: [15, 25, 115, 125, 215, 225], callback: [55, 65, 155, 165, 255, 265] };

  test('a worked example: a line that grows says nothing, only who came together is compared', () => {
    // Weights 1 each, difference 40 s. Spread within: 6 x 50 s² over 6 degrees of freedom, so 50 s² and a standard error of sqrt(50 / 3) = 4.08 s.
    // Student's t of 6 degrees is 2.447: 40 - 9.99 = 30.01 s, over the mean of all, 140 s.
    expect(parityOf(of(blocks, 2))).toMatchObject({ index: 40 / 140 });
    expect(parityOf(of(blocks, 2))?.least).toBeCloseTo(30.01 / 140, 2);
  });

  test('who never came together is not compared', () => {
    const apart = sumOfWaits([of({ call: [...blocks.call] }, 2), moved(of({ callback: [...blocks.callback] }, 2))]);
    expect(parityOf(apart)).toMatchObject({ index: 40 / 140, least: 0 });
  });

  test('the same waits in both: none', () => {
    expect(parityOf(of({ call: [1, 2, 3, 4, 5, 6], callback: [1, 2, 3, 4, 5, 6] }, 2))?.least).toBe(0);
  });
});

const moved = ({ all, together }: Waits): Waits => ({
  all,
  together: new Map([...together].map(([block, sums]) => [`${block} later`, sums])),
});

/** Fifteen minutes of a line of 10 servers, in order; `kindOf` says of whom came when (s) what he is. Waits follow one another closely. */
function quarter(random: () => number, kindOf: (s: number) => WaitGroup, times: Partial<Record<WaitGroup, number>>): Waits {
  const free = Array<number>(10).fill(0);
  const gap = (mean: number) => -Math.log(1 - random()) * mean;
  const waits: Waits[] = [];
  // Ten minutes to fill the line, then a quarter of an hour.
  for (let now = gap(17.5); now < 1_500; now += gap(17.5)) {
    const first = free.indexOf(Math.min(...free));
    const waited = Math.max(0, (free[first] ?? 0) - now);
    free[first] = now + waited + gap(180);
    const group = kindOf(now);
    const waitedMs = (waited + 3) * S * (times[group] ?? 1);
    if (now > 600) waits.push(waitsOf({ group, queue: 'q', queuedAt: now * S, waitedMs }));
  }
  return sumOfWaits(waits);
}

describe('how often it is wrong', () => {
  const ROUNDS = 1_500;
  function shareOf(
    above: number,
    kindOf: (random: () => number, s: number) => WaitGroup,
    times: Partial<Record<WaitGroup, number>> = {},
  ): number {
    const random = seeded(7);
    let [rings, told] = [0, 0];
    for (let n = 0; n < ROUNDS; n++) {
      const parity = parityOf(quarter(random, (s) => kindOf(random, s), times));
      if (parity === null) continue;
      told++;
      if (parity.least > above) rings++;
    }
    expect(told).toBeGreaterThan(ROUNDS * 0.8);
    return rings / told;
  }
  const half = (random: () => number): WaitGroup => (random() < 0.5 ? 'call' : 'callback');

  test('two kinds that wait alike are told apart in at most 5 % of the quarters of an hour, and beyond 10 % in fewer', () => {
    const any = shareOf(0, half);
    expect(any).toBeGreaterThan(0.01);
    expect(any).toBeLessThan(0.06);
    expect(shareOf(0.1, half)).toBeLessThan(0.02);
  });

  test('so are a rare one, and three', () => {
    expect(shareOf(0.1, (random) => (random() < 0.15 ? 'callback' : 'call'))).toBeLessThan(0.03);
    expect(shareOf(0, (random) => (random() < 0.6 ? 'call' : random() < 0.5 ? 'chat' : 'callback'))).toBeLessThan(0.06);
  });

  test('call-backs that come more and more while the line grows are no difference, nor those that come after all calls', () => {
    expect(shareOf(0.1, (random, s) => (random() < (s - 600) / 900 ? 'callback' : 'call'))).toBeLessThan(0.03);
    expect(shareOf(0.1, (_, s) => (s > 1_050 ? 'callback' : 'call'))).toBeLessThan(0.03);
  });

  test('one that waits half as long again is found', () => {
    expect(shareOf(0.1, half, { callback: 1.5 })).toBeGreaterThan(0.5);
  });
});
