// An emergency lane between its form and the API.
import { describe, expect, test } from 'vitest';
import { newLane, NO_SURGE, sayOf, toldOf, wishOf } from './lane-form.ts';

describe('what is told', () => {
  test('a prompt and a text go into the form and come out again', () => {
    const say = [{ prompt: 'recall' }, { text: { en: 'The kettle leaks.' } }];
    expect(toldOf(say)).toEqual({ prompt: 'recall', text: { en: 'The kettle leaks.' } });
    expect(sayOf(toldOf(say)!)).toEqual(say);
    expect(toldOf([])).toEqual({ prompt: '', text: {} });
  });

  test('what the form cannot show is left alone', () => {
    expect(toldOf([{ prompt: 'a' }, { silenceMs: 500 }, { prompt: 'b' }])).toBeNull();
  });
});

test('nothing empty is sent: languages, levels, a surge rule without a figure', () => {
  const wish = wishOf({
    ...newLane(),
    name: { en: 'Recall', 'zh-CN': ' ' },
    levels: ['gold', ' '],
    say: [{ text: { en: 'x', 'zh-CN': '' } }],
  });
  expect(wish).toMatchObject({ name: { en: 'Recall' }, levels: ['gold'], surge: null, say: [{ text: { en: 'x' } }] });
  expect(wishOf({ surge: { ...NO_SURGE, waiting: 5 } }).surge).toEqual({ ...NO_SURGE, waiting: 5 });
  const late = { count: 5, longerMs: 120_000, levels: ['platinum', ' '] };
  expect(wishOf({ surge: { ...NO_SURGE, late } }).surge).toEqual({ ...NO_SURGE, late: { ...late, levels: ['platinum'] } });
});
