// For this module's tests: a clock that moves by itself and ids that need no machinery.
import { randomBytes } from 'node:crypto';
import type { IdPrefix, Id } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';

export function testIds(start = Date.UTC(2026, 10, 21, 8)) {
  let now = start;
  const clock = { now: () => ++now };
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const id = <P extends IdPrefix>(prefix: P): Id<P> => makeId(prefix, clock.now(), random.bytes(10));
  return { clock, random, id };
}
