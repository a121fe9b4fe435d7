// What CEL makes of flows' variables, and that no expression can cost more than its size.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileExpression, evaluateExpression } from './expressions.ts';

test.each([
  ['int(amount) > 100 && language == "en"', { amount: '150', language: 'en' }, true],
  ['count + 1', { count: 4 }, 5],
  ['double(price) * 2.0', { price: '1.25' }, 2.5],
  ['name.startsWith("A") ? "first" : "other"', { name: 'Ada' }, 'first'],
  ['level in ["gold", "platinum"]', { level: 'gold' }, true],
  ['size(order) == 4', { order: '1001' }, true],
])('%s', (text, vars, value) => {
  expect(evaluateExpression(text, vars as never)).toEqual({ ok: true, value });
});

test.each([
  ['an unset variable', 'nope == 1', {}],
  ['a text that is no number', 'int(amount) > 1', { amount: 'many' }],
  ['a text and a number', 'amount + 1', { amount: '1' }],
  ['no plain value', '[1, 2]', {}],
  ['what objects inherit', 'constructor == 1', {}],
  ['a division by nothing', '1 / count', { count: 0 }],
])('%s cannot be worked out, and the reason is told', (_, text, vars) => {
  expect(evaluateExpression(text, vars as never)).toMatchObject({ ok: false, reason: expect.stringContaining(text) });
});

test('variables that it reads are known when it is published; faults too', () => {
  expect(compileExpression('a == "x" || int(b) > 2')).toMatchObject({ ok: true, variables: ['a', 'b'] });
  for (const bad of ['1 +', '"a" == ', 'true && 3', 'x'.repeat(501)]) expect(compileExpression(bad)).toMatchObject({ ok: false });
});

test.each(['[1, 2].all(x, x > 0)', 'a.matches("(a+)+$")', '[[1]].map(x, x.map(y, y))', '[1].exists(x, true)', 'matches(a, "b")'])(
  '%s is not offered: its cost has no bound',
  (text) => expect(compileExpression(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/no bound|Invalid|matches/) }),
);

test('whatever is written, it answers, and in no time', () => {
  const words = fc.constantFrom(
    'a',
    '"x"',
    '1',
    '(',
    ')',
    '&&',
    '||',
    '!',
    '+',
    '-',
    '==',
    '?',
    ':',
    '.',
    '[',
    ']',
    'in',
    'size',
    ',',
    '{',
    '}',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 100 }), (parts) => {
      const begun = performance.now();
      expect(typeof evaluateExpression(parts.join(' '), { a: 'x'.repeat(1_000) }).ok).toBe('boolean');
      expect(performance.now() - begun).toBeLessThan(200);
    }),
    { seed: 21, numRuns: 500 },
  );
});
