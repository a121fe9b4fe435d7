// What a form about queues and skills asks the API for.
import { expect, test } from 'vitest';
import { AS_IS, OFF, ON, spanOf, wishOf } from './duty-wish.ts';

test('only what was chosen is asked for', () => {
  expect(wishOf(new Map([['que_1', AS_IS]]))).toBeNull();
  const choices = new Map([
    ['que_1', ON],
    ['que_2', OFF],
    ['que_3', AS_IS],
    ['skl_1', '70'],
    ['skl_2', OFF],
  ]);
  expect(wishOf(choices)).toEqual({
    joinQueues: ['que_1'],
    leaveQueues: ['que_2'],
    skills: [{ skill: 'skl_1', level: 70 }],
    dropSkills: ['skl_2'],
  });
});

test('empty times mean now and for good; an end comes after its beginning, and nothing lies in the past', () => {
  const now = new Date('2026-11-22T12:00').getTime();
  const at = (text: string) => new Date(text).getTime();
  expect(spanOf('', '', now)).toEqual({});
  expect(spanOf('', '2026-11-22T13:00', now)).toEqual({ until: at('2026-11-22T13:00') });
  expect(spanOf('2026-11-22T14:00', '2026-11-22T15:00', now)).toEqual({ from: at('2026-11-22T14:00'), until: at('2026-11-22T15:00') });
  expect(spanOf('2026-11-22T14:00', '2026-11-22T14:00', now)).toBeNull();
  expect(spanOf('2026-11-22T11:00', '', now)).toBeNull();
  expect(spanOf('', '2026-11-22T11:00', now)).toBeNull();
  expect(spanOf('x', '', now)).toBeNull();
});
