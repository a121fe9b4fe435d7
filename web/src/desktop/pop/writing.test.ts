// Only what would be lost counts as writing: a note with words in it, not a button, a choice or an empty field.
import { expect, test } from 'vitest';
import { isWriting } from './writing.ts';

test.each([
  [{ tagName: 'TEXTAREA', value: 'wants a' }, true],
  [{ tagName: 'TEXTAREA', value: ' ' }, false],
  [{ tagName: 'INPUT', type: 'text', value: 'Wang' }, true],
  [{ tagName: 'INPUT', type: 'search', value: 'Wang' }, false],
  [{ tagName: 'INPUT', type: 'text', role: 'combobox', value: 'hd' }, false],
  [{ tagName: 'INPUT', type: 'checkbox', value: 'on' }, false],
  [{ tagName: 'INPUT', type: 'text', value: '' }, false],
  [{ tagName: 'DIV', isContentEditable: true }, true],
  [{ tagName: 'BUTTON' }, false],
  [null, false],
])('%j', (field, writing) => expect(isWriting(field)).toBe(writing));
