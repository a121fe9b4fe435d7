// The borders of the words for how a call sounds.
import { expect, it } from 'vitest';
import { gradeOf } from './grade.ts';

it.each([
  [4.41, 'good'],
  [3.6, 'good'],
  [3.59, 'fair'],
  [3.1, 'fair'],
  [3.09, 'poor'],
  [1, 'poor'],
])('%d is %s', (mos, grade) => expect(gradeOf(mos)).toBe(grade));
