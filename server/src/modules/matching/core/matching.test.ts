// The learner against worlds whose truth is known, and the judgement of what it is worth.
import { describe, expect, test } from 'vitest';
import type { AgentId } from '@tandem/contract/ids.ts';
import { addUp, fade, HALF_LIFE_MS, type Batch } from './cells.ts';
import { fit } from './fit.ts';
import { learn, matchingOf } from './model.ts';
import { shareComingTrue, upliftOf, type Arm } from './uplift.ts';
import { harmOf, stateOf } from './verdict.ts';

const agt = (n: number): AgentId => `agt_00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Mulberry32 and Box-Muller: the same world each time. */
function dice(seed: number): { uniform: () => number; normal: () => number } {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()) };
}

type World = { agents: number; issues: number; contacts: number; general: number; special: number; noise: number };
/** Log handling time: 12 + general + special + noise, all standard deviations. */
function world({ agents, issues, contacts, general, special, noise }: World, seed = 1) {
  const { normal, uniform } = dice(seed);
  const truth = new Map<string, number>();
  const batches: Batch[] = [];
  for (let a = 0; a < agents; a++) {
    const own = general * normal();
    for (let i = 0; i < issues; i++) {
      const effect = own + special * normal();
      truth.set(`issue ${i} ${agt(a)}`, effect);
      const logs = Array.from({ length: contacts }, () => 12 + effect + noise * normal());
      const squares = logs.reduce((sum, y) => sum + y * y, 0);
      const resolved = logs.filter(() => uniform() < 0.7).length;
      const total = logs.reduce((sum, y) => sum + y, 0);
      batches.push({
        issue: `issue ${i}`,
        agent: agt(a),
        ageMs: 0,
        contacts,
        logs: total,
        logSquares: squares,
        judged: contacts,
        resolved,
      });
    }
  }
  return { truth, batches };
}
const observed = (batches: Batch[]) => addUp(batches).map(({ issue, agent, handle: sums }) => ({ issue, agent, sums }));

describe('the fit', () => {
  const size = { agents: 60, issues: 5, contacts: 20, general: 0.2, special: 0.15, noise: 0.8 };

  test('finds the variances that made the data', () => {
    const found = fit(observed(world({ ...size, contacts: 200 }).batches));
    expect(found?.noise).toBeCloseTo(0.64, 1);
    expect(Math.sqrt(found?.general ?? 0)).toBeGreaterThan(0.14);
    expect(Math.sqrt(found?.general ?? 0)).toBeLessThan(0.26);
    expect(Math.sqrt(found?.special ?? 0)).toBeGreaterThan(0.12);
    expect(Math.sqrt(found?.special ?? 0)).toBeLessThan(0.18);
  });

  test('is nearer to the truth than the plain means, and than everybody’s mean', () => {
    const { truth, batches } = world(size);
    const found = fit(observed(batches));
    if (!found) throw new Error('nothing was learned');
    const error = (guess: (batch: Batch) => number): number =>
      batches.reduce((sum, batch) => sum + (guess(batch) - truth.get(`${batch.issue} ${batch.agent}`)!) ** 2, 0) / batches.length;
    const shrunk = error(({ issue, agent }) => found.of(issue, agent).effect);
    const plain = error(({ issue, logs, contacts }) => logs / contacts - found.means.get(issue)!);
    expect(shrunk).toBeLessThan(0.7 * plain);
    expect(shrunk).toBeLessThan(0.7 * error(() => 0));
  });

  test('its intervals hold what they say', () => {
    const { truth, batches } = world({ ...size, agents: 200 });
    const found = fit(observed(batches));
    const inside = batches.filter(({ issue, agent }) => {
      const { effect, variance } = found!.of(issue, agent);
      return Math.abs(effect - truth.get(`${issue} ${agent}`)!) < 1.96 * Math.sqrt(variance);
    });
    expect(inside.length / batches.length).toBeGreaterThan(0.92);
    expect(inside.length / batches.length).toBeLessThan(0.98);
  });

  test('where nobody differs it says so: all are predicted nearly the same', () => {
    const model = learn(world({ ...size, general: 0, special: 0, contacts: 100 }).batches, 'time');
    const ms = model!.issues[1]!.agents.map(({ handleMs }) => handleMs);
    expect(Math.max(...ms) / Math.min(...ms)).toBeLessThan(1.06);
  });
});

describe('the model', () => {
  const { batches } = world({ agents: 10, issues: 3, contacts: 30, general: 0.3, special: 0.2, noise: 0.5 });

  test('is the same to the last bit in whatever order the contacts come', () => {
    expect(learn([...batches].reverse(), 'time')).toEqual(learn(batches, 'time'));
  });

  test('too few contacts teach nothing, rare issues are taken for any', () => {
    expect(learn(batches.slice(0, 5), 'time')).toBeNull();
    const rare = { ...batches[0]!, issue: 'rare', contacts: 1, logs: 12, logSquares: 144 };
    expect(learn([...batches, rare], 'time')?.issues.map(({ issue }) => issue)).toEqual(['', 'issue 0', 'issue 1', 'issue 2']);
  });

  test('what is old counts half after a half-life, and adding to what faded is reading it all again', () => {
    const [old, fresh] = [batches.map((each) => ({ ...each, ageMs: HALF_LIFE_MS })), batches];
    const again = addUp(fresh, fade(addUp(batches), HALF_LIFE_MS));
    const whole = addUp([...old, ...fresh]);
    for (const [n, cell] of again.entries()) {
      expect(cell.handle.w).toBeCloseTo(whole[n]!.handle.w, 9);
      expect(cell.handle.wyy).toBeCloseTo(whole[n]!.handle.wyy, 6);
    }
    expect(whole[0]!.handle.w).toBeCloseTo(1.5 * batches[0]!.contacts, 9);
  });

  test('for what is solved, who solves little costs more than who is a little slower', () => {
    // Agent 1: quick, solves a third. Agent 2: a tenth slower, solves nearly all.
    const two = [1, 2].flatMap((n): Batch[] =>
      [0, 1].map((k) => ({
        issue: `i ${k}`,
        agent: agt(n),
        ageMs: 0,
        contacts: 300,
        logs: 300 * (n === 1 ? 12 : 12.1),
        logSquares: 300 * ((n === 1 ? 12 : 12.1) ** 2 + 0.04),
        judged: 300,
        resolved: n === 1 ? 100 : 280,
      })),
    );
    const best = (goal: 'time' | 'solved') => learn(two, goal)!.issues[1]!.agents.reduce((a, b) => (b.cost < a.cost ? b : a)).agent;
    expect([best('time'), best('solved')]).toEqual([agt(1), agt(2)]);
  });

  test('routing is given whole tables, with null for whom nothing is known of', () => {
    const model = learn(batches, 'time')!;
    const table = matchingOf(model, { version: 3, holdOut: 0.1, cap: 0.25 });
    expect(table.agents).toHaveLength(10);
    for (const issue of table.issues) expect([issue.ms.length, issue.cost.length]).toEqual([10, 10]);
  });
});

describe('what it is worth', () => {
  /** Standard deviation 0.8 of the mean; 300 is what was expected of each. */
  const arm = (n: number, mean: number, resolved = 0.7): Arm => {
    const expected = 300;
    const sums = { y: n * mean, yy: n * mean ** 2 * 1.64, x: n * expected, xx: n * expected ** 2, xy: n * mean * expected };
    return { n, ...sums, judged: n, resolved: Math.round(n * resolved) };
  };

  test('the cut and its interval', () => {
    const { cut } = upliftOf(arm(9_000, 240), arm(1_000, 300));
    expect(cut?.value).toBeCloseTo(0.2, 9);
    // 0.8 of the mean as standard deviation: the error of the ratio is 0.8 * 0.8 * sqrt(1/9000 + 1/1000).
    expect(cut?.halfWidth).toBeCloseTo(1.96 * 0.64 * Math.sqrt(1 / 9_000 + 1 / 1_000), 3);
    expect(cut!.always).toBeGreaterThan(cut!.halfWidth);
    expect(upliftOf(arm(9_000, 240), arm(99, 300)).cut).toBeNull();
  });

  test('one who looks after each contact for a year is not fooled where there is nothing to see', () => {
    let fooled = 0;
    let fooledByUsual = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { normal } = dice(seed);
      const arms = [0, 0].map((): Arm => ({ n: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0, judged: 0, resolved: 0 }));
      let [once, usual] = [false, false];
      for (let n = 0; n < 4_000; n++) {
        const of = arms[n % 2]!;
        const y = Math.exp(0.8 * normal());
        Object.assign(of, { n: of.n + 1, y: of.y + y, yy: of.yy + y * y, x: of.x + 1, xx: of.xx + 1, xy: of.xy + y });
        const uplift = upliftOf(arms[0]!, arms[1]!);
        if (harmOf(uplift, null, n)) once = true;
        if (uplift.cut && uplift.cut.value + uplift.cut.halfWidth < 0) usual = true;
      }
      fooled += Number(once);
      fooledByUsual += Number(usual);
    }
    expect(fooled).toBeLessThanOrEqual(3);
    expect(fooledByUsual).toBeGreaterThan(6);
  });

  test('falls back where talks are longer, less is resolved, or predictions do not come true; and not where a person says so', () => {
    expect(harmOf(upliftOf(arm(9_000, 400), arm(1_000, 300)), null, 5)).toMatchObject({ reason: 'longer', at: 5 });
    expect(harmOf(upliftOf(arm(9_000, 240, 0.4), arm(1_000, 300)), null, 5)).toMatchObject({ reason: 'less-resolved' });
    expect(harmOf(upliftOf(arm(9_000, 240), arm(1_000, 300)), null, 5)).toBeNull();
    const { normal } = dice(3);
    const errors = (truth: number) => {
      const sums = { n: 0, xx: 0, xz: 0, xxzz: 0, xxxz: 0, xxxx: 0 };
      for (let n = 0; n < 5_000; n++) {
        const x = 0.2 * normal();
        const z = truth * x + 0.8 * normal();
        sums.n++;
        sums.xx += x * x;
        sums.xz += x * z;
        sums.xxzz += x * x * z * z;
        sums.xxxz += x ** 3 * z;
        sums.xxxx += x ** 4;
      }
      return shareComingTrue(sums);
    };
    expect(Math.abs(errors(1)!.value - 1)).toBeLessThan(errors(1)!.halfWidth * 2);
    const none = upliftOf(arm(0, 1), arm(0, 1));
    expect(harmOf(none, errors(1), 5)).toBeNull();
    expect(harmOf(none, errors(-0.5), 5)).toMatchObject({ reason: 'drift' });
    const fallBack = harmOf(none, errors(-0.5), 5);
    expect(stateOf({ mode: 'automatic', learned: true, fallBack })).toBe('fallen-back');
    expect(stateOf({ mode: 'always', learned: true, fallBack })).toBe('matching');
    expect(stateOf({ mode: 'automatic', learned: false, fallBack: null })).toBe('learning');
    expect(stateOf({ mode: 'off', learned: true, fallBack: null })).toBe('off');
  });
});
