// Days, contacts and authors are told where they change; what is unread and who waits is read from the messages alone.
import { expect, test } from 'vitest';
import type { Message } from '../../api/messages.ts';
import { rowsOf, unreadOf, waitsSince } from './story.ts';

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `msg_${seq}`,
  interaction: 'int_now',
  conversation: 'cnv_1',
  seq,
  kind: 'in',
  author: { kind: 'customer', agent: null, name: null },
  text: `message ${seq}`,
  state: 'sent',
  at: seq * 1_000,
  clientId: null,
  ...more,
});
const ours = { kind: 'out', author: { kind: 'agent', agent: 'agt_1', name: 'Li' } } as const;
const note = { ...ours, kind: 'note' } as const;
const dayOf = (at: number) => String(Math.floor(at / 10_000));
const short = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) =>
    row.kind === 'message'
      ? `${row.message.seq}${row.first ? '*' : ''}`
      : row.kind === 'contact'
        ? row.current
          ? 'now'
          : 'earlier'
        : 'day',
  );

test('one contact of one day', () => {
  const rows = rowsOf([message(1), message(2), message(3, ours), message(4, note), message(5, note)], 'int_now', dayOf);
  expect(short(rows)).toEqual(['day', '1*', '2', '3*', '4*', '5']);
});

test('an earlier contact is told, and where this one begins', () => {
  const rows = rowsOf([message(1, { interaction: 'int_old' }), message(11), message(12)], 'int_now', dayOf);
  expect(short(rows)).toEqual(['earlier', 'day', '1*', 'now', 'day', '11*', '12']);
});

test('every row has a key of its own', () => {
  const rows = rowsOf(
    [message(1, { interaction: 'int_old' }), message(2), message(3, { interaction: 'int_old' }), message(4)],
    'int_now',
    dayOf,
  );
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test('unread is what the customer wrote in this contact and nobody has seen', () => {
  const all = [message(1, { interaction: 'int_old' }), message(2, { state: 'read' }), message(3), message(4, ours), message(5)];
  expect(unreadOf(all, 'int_now').map(({ seq }) => seq)).toEqual([3, 5]);
});

test.each([
  ['nobody wrote', [], null],
  ['he wrote twice', [message(1), message(2)], 1_000],
  ['we answered', [message(1), message(2, ours)], null],
  ['he wrote again', [message(1), message(2, ours), message(3), message(4)], 3_000],
  ['a note is no answer', [message(1), message(2, note)], 1_000],
  ['what was before this contact does not count', [message(1, { interaction: 'int_old' })], null],
])('waits: %s', (_, messages, since) => expect(waitsSince(messages, 'int_now')).toBe(since));
