// Reads JSON text and remembers where each value stands, so that a fault told by its pointer (RFC 6901) is shown at its line. Pure.

export type Span = { from: number; to: number };
export type JsonText =
  | { ok: true; value: unknown; spans: ReadonlyMap<string, Span> }
  | { ok: false; at: number; expected: 'value' | 'name' | 'colon' | 'comma' | 'end' };

/** Deeper than any flow, and far from what would fill the stack. */
const MOST_DEEP = 200;

class Fault extends Error {
  readonly at: number;
  readonly expected: Extract<JsonText, { ok: false }>['expected'];
  constructor(at: number, expected: Fault['expected']) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The grammar of RFC 8259. */
export function readJson(text: string): JsonText {
  const spans = new Map<string, Span>();
  let at = 0;

  const skip = () => {
    while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  };
  const take = (sign: string, expected: Fault['expected']) => {
    skip();
    if (text[at] !== sign) throw new Fault(at, expected);
    at++;
  };
  const string = (expected: Fault['expected']): string => {
    const match = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/.exec(text.slice(at));
    if (!match) throw new Fault(at, expected);
    at += match[0].length;
    return JSON.parse(match[0]) as string;
  };

  function members(pointer: string, depth: number): unknown {
    const value: Record<string, unknown> = {};
    at++;
    skip();
    if (text[at] === '}') return (at++, value);
    for (;;) {
      skip();
      const key = string('name');
      take(':', 'colon');
      const inside = read(`${pointer}/${escaped(key)}`, depth + 1);
      Object.defineProperty(value, key, { value: inside, enumerable: true, configurable: true, writable: true });
      skip();
      if (text[at] === '}') return (at++, value);
      take(',', 'comma');
    }
  }

  function elements(pointer: string, depth: number): unknown {
    const value: unknown[] = [];
    at++;
    skip();
    if (text[at] === ']') return (at++, value);
    for (;;) {
      value.push(read(`${pointer}/${value.length}`, depth + 1));
      skip();
      if (text[at] === ']') return (at++, value);
      take(',', 'comma');
    }
  }

  function read(pointer: string, depth: number): unknown {
    skip();
    if (depth > MOST_DEEP) throw new Fault(at, 'value');
    const from = at;
    const value = scalarOr(() => (text[at] === '{' ? members(pointer, depth) : elements(pointer, depth)));
    spans.set(pointer, { from, to: at });
    return value;
  }

  function scalarOr(nested: () => unknown): unknown {
    const sign = text[at];
    if (sign === '{' || sign === '[') return nested();
    if (sign === '"') return string('value');
    const match = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text.slice(at, at + 40));
    if (!match) throw new Fault(at, 'value');
    at += match[0].length;
    return JSON.parse(match[0]);
  }

  try {
    const value = read('', 0);
    skip();
    if (at < text.length) throw new Fault(at, 'end');
    return { ok: true, value, spans };
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, at: fault.at, expected: fault.expected };
    throw fault;
  }
}

/** Where a pointer stands; of what is missing, the nearest that is there. */
export function placeOf(spans: ReadonlyMap<string, Span>, pointer: string): Span {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
    const span = spans.get(path);
    if (span) return span;
    if (path === '') return { from: 0, to: 0 };
  }
}

/** From 1. */
export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) if (text[i] === '\n') line++;
  return line;
}
