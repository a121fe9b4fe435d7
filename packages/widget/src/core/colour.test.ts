// White text can be read on whatever colour a site has chosen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { underWhite, whiteContrast } from './colour.ts';

test('contrast as WCAG counts it', () => {
  expect(whiteContrast('#000000')).toBeCloseTo(21, 5);
  expect(whiteContrast('#ffffff')).toBeCloseTo(1, 5);
  expect(whiteContrast('#767676')).toBeCloseTo(4.54, 2);
});

test('a dark colour stays, a light one is darkened just enough, no colour is none', () => {
  expect(underWhite('#0f6a66')).toBe('#0f6a66');
  expect(whiteContrast(underWhite('#ffdd00') ?? '')).toBeGreaterThanOrEqual(4.5);
  expect(underWhite('red;}*{display:none')).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
      const dark = underWhite(`#${value.toString(16).padStart(6, '0')}`);
      expect(dark).toMatch(/^#[0-9a-f]{6}$/);
      expect(whiteContrast(dark ?? '')).toBeGreaterThanOrEqual(4.5);
    }),
  );
});
