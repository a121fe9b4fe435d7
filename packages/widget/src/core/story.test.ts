// A story is the same however its lines come: twice, late, out of order, or accepted before they are shown.
import type { ChatLine } from '@tandem/contract/chat.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedLine, hasUpTo, merge, unreadAfter } from './story.ts';

const line = (seq: number, from: ChatLine['from'] = 'agent'): ChatLine => ({
  seq,
  id: `msg_${seq}`,
  from,
  name: null,
  text: `line ${seq}`,
  at: seq,
  clientId: null,
});

test('any order, any number of times: every line once, by place', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 12 }))), (batches) => {
      const story = batches.reduce<readonly ChatLine[]>(
        (lines, seqs) =>
          merge(
            lines,
            seqs.map((seq) => line(seq)),
          ),
        [],
      );
      expect(story.map(({ seq }) => seq)).toEqual([...new Set(batches.flat())].toSorted((a, b) => a - b));
    }),
  );
});

test('a message accepted before it is shown stands once, and the server’s own form of it stays', () => {
  const mine = acceptedLine({ clientId: 'client-1', text: 'hello', at: 5 }, 2);
  const shown = { ...line(2, 'customer'), clientId: 'client-1' };
  expect(merge([line(1)], [mine])).toEqual([line(1), mine]);
  expect(merge([line(1), mine], [shown])).toEqual([line(1), shown]);
  expect(merge([line(1), shown], [mine])).toEqual([line(1), shown]);
});

test.each([
  ['nothing', [], 0],
  ['all', [line(1), line(2)], 2],
  ['one is missing', [line(1), line(2), line(4)], 2],
  ['what is older than the first is not missed', [line(7), line(8)], 8],
  ['what is accepted and not shown is asked for', [line(1), acceptedLine({ clientId: 'c', text: 't', at: 1 }, 2)], 1],
  ['also as the first', [acceptedLine({ clientId: 'c', text: 't', at: 1 }, 1)], 0],
])('has up to: %s', (_, lines, top) => expect(hasUpTo(lines)).toBe(top));

test('unread is what others wrote after what was seen', () => {
  expect(unreadAfter([line(1), line(2, 'customer'), line(3), line(4, 'system')], 1)).toBe(2);
});
