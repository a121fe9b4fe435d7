// Header parameters `;name=value` (generic-param of RFC 3261, section 25.1).
import { type Cursor, fail, genValue, quoted, take, token } from './cursor.ts';
import type { Params } from './types.ts';

export const noParams: Params = new Map();

/** Reads all `;name[=value]` from here. A name that comes twice is refused (RFC 3261, 7.3.1). */
export function readParams(cursor: Cursor): Params | null {
  let params: Map<string, string | null> | null = null;
  while (take(cursor, ';')) {
    const name = token(cursor).toLowerCase();
    if (name === '') return fail(cursor, 'empty parameter');
    let value: string | null = null;
    if (take(cursor, '=')) {
      value = cursor.text[cursor.at] === '"' ? quoted(cursor) : genValue(cursor);
      if (value === null) return null;
      if (value === '') return fail(cursor, `no value for parameter ${name}`);
    }
    params ??= new Map();
    if (params.has(name)) return fail(cursor, `parameter ${name} twice`);
    params.set(name, value);
  }
  return params ?? noParams;
}

export function formatParams(params: Params): string {
  let text = '';
  for (const [name, value] of params) text += value === null ? `;${name}` : `;${name}=${value}`;
  return text;
}

/** The same parameters with one set (or taken away, where `value` is undefined). */
export function withParam(params: Params, name: string, value: string | null | undefined): Params {
  const copy = new Map(params);
  if (value === undefined) copy.delete(name);
  else copy.set(name, value);
  return copy;
}
