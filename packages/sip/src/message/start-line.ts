// The first line of a message (RFC 3261, sections 7.1 and 7.2): single spaces, nothing around them.
import { isToken } from './cursor.ts';
import type { Uri } from './types.ts';
import { isSip, readUri } from './uri.ts';

export type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: Uri }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string }
  | {
      readonly kind: 'bad';
      readonly at: 'request-line' | 'status-line';
      readonly why: string;
      readonly status: 400 | 505;
      readonly method: string;
    };

const bad = (at: 'request-line' | 'status-line', why: string, method = '', status: 400 | 505 = 400): StartLine => ({
  kind: 'bad',
  at,
  why,
  status,
  method,
});

function statusLine(line: string): StartLine {
  const match = /^SIP\/(\d+\.\d+) (\d+)(?: (.*))?$/i.exec(line);
  if (match === null) return bad('status-line', 'not a status line');
  if (match[1] !== '2.0') return bad('status-line', 'not SIP/2.0');
  const status = Number(match[2]);
  // Leniency: a status line without the space before an empty reason is common and harmless.
  if (match[2]?.length !== 3 || status < 100 || status > 699) return bad('status-line', 'status out of range');
  return { kind: 'response', status, reason: match[3] ?? '' };
}

export function readStartLine(line: string): StartLine {
  if (/^SIP\//i.test(line)) return statusLine(line);
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const method = first < 0 ? line : line.slice(0, first);
  if (!isToken(method)) return bad('request-line', 'bad method');
  if (last <= first) return bad('request-line', 'not three parts', method);
  const version = line.slice(last + 1);
  if (!/^SIP\/\d+\.\d+$/i.test(version)) return bad('request-line', 'no SIP version at the end', method);
  if (!version.endsWith('/2.0')) return bad('request-line', 'not SIP/2.0', method, 505);
  const read = readUri(line.slice(first + 1, last));
  if (!read.ok) return bad('request-line', read.why, method);
  // RFC 3261, table 1: a Request-URI takes no header fields; obeying them would let a link forge a request.
  if (isSip(read.uri) && read.uri.headers.size > 0) return bad('request-line', 'URI headers in the Request-URI', method);
  return { kind: 'request', method, uri: read.uri };
}
