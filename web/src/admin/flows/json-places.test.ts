// The reader that remembers places reads what JSON.parse reads, and finds the lines of faults.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineAt, placeOf, readJson } from './json-places.ts';

test('it reads what JSON.parse reads, written in any way', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const read = readJson(text);
      expect(read.ok && JSON.stringify(read.value)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('it refuses what JSON.parse refuses', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('{', '}', ',', '"', ':', 'x', '-', ''), (value, where, sign) => {
      const whole = JSON.stringify(value);
      const at = where % (whole.length + 1);
      const text = whole.slice(0, at) + sign + whole.slice(at + 1);
      let good = true;
      try {
        JSON.parse(text);
      } catch {
        good = false;
      }
      expect(readJson(text).ok).toBe(good);
    }),
  );
});

const TEXT = `{
  "start": "a",
  "nodes": {
    "a/b": { "type": "play", "say": [{ "prompt": "x" }] }
  }
}`;

test('a pointer leads to its line, and one that leads nowhere to the nearest above', () => {
  const read = readJson(TEXT);
  if (!read.ok) throw new Error('it is JSON');
  const piece = (pointer: string) => {
    const { from, to } = placeOf(read.spans, pointer);
    return TEXT.slice(from, to);
  };
  expect(piece('/nodes/a~1b/say/0/prompt')).toBe('"x"');
  expect(piece('/nodes/a~1b/next')).toBe('{ "type": "play", "say": [{ "prompt": "x" }] }');
  expect(lineAt(TEXT, placeOf(read.spans, '/nodes/a~1b/type').from)).toBe(4);
  expect(piece('/nodes/none')).toContain('a/b');
});

test.each([
  ['{"a" 1}', 5, 'colon'],
  ['{"a": 1 "b"}', 8, 'comma'],
  ['{a: 1}', 1, 'name'],
  ['[1, ]', 4, 'value'],
  ['{} {}', 3, 'end'],
])('%s is wrong at %i', (text, at, expected) => expect(readJson(text)).toEqual({ ok: false, at, expected }));
