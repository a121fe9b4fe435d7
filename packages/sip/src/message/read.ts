// Reading header fields that have no typed place: by name, as a list, with their parameters, as the few value types the stack needs.
import { type Cursor, atEnd, cursorOn, quoted, space, token } from './cursor.ts';
import { decodeText } from './head.ts';
import { readOneNameAddr } from './name-addr.ts';
import { readParams } from './params.ts';
import type { Message, NameAddr, Params, Parsed, Uri } from './types.ts';
import { readUri } from './uri.ts';

/** The first value of a field (lower-case name), or null. */
export function header(message: Message, name: string): string | null {
  for (const field of message.headers) if (field.name === name) return field.value;
  return null;
}

/** Cuts at commas that stand outside of quoted strings and angle brackets. */
export function splitList(value: string): string[] {
  const parts: string[] = [];
  const cursor = cursorOn(value);
  let from = 0;
  let depth = 0;
  while (!atEnd(cursor)) {
    const char = value[cursor.at];
    if (char === '"') {
      if (quoted(cursor) === null) break;
      continue;
    }
    if (char === '<') depth += 1;
    else if (char === '>') depth -= 1;
    else if (char === ',' && depth <= 0) {
      parts.push(value.slice(from, cursor.at).trim());
      from = cursor.at + 1;
    }
    cursor.at += 1;
  }
  parts.push(value.slice(from).trim());
  return parts.filter((part) => part !== '');
}

/** All values of a comma-separated field, over all its lines. */
export function headerList(message: Message, name: string): string[] {
  return message.headers.flatMap((field) => (field.name === name ? splitList(field.value) : []));
}

/** `token ;param...`, e.g. of Event, Content-Disposition, Subscription-State; null where malformed. */
export function readTokenParams(value: string): { value: string; params: Params } | null {
  const cursor = cursorOn(value);
  space(cursor);
  const name = token(cursor);
  const params = name === '' ? null : readParams(cursor);
  space(cursor);
  return params === null || !atEnd(cursor) ? null : { value: name, params };
}

/** RFC 3261, 25.1 delta-seconds: what is above 2^32-1 counts as that, what is no number is null. */
export const readSeconds = (value: string): number | null => (/^\d+$/.test(value) ? Math.min(Number(value), 2 ** 32 - 1) : null);

/** RFC 3261, 10.2.1.1: the contact's own `expires`, else the Expires field, else null. */
export function expiresOf(message: Message, contact: NameAddr | null): number | null {
  const own = contact?.params.get('expires');
  if (own !== undefined && own !== null) return readSeconds(own);
  const field = header(message, 'expires');
  return field === null ? null : readSeconds(field);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 3261, 20.17: GMT and nothing else. Epoch ms, or null (RFC 4475, 3.1.2.12: who does not need the date ignores a bad one). */
export function readDate(value: string): number | null {
  const match = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(value);
  if (match === null) return null;
  const [, day, name, year, hour, minute, second] = match;
  const month = MONTHS.indexOf(name as string);
  return month < 0 ? null : Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
}

/** The body as text (UTF-8). */
export const bodyText = (message: Message): string => decodeText(message.body);

function whole<T>(text: string, at: string, read: (cursor: Cursor) => T | null): Parsed<T> {
  const cursor = cursorOn(text.trim());
  const value = read(cursor);
  if (value !== null) return { ok: true, value };
  return { ok: false, error: { kind: 'parse-error', at, reason: cursor.why || 'malformed', status: 400, echo: null } };
}

export function parseUri(text: string): Parsed<Uri> {
  const read = readUri(text);
  return read.ok
    ? { ok: true, value: read.uri }
    : { ok: false, error: { kind: 'parse-error', at: 'uri', reason: read.why, status: 400, echo: null } };
}

export const parseNameAddr = (text: string): Parsed<NameAddr> => whole(text, 'address', readOneNameAddr);
