// What an audited act was about, from the shapes that routes answer with.
import { expect, it } from 'vitest';
import { objectOf } from './audit-object.ts';

it.each([
  ['the path', { id: 'que_1' }, { id: 'que_2' }, 'que_1'],
  ['what was made', {}, { id: 'que_2', owner: { id: 'usr_1' } }, 'que_2'],
  ['what was made, beside its secret', undefined, { password: 'secret', device: { id: 'dev_1' } }, 'dev_1'],
  ['figures', undefined, { days: 3, events: 9 }, null],
  ['an id that is none', undefined, { id: 7, list: [{ id: 'x' }], nothing: null }, null],
  ['no answer', {}, undefined, null],
])('%s', (_name, params, answer, object) => {
  expect(objectOf(params, answer)).toBe(object);
});
