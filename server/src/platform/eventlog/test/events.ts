// Short ways to an event and an id, for the tests of the log.
import { randomBytes } from 'node:crypto';
import type { IdPrefix, Id } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import type { NewEvent } from '../types.ts';

export const newId = <P extends IdPrefix>(prefix: P): Id<P> => makeId(prefix, Date.now(), randomBytes(10));

export const erased = (stream: string, at?: number): NewEvent => ({
  stream,
  type: 'customer.erased',
  data: { customer: newId('cus') },
  actor: { kind: 'system', part: 'test' },
  ...(at === undefined ? {} : { at }),
});

export const published = (stream: string, version: number): NewEvent => ({
  stream,
  type: 'flow.published',
  data: { flow: newId('flo'), version, by: null },
  actor: { kind: 'system', part: 'test' },
});
