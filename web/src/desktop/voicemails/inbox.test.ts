// The address of the message page: good words are read, others are not said.
import { expect, test } from 'vitest';
import { readInbox } from './inbox.ts';

test('state and open message are read, nonsense is not', () => {
  const open = 'vml_01990000-0000-7000-8000-00000000000a';
  expect(readInbox({ state: 'taken', open })).toEqual({ state: 'taken', open });
  expect(readInbox({ state: 'gone', open: '../x', other: 1 })).toEqual({});
});
