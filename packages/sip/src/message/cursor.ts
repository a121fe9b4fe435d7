// A place in a header value, and the smallest pieces of the grammar read from it (RFC 3261, section 25.1). Readers return null where the text does not fit.

export type Cursor = { readonly text: string; at: number; why: string };

export const cursorOn = (text: string): Cursor => ({ text, at: 0, why: '' });

/** Remembers the first reason, which is the most exact one. */
export function fail(cursor: Cursor, why: string): null {
  if (cursor.why === '') cursor.why = `${why} at ${cursor.at}`;
  return null;
}

const TOKEN = 1;
const GEN_VALUE = 2;
const kinds = new Uint8Array(128);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~")
  kinds[char.charCodeAt(0)] = TOKEN | GEN_VALUE;
for (const char of '[]:') kinds[char.charCodeAt(0)] = GEN_VALUE;

function run(cursor: Cursor, kind: number): string {
  const { text } = cursor;
  const from = cursor.at;
  let at = from;
  while (at < text.length && ((kinds[text.charCodeAt(at)] ?? 0) & kind) !== 0) at += 1;
  cursor.at = at;
  return text.slice(from, at);
}

/** `token`; '' where there is none. */
export const token = (cursor: Cursor): string => run(cursor, TOKEN);
/** The unquoted forms of `gen-value`: token, host name, IPv4 or IPv6 address. */
export const genValue = (cursor: Cursor): string => run(cursor, GEN_VALUE);

export function isToken(text: string): boolean {
  if (text === '') return false;
  for (let at = 0; at < text.length; at += 1) if (((kinds[text.charCodeAt(at)] ?? 0) & TOKEN) === 0) return false;
  return true;
}

/** Optional white space; line folds are single spaces already. */
export function space(cursor: Cursor): void {
  const { text } = cursor;
  let code = text.charCodeAt(cursor.at);
  while (code === 32 || code === 9) {
    cursor.at += 1;
    code = text.charCodeAt(cursor.at);
  }
}

/** Without SP and HT at both ends. Not `trim()`: that takes U+FEFF and no-break spaces too, which are text here. */
export function trimBlank(text: string): string {
  let from = 0;
  let to = text.length;
  const blank = (at: number): boolean => text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9;
  while (from < to && blank(from)) from += 1;
  while (to > from && blank(to - 1)) to -= 1;
  return text.slice(from, to);
}

export const atEnd = (cursor: Cursor): boolean => cursor.at >= cursor.text.length;

/** Takes `char` with optional white space around it (SEMI, COMMA, EQUAL, SLASH, COLON). */
export function take(cursor: Cursor, char: string): boolean {
  const start = cursor.at;
  space(cursor);
  if (cursor.text[cursor.at] !== char) {
    cursor.at = start;
    return false;
  }
  cursor.at += 1;
  space(cursor);
  return true;
}

/** A quoted-string with its quotes, as on the wire. A backslash takes the next character, whatever it is. */
export function quoted(cursor: Cursor): string | null {
  const { text } = cursor;
  const from = cursor.at;
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      cursor.at = at + 1;
      return text.slice(from, cursor.at);
    }
    at += code === 92 ? 2 : 1;
  }
  return fail(cursor, 'unterminated quoted string');
}

/** The text a quoted-string stands for; anything else is returned as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || text[0] !== '"') return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replaceAll(/\\([^])/g, '$1') : inner;
}

/** Makes a quoted-string; line breaks, which no quoting can carry, become spaces. */
export const quote = (text: string): string => `"${text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/["\\]/g, String.raw`\$&`)}"`;
