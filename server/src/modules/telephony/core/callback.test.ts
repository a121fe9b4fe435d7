import { describe, expect, it } from 'vitest';
import type { QueueId, UserId } from '@tandem/contract/ids.ts';
import { USUAL_CALLBACKS } from '@tandem/contract/api/queue-callbacks.ts';
import fc from 'fast-check';
import { callbackReach, expiryOf, mayRing, nextTry, reachesCallback } from './callback.ts';

const [support, sales] = ['que_support', 'que_sales'] as unknown as [QueueId, QueueId];
const [anna, bo] = ['usr_anna', 'usr_bo'] as unknown as [UserId, UserId];

it('tries after five, fifteen and sixty minutes, and then no more, where nothing else was said', () => {
  expect([1, 2, 3, 4].map((attempts) => nextTry(attempts, 1_000, USUAL_CALLBACKS))).toEqual([301_000, 901_000, 3_601_000, null]);
});

it('holds on to the last wait where there are more tries than waits, and never tries more often than it may', () => {
  const waits = fc.array(fc.integer({ min: 60_000, max: 600_000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(waits, fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 12 }), (backOffMs, attempts, done) => {
      const next = nextTry(done, 0, { attempts, backOffMs });
      expect(next).toBe(done >= attempts ? null : (backOffMs[done - 1] ?? backOffMs.at(-1)));
    }),
  );
});

it('grows too old counted from the hour agreed on, or from the asking', () => {
  const rules = { expiresMs: 1_000 };
  expect([expiryOf(5, null, rules), expiryOf(5, 50, rules), expiryOf(5, null, { expiresMs: null })]).toEqual([1_005, 1_050, null]);
});

describe('whose phone is rung first', () => {
  const turn = { ahead: 0, free: 0, staffed: true, estimateMs: null };
  it.each([
    ['an agent is free for him', { ...turn, free: 1 }, 0, true],
    ['the one who is free is for somebody who is being rung', { ...turn, free: 1 }, 1, false],
    ['two are free for one ahead of him and him', { ...turn, ahead: 1, free: 2 }, 0, true],
    ['he is next, and somebody will be free in time', { ...turn, estimateMs: 60_000 }, 0, true],
    ['he is next, and would wait too long', { ...turn, estimateMs: 60_001 }, 0, false],
    ['somebody is ahead of him', { ...turn, ahead: 1, estimateMs: 10 }, 0, false],
    ['nobody can tell', turn, 0, false],
    ['nobody is there', { ...turn, staffed: false, free: 1, estimateMs: 0 }, 0, false],
  ] as const)('%s', (_, line, underWay, rung) => expect(mayRing(line, underWay, 60_000)).toBe(rung));

  it('never more at a time than agents are free, but one', () => {
    const lines = fc.record({
      ahead: fc.nat(20),
      free: fc.nat(20),
      staffed: fc.boolean(),
      estimateMs: fc.option(fc.nat(600_000), { nil: null }),
    });
    fc.assert(
      fc.property(lines, fc.nat(20), fc.nat(600_000), (line, underWay, holdMs) => {
        if (mayRing(line, underWay, holdMs)) expect(underWay === 0 || underWay < line.free - line.ahead).toBe(true);
      }),
    );
  });
});

describe('who reaches a call-back', () => {
  it.each([
    ['tenant', sales, null, true],
    ['queue', support, null, true],
    ['queue', sales, null, false],
    ['queue', sales, bo, false],
    ['queue', sales, anna, true],
    [null, support, null, false],
    [null, support, anna, true],
  ] as const)('scope %s: of %s, asked for by %s: %s', (scope, queue, askedBy, reached) => {
    const reach = callbackReach(scope, { queues: [support], user: anna });
    expect(reachesCallback(reach, { queue, askedBy })).toBe(reached);
  });
});
