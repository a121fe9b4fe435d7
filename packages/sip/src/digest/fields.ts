// `Digest name=value, ...` as data and back (RFC 7616, sections 3.3 and 3.4; RFC 3261, 25.1).
import { cursorOn, quote, quoted, take, token, space, atEnd, unquote } from '../message/cursor.ts';

export type DigestFields = ReadonlyMap<string, string>;

/** Null where this is another scheme, `malformed` where it is Digest and cannot be read. Values come unquoted; a name that comes twice is malformed. */
export function readDigest(value: string): DigestFields | 'malformed' | null {
  const cursor = cursorOn(value);
  space(cursor);
  if (token(cursor).toLowerCase() !== 'digest') return null;
  space(cursor);
  const fields = new Map<string, string>();
  do {
    const name = token(cursor).toLowerCase();
    if (name === '' || fields.has(name) || !take(cursor, '=')) return 'malformed';
    const text = cursor.text[cursor.at] === '"' ? quoted(cursor) : token(cursor);
    if (text === null || text === '') return 'malformed';
    fields.set(name, unquote(text));
  } while (take(cursor, ','));
  space(cursor);
  return atEnd(cursor) ? fields : 'malformed';
}

/** RFC 7616, 3.3 and 3.4: which values go without quotes. */
const BARE = new Set(['stale', 'algorithm', 'nc']);

/** `qop` is quoted in a challenge (a list) and bare in credentials (one value). */
export function formatDigest(fields: readonly (readonly [string, string])[], kind: 'challenge' | 'credentials'): string {
  const bare = (name: string): boolean => BARE.has(name) || (name === 'qop' && kind === 'credentials');
  return `Digest ${fields.map(([name, value]) => `${name}=${bare(name) ? value : quote(value)}`).join(', ')}`;
}
