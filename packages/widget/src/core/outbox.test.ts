// The outbox keeps the order of writing, drops what the story has, and reads only what it wrote.
import { expect, test } from 'vitest';
import { readWaiting, stillWaiting, toSend, written, type Waiting } from './outbox.ts';

const write = (texts: string[], now = 1_000): Waiting[] =>
  texts.reduce<Waiting[]>((items, text, at) => [...items, written(text, now, `random${at}`, items)], []);

test('three messages of one millisecond keep their order', () => {
  const items = write(['one', 'two', 'three']);
  expect(stillWaiting(items.toReversed(), []).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(new Set(items.map(({ clientId }) => clientId)).size).toBe(3);
  for (const { clientId } of items) expect(clientId).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
});

test('what the story has is no longer waiting', () => {
  const [first, second] = write(['one', 'two']) as [Waiting, Waiting];
  const told = { seq: 1, id: 'msg_1' as const, from: 'customer' as const, name: null, text: 'one', at: 1, clientId: first.clientId };
  expect(stillWaiting([first, second], [told])).toEqual([second]);
});

test('what was refused is not sent by itself', () => {
  const items = write(['one', 'two']).map((item, at) => (at === 0 ? { ...item, refused: 'too long' } : item));
  expect(toSend(items).map(({ text }) => text)).toEqual(['two']);
});

test('what is kept is read again; anything else is nothing', () => {
  const item = write(['one']).at(0);
  expect(readWaiting(JSON.stringify(item))).toEqual(item);
  for (const other of [null, '', '{', '[]', '{"text":"x"}', '3']) expect(readWaiting(other)).toBeNull();
});
