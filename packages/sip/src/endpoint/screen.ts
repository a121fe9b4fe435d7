// What a UAS refuses before its user sees it (RFC 3261, section 8.2, in its order), as a pure function of request and policy.
import { header, headerList } from '../message/read.ts';
import type { Header, Request } from '../message/types.ts';
import { isSip } from '../message/uri.ts';
import type { Policy } from './types.ts';

export type Refused = { readonly status: number; readonly headers: readonly Header[] };

const KNOWN = new Set([
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'PRACK',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'INFO',
  'REFER',
  'MESSAGE',
  'UPDATE',
]);

const refused = (status: number, ...headers: Header[]): Refused => ({ status, headers });
const listed = (name: string, values: readonly string[]): Header => ({ name, value: values.join(', ') });
const mediaType = (value: string): string => (value.split(';')[0] as string).trim().toLowerCase();

/** Value of Allow for a policy. */
function allowed(policy: Policy): readonly string[] {
  return [...new Set([...policy.methods, 'ACK', 'CANCEL', ...(policy.extensions.includes('100rel') ? ['PRACK'] : [])])];
}

function bodyRefused(request: Request, policy: Policy): Refused | null {
  if (request.method !== 'INVITE' && request.method !== 'UPDATE') return null;
  if (request.body.length > 0) {
    const optional = /handling\s*=\s*"?optional/i.test(header(request, 'content-disposition') ?? '');
    const encoding = (header(request, 'content-encoding') ?? 'identity').trim().toLowerCase();
    const type = mediaType(header(request, 'content-type') ?? '');
    // 8.2.3: a body that is not understood and not optional.
    if (!optional && encoding !== 'identity') return refused(415, { name: 'accept-encoding', value: 'identity' });
    if (!optional && !policy.bodies.includes(type)) return refused(415, listed('accept', policy.bodies));
  }
  // 20.1: an Accept field that leaves out all we could answer with (RFC 4475, 3.3.15).
  const accepts = headerList(request, 'accept').map(mediaType);
  const fits = accepts.some((type) => type === '*/*' || policy.bodies.some((body) => body === type || `${body.split('/')[0]}/*` === type));
  return accepts.length > 0 && policy.bodies.length > 0 && !fits ? refused(406) : null;
}

/** Null: the request may go to the user. ACK and CANCEL are never refused (8.2.2.3) and do not come here. */
export function screen(request: Request, policy: Policy): Refused | null {
  const allow = allowed(policy);
  // 8.2.1: a method we know of but do not serve is 405, one nobody told us of is 501 (21.5.2).
  if (!allow.includes(request.method))
    return KNOWN.has(request.method) ? refused(405, listed('allow', allow)) : refused(501, listed('allow', allow));
  // 8.2.2.1
  if (request.uri.scheme === 'other') return refused(416);
  if (request.method === 'REGISTER' && !isSip(request.to.uri)) return refused(400);
  if (policy.forwards && request.method === 'INVITE' && request.maxForwards === 0) return refused(483);
  // 8.2.2.3
  const unknown = headerList(request, 'require').filter((tag) => !policy.extensions.includes(tag.toLowerCase()));
  if (unknown.length > 0) return refused(420, listed('unsupported', unknown));
  return bodyRefused(request, policy);
}
