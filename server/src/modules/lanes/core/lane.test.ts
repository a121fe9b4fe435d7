// Whom an emergency lane concerns.
import { describe, expect, test } from 'vitest';
import { concernsWaiting, meets, type LaneDoc } from './lane.ts';

const SUPPORT = 'que_support';
const SALES = 'que_sales';
const numbers = new Map([['num_hot', 'ext:4002']] as const);
const lane = (of: Partial<LaneDoc>): LaneDoc => ({
  name: { en: 'Recall' },
  queues: [],
  numbers: [],
  levels: [],
  say: [],
  key: null,
  priority: 10,
  callback: false,
  tag: 'recall',
  surge: null,
  ...of,
});
const caller = { queue: null, number: 'ext:4002', level: null };

describe('a lane', () => {
  test('for everybody is met before the flow and never at a line', () => {
    expect(meets(lane({}), caller, numbers)).toBe(true);
    expect(meets(lane({}), { ...caller, queue: SUPPORT }, numbers)).toBe(false);
  });

  test('of a queue is met at its line and at no other', () => {
    const its = lane({ queues: [SUPPORT] });
    expect(meets(its, caller, numbers)).toBe(false);
    expect(meets(its, { ...caller, queue: SUPPORT }, numbers)).toBe(true);
    expect(meets(its, { ...caller, queue: SALES }, numbers)).toBe(false);
  });

  test('of a number and a level is met by who called it and has the level, however that is written', () => {
    const gold = lane({ numbers: ['num_hot'], levels: ['Gold'] });
    expect(meets(gold, { ...caller, level: 'gold' }, numbers)).toBe(true);
    expect(meets(gold, caller, numbers)).toBe(false);
    expect(meets(gold, { ...caller, number: 'ext:4003', level: 'gold' }, numbers)).toBe(false);
  });

  test('concerns those in line already, unless they would have to press a key', () => {
    const waiting = { queue: SUPPORT, number: 'ext:4002', level: null } as const;
    expect(concernsWaiting(lane({}), waiting, numbers)).toBe(true);
    expect(concernsWaiting(lane({ queues: [SALES] }), waiting, numbers)).toBe(false);
    expect(concernsWaiting(lane({ key: '1', say: [{ prompt: 'welcome' }] }), waiting, numbers)).toBe(false);
  });
});
