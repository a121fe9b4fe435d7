import { describe, expect, it } from 'vitest';
import type { QueueId, UserId } from '@tandem/contract/ids.ts';
import { callbackReach, nextTry, reachesCallback } from './callback.ts';

const [support, sales] = ['que_support', 'que_sales'] as unknown as [QueueId, QueueId];
const [anna, bo] = ['usr_anna', 'usr_bo'] as unknown as [UserId, UserId];

it('tries after five, fifteen and sixty minutes, and then no more', () => {
  expect([1, 2, 3, 4].map((attempts) => nextTry(attempts, 1_000))).toEqual([301_000, 901_000, 3_601_000, null]);
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
