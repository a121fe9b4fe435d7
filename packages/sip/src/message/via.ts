// The Via header field (RFC 3261, section 20.42; rport: RFC 3581).
import { type Cursor, atEnd, fail, space, take, token } from './cursor.ts';
import { formatParams, readParams } from './params.ts';
import type { Via } from './types.ts';
import { parseHost } from './uri.ts';

const PROTOCOL = /SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*/iy;
const SENT_BY = /(\[[^\]\s]*\]|[^\s;,:]+)(?:[ \t]*:[ \t]*(\d{1,5}))?/y;

function readVia(cursor: Cursor): Via | null {
  space(cursor);
  PROTOCOL.lastIndex = cursor.at;
  if (!PROTOCOL.test(cursor.text)) return fail(cursor, 'not SIP/2.0');
  cursor.at = PROTOCOL.lastIndex;
  const transport = token(cursor).toUpperCase();
  if (transport === '') return fail(cursor, 'no transport');
  const gap = cursor.at;
  space(cursor);
  SENT_BY.lastIndex = cursor.at;
  const sentBy = cursor.at === gap ? null : SENT_BY.exec(cursor.text);
  if (sentBy === null) return fail(cursor, 'no sent-by');
  const where = parseHost(sentBy[2] === undefined ? (sentBy[1] as string) : `${sentBy[1]}:${sentBy[2]}`);
  if (where === null) return fail(cursor, 'bad sent-by');
  cursor.at = SENT_BY.lastIndex;
  const params = readParams(cursor);
  return params === null ? null : { transport, host: where.host, port: where.port, params };
}

/** A whole header value of one or more Vias, put behind those in `into`. */
export function readVias(cursor: Cursor, into: Via[]): Via[] | null {
  do {
    const via = readVia(cursor);
    if (via === null) return null;
    into.push(via);
  } while (take(cursor, ','));
  space(cursor);
  return atEnd(cursor) ? into : fail(cursor, 'text after Via');
}

export function formatVia(via: Via): string {
  return `SIP/2.0/${via.transport} ${via.host}${via.port === null ? '' : `:${via.port}`}${formatParams(via.params)}`;
}

export const branchOf = (via: Via): string | null => via.params.get('branch') ?? null;

/** RFC 3261, 8.1.1.7: the cookie says that the branch is unique and may be matched on alone. The bare cookie is worthless (RFC 4475, 3.2.1). */
export const hasCookie = (branch: string | null): branch is string => branch !== null && branch.length > 7 && /^z9hg4bk/i.test(branch);
