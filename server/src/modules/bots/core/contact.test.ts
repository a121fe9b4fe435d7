// What is read out of a digital worker's contact: how it went, what the next one is told, what it cost, and the figures of a day.
import { describe, expect, test } from 'vitest';
import { costOf, dayOf, summaryOf, verdictOf, type Ended } from './contact.ts';

describe('how it went', () => {
  test.each([
    [{ resolved: 'yes' }, true],
    [{ resolved: true }, true],
    [{ resolved: 'NO ' }, false],
    [{ resolved: 'perhaps' }, null],
    [{}, null],
  ])('%j', (gathered, resolved) => expect(verdictOf(gathered).resolved).toBe(resolved));

  test('a disposition is a key, or none', () => {
    expect(verdictOf({ disposition: ' order-status ' }).disposition).toBe('order-status');
    expect(verdictOf({ disposition: 'x'.repeat(65) }).disposition).toBeNull();
  });
});

test('the next one is told what was gathered, and not what every screen shows', () => {
  expect(summaryOf({ remote: '+8613800138001', language: 'en', order: '1004', status: 'shipped', resolved: 'no', empty: ' ' })).toBe(
    'order: 1004\nstatus: shipped',
  );
  expect(summaryOf({ remote: '+8613800138001' })).toBeNull();
  expect(summaryOf({ long: 'x'.repeat(900) })).toHaveLength(200);
});

test('what it costs: once, and by the second', () => {
  expect(costOf({ perContact: 0.2, perMinute: 0.06, currency: 'CNY' }, 90_000)).toBe(0.29);
  expect(costOf({ perContact: 0, perMinute: 1, currency: 'CNY' }, -5)).toBe(0);
});

test('a day: who came back to a person was not contained, and who is there still is not counted as over', () => {
  const ended = (outcome: Ended['outcome'], more: Partial<Ended> = {}): Ended => ({
    outcome,
    resolved: null,
    cost: 0.5,
    returned: false,
    ...more,
  });
  const day = dayOf([ended('done', { resolved: true }), ended('done', { returned: true }), ended('handed-over'), ended('left'), null]);
  expect(day).toEqual({ taken: 5, done: 2, resolved: 1, handedOver: 1, left: 1, failed: 0, contained: 0.25, cost: 2 });
  expect(dayOf([]).contained).toBeNull();
});
