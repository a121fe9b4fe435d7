// The live measures: enough of them, each with its words, and sound on any floor.
import { LiveMeasure } from '@tandem/contract/api/kpis.ts';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { HOUR } from '../../../kernel/time.ts';
import { NO_QUEUE } from './contributions.ts';
import { NO_FIGURES, plus, type Figures } from './figures.ts';
import { factsOfFloor, factsOfQueue, type Floor } from './floor.ts';
import { floorNow } from './live.ts';
import { isMeasured, LIVE_MEASURES, measured } from './measures.ts';
import { waitsNow } from './parity-now.ts';
import { NOBODY, type Person } from './people.ts';
import { agentsOf, randomFloor } from './random-floor.ts';
import { fold, queue, UTC_DAYS } from './testkit.ts';

const FROM = Date.parse('2026-11-20T08:00:00Z');
const QUEUES = [queue(1), queue(2), queue(3)];
const STATES = Object.keys(NOBODY) as Person['state'][];

test('at least 25, each once, with unit, direction, and name and formula in both languages', () => {
  expect(LIVE_MEASURES.length).toBeGreaterThanOrEqual(25);
  expect(new Set(LIVE_MEASURES.map(({ id }) => id)).size).toBe(LIVE_MEASURES.length);
  for (const measure of LIVE_MEASURES) {
    expect(Value.Errors(LiveMeasure, measure)).toEqual([]);
    for (const text of [measure.name, measure.formula])
      expect([/\p{Script=Han}/u.test(text['zh-CN']), text.en.length > 2]).toEqual([true, true]);
  }
  expect([
    isMeasured('waiting', 'queue'),
    isMeasured('inFlow', 'queue'),
    isMeasured('estimatedWaitMs', 'floor'),
    isMeasured('x', 'floor'),
  ]).toEqual([true, false, false, false]);
});

/** The floor as it stands at `at`, on which some agents are in some states. */
function floorOf(seed: number, contacts: number, at: number, states: readonly Person['state'][]): Floor {
  const events = randomFloor({ seed, contacts, from: FROM, overMs: 4 * HOUR }).filter((event) => event.at <= at);
  const ledger = fold(events);
  const { inFlow, queues } = floorNow(ledger.contacts.values(), { now: at, shortAbandonMs: 5_000 });
  const today = new Map<(typeof QUEUES)[number] | typeof NO_QUEUE, Figures>();
  for (const [key, figures] of ledger.queueDays) {
    const [day, id] = key.split('|') as [string, (typeof QUEUES)[number]];
    if (day === UTC_DAYS.dayOf(at)) today.set(id, plus(today.get(id) ?? NO_FIGURES, figures));
  }
  const outside = today.get(NO_QUEUE) ?? NO_FIGURES;
  today.delete(NO_QUEUE);
  const people = agentsOf(states.length).map((agent, n) => ({ agent, state: states[n]!, reason: null, queues: [QUEUES[n % 3]!] }));
  return {
    at,
    inFlow,
    now: queues,
    today: today as Floor['today'],
    outside,
    yesterday: new Map(),
    people,
    estimates: new Map(),
    promises: new Map(),
    waits: waitsNow(ledger.contacts.values(), at),
  };
}

const floors = fc
  .record({
    seed: fc.nat(),
    contacts: fc.integer({ min: 1, max: 40 }),
    later: fc.integer({ min: 0, max: 4 * HOUR }),
    states: fc.array(fc.constantFrom(...STATES), { maxLength: 12 }),
  })
  .map(({ seed, contacts, later, states }) => floorOf(seed, contacts, FROM + later, states));

const RATIOS = new Set(['estimateErrorToday', 'waitParityNow', 'waitParityLeastNow']);

test('on any floor: counts are counts, shares are shares, and the floor is the sum of its queues', () => {
  fc.assert(
    fc.property(floors, (floor) => {
      const whole = measured(factsOfFloor(floor, QUEUES, true), 'floor');
      const each = QUEUES.map((one) => measured(factsOfQueue(floor, one), 'queue'));
      for (const { id, unit, over } of LIVE_MEASURES) {
        const values = [...(over === 'queue' ? [] : [whole[id]]), ...(over === 'floor' ? [] : each.map((of) => of[id]))];
        for (const value of values) {
          if (value === null) continue;
          expect(value, id).toBeGreaterThanOrEqual(0);
          // How far two are apart, over their mean, has no upper end.
          if (RATIOS.has(id)) continue;
          if (unit === 'share') expect(value, id).toBeLessThanOrEqual(1);
          else expect(Number.isInteger(value), id).toBe(true);
        }
        // Each agent of this floor serves one queue, so that agents add up as well.
        if (over === 'both' && (unit === 'contacts' || unit === 'agents'))
          expect(whole[id], id).toBe(each.reduce((sum, of) => sum + of[id]!, 0));
      }
      expect(whole['longestWaitNowMs']).toBe(Math.max(...each.map((of) => of['longestWaitNowMs']!)));
    }),
    { numRuns: 60 },
  );
});

test('where routing is not here nothing is said of agents', () => {
  const values = measured(factsOfFloor({ ...floorOf(1, 5, FROM + HOUR, []), people: null }, QUEUES, true), 'floor');
  expect(LIVE_MEASURES.filter(({ group, id }) => group === 'agents' && values[id] !== null)).toEqual([]);
});
