// Every frame of the contract is read as it was written; whatever else comes is nothing.
import type { ChatToPage } from '@tandem/contract/chat.ts';
import { expect, test } from 'vitest';
import { readFrame } from './frames.ts';

const FRAMES: ChatToPage[] = [
  { kind: 'lines', lines: [{ seq: 1, id: 'msg_1', from: 'agent', name: 'Li', text: '<b>hi</b>', at: 5, clientId: null }] },
  { kind: 'accepted', clientId: 'client-1', seq: 3 },
  { kind: 'state', state: { stage: 'waiting', agent: null, position: 2, waitSeconds: 90, readUpTo: 0 } },
  { kind: 'state', state: { stage: 'agent', agent: 'Li', position: null, waitSeconds: null, readUpTo: 4 } },
  { kind: 'typing', name: 'Li' },
  { kind: 'refused', clientId: null, code: 'chat.too-much', text: 'Too many' },
];

test.each(FRAMES)('$kind', (frame) => expect(readFrame(JSON.stringify(frame))).toEqual(frame));

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"kind":"video"}',
  '{"kind":"accepted","seq":1}',
  '{"kind":"state","state":{"stage":"moon"}}',
  '{"kind":"typing"}',
])('nothing: %s', (text) => expect(readFrame(text)).toBeNull());

test('bytes are nothing, and of lines only those that are lines stay', () => {
  expect(readFrame(new ArrayBuffer(4))).toBeNull();
  expect(readFrame('{"kind":"lines","lines":[{"seq":"1"},null]}')).toEqual({ kind: 'lines', lines: [] });
});
