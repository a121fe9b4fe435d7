// From, To, Contact, Route and their like: a display name, a URI and header parameters (RFC 3261, section 20.10).
import { type Cursor, atEnd, fail, isToken, quote, quoted, space, take, token, unquote } from './cursor.ts';
import { formatParams, noParams, readParams } from './params.ts';
import type { NameAddr, Uri } from './types.ts';
import { formatUri, isSip, readUri } from './uri.ts';

function uriAt(cursor: Cursor, text: string): Uri | null {
  const read = readUri(text);
  return read.ok ? read.uri : fail(cursor, read.why);
}

/** `*(token LWS)` in front of `<`, or null (and the cursor unmoved) where this is a bare addr-spec. */
function unquotedDisplay(cursor: Cursor): string | null {
  const from = cursor.at;
  while (token(cursor) !== '') space(cursor);
  if (cursor.text[cursor.at] === '<') return cursor.text.slice(from, cursor.at).trimEnd();
  cursor.at = from;
  return null;
}

/** A bare addr-spec ends where parameters begin: one with `;`, `,` or `?` of its own must stand in brackets (20.10). */
function bare(cursor: Cursor): Uri | null {
  const from = cursor.at;
  const { text } = cursor;
  while (cursor.at < text.length && !' \t;,'.includes(text[cursor.at] as string)) cursor.at += 1;
  const uri = uriAt(cursor, text.slice(from, cursor.at));
  if (uri !== null && isSip(uri) && uri.headers.size > 0) return fail(cursor, 'URI headers outside of angle brackets');
  return uri;
}

function readNameAddr(cursor: Cursor): NameAddr | null {
  space(cursor);
  let display: string | null;
  if (cursor.text[cursor.at] === '"') {
    const raw = quoted(cursor);
    if (raw === null) return null;
    display = unquote(raw);
    space(cursor);
    if (cursor.text[cursor.at] !== '<') return fail(cursor, 'no < after the display name');
  } else display = unquotedDisplay(cursor);
  let uri: Uri | null;
  if (display === null) uri = bare(cursor);
  else {
    const close = cursor.text.indexOf('>', cursor.at);
    if (close < 0) return fail(cursor, 'no closing >');
    uri = uriAt(cursor, cursor.text.slice(cursor.at + 1, close));
    cursor.at = close + 1;
  }
  if (uri === null) return null;
  const params = readParams(cursor);
  return params === null ? null : { display: display ?? '', uri, params };
}

/** A whole header value that is one address. */
export function readOneNameAddr(cursor: Cursor): NameAddr | null {
  const address = readNameAddr(cursor);
  if (address === null) return null;
  space(cursor);
  return atEnd(cursor) ? address : fail(cursor, 'text after the address');
}

/** A whole header value of one or more addresses, put behind those in `into`. */
export function readNameAddrs(cursor: Cursor, into: NameAddr[]): NameAddr[] | null {
  do {
    const address = readNameAddr(cursor);
    if (address === null) return null;
    into.push(address);
  } while (take(cursor, ','));
  space(cursor);
  return atEnd(cursor) ? into : fail(cursor, 'text after the address');
}

const plainDisplay = (text: string): boolean => text.split(' ').every(isToken);

/** Always in angle brackets, so that no parameter can change sides. */
export function formatNameAddr(address: NameAddr): string {
  const display = address.display === '' ? '' : `${plainDisplay(address.display) ? address.display : quote(address.display)} `;
  return `${display}<${formatUri(address.uri)}>${formatParams(address.params)}`;
}

export const tagOf = (address: NameAddr): string | null => address.params.get('tag') ?? null;

export function nameAddr(uri: Uri, extras: { tag?: string; display?: string } = {}): NameAddr {
  return { display: extras.display ?? '', uri, params: extras.tag === undefined ? noParams : new Map([['tag', extras.tag]]) };
}
