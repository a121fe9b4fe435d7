import { describe, expect, test } from 'vitest';
import { erlangA, erlangB, erlangC } from '../../server/src/kernel/erlang.ts';
import { predictBank } from './bank.ts';
import { driveEngine } from './engine.ts';
import { estimate } from '../../server/src/kernel/interval.ts';
import { referenceA, referenceC } from './reference.ts';
import { study } from './study.ts';
import { hold } from './verdict.ts';

const off = (value: number, reference: number): number => Math.abs(value / reference - 1);

describe('the formulas, against every row of the reference', () => {
  test.each(referenceC())('Erlang B and C, $servers servers, $arrivalsPerSecond a second', (row) => {
    const found = erlangC(row)!;
    expect(off(erlangB(row.arrivalsPerSecond * row.serviceS, row.servers), row.blocks!)).toBeLessThan(1e-6);
    expect(off(found.waits, row.waits)).toBeLessThan(1e-6);
    expect(off(found.waitS, row.waitS)).toBeLessThan(1e-6);
    expect(off(found.occupancy, row.occupancy)).toBeLessThan(1e-6);
    expect(Math.abs(found.servedWithin(20) - row.servedWithin20)).toBeLessThan(1e-6);
  });

  test.each(referenceA())('Erlang A, $servers servers, $arrivalsPerSecond a second', (row) => {
    const found = erlangA(row, row.patienceS!);
    expect(off(found.waits, row.waits)).toBeLessThan(1e-6);
    expect(off(found.abandons, row.abandons)).toBeLessThan(1e-6);
    expect(off(found.waitS, row.waitS)).toBeLessThan(1e-6);
    expect(off(found.occupancy, row.occupancy)).toBeLessThan(1e-6);
    expect(Math.abs(found.servedWithin(20) - row.servedWithin20)).toBeLessThan(1e-6);
  });

  test('a line without an end has no figures; nobody comes and nobody waits', () => {
    expect(erlangC({ arrivalsPerSecond: 1, serviceS: 10, servers: 10 })).toBeNull();
    expect(erlangA({ arrivalsPerSecond: 0, serviceS: 10, servers: 1 }, 60)).toMatchObject({ waits: 0, abandons: 0, waitS: 0 });
  });
});

describe('the simulation', () => {
  const rows = [referenceC()[1]!, referenceC()[12]!, referenceA()[2]!, referenceA()[5]!];
  test.each(rows)('is within 1 % of the reference with $servers servers, patience $patienceS', (row) => {
    const held = hold(row, study(row, { customers: 1_000_000, enough: 0.004, seed: 7 }));
    expect(held.filter(({ verdict }) => verdict !== 'within')).toEqual([]);
  });

  test('is caught where it is wrong: a server too many is beyond the bound', () => {
    const row = referenceA()[2]!;
    const held = hold(row, study({ ...row, servers: row.servers + 1 }, { customers: 300_000, enough: 0.004, seed: 7 }));
    expect(held.find(({ figure }) => figure === 'waits')!.verdict).toBe('beyond');
  });
});

describe('the engine', () => {
  test.each([referenceC()[1]!, referenceA()[2]!, referenceA()[9]!])(
    'lets each customer wait as theory says, $servers servers, patience $patienceS',
    (row) => {
      const driven = driveEngine(row, 1_000, 3);
      expect(driven.plain.waits).toBeGreaterThan(0.1);
      expect(driven.differing).toBe(0);
      expect(driven.occupancy).toBeGreaterThan(0.5);
    },
  );
});

describe('intervals', () => {
  test('a control that explains everything leaves no doubt, and moves the mean by what chance gave too much', () => {
    const control = [1, -2, 3, 0, 2, -1];
    const found = estimate(
      control.map((value) => 10 + 2 * value),
      [control],
    );
    expect(found.mean).toBeCloseTo(10, 9);
    expect(found.plusMinus).toBeLessThan(1e-9);
  });

  test('the same control twice counts once', () => {
    const control = [1, -2, 3, 0, 2, -1];
    expect(estimate([3, 1, 2, 5, 4, 2], [control, control]).mean).toBeCloseTo(estimate([3, 1, 2, 5, 4, 2], [control]).mean, 9);
  });
});

test("the bank's fourth week is predicted from its arrivals, and better where its service times are known", () => {
  const [blind, knowing] = [predictBank(7, false), predictBank(7, true)];
  expect(blind.whole.offered).toBe(7_109);
  expect(blind.whole.abandonment).toBeCloseTo(0.119, 3);
  expect(knowing.whole.dayErrorPoints).toBeLessThan(blind.whole.dayErrorPoints);
});
