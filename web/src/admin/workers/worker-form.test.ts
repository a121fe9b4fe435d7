// What the form of a digital worker sends.
import { expect, test } from 'vitest';
import { newWorker, wishOf } from './worker-form.ts';

test('what was left empty is sent as nothing or nought, and only what was given', () => {
  const values = {
    ...newWorker(),
    name: { en: 'Desk', 'zh-CN': '' },
    capacity: { voice: null },
    cost: { perContact: null, perMinute: 0.5, currency: ' cny' },
  };
  expect(wishOf(values)).toMatchObject({
    name: { en: 'Desk' },
    capacity: { voice: 0 },
    cost: { perContact: 0, perMinute: 0.5, currency: 'CNY' },
  });
  expect(wishOf({ on: true })).toEqual({ on: true });
});
