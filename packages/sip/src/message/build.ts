// Messages made by us: new requests (RFC 3261, 8.1.1), answers (8.2.6), and the ACK and CANCEL that mirror an INVITE (17.1.1.3, 9.1).
import { tagOf } from './name-addr.ts';
import { withParam } from './params.ts';
import { reasonOf } from './reasons.ts';
import { encodeText } from './serialise.ts';
import type { Header, NameAddr, Request, Response, Uri } from './types.ts';

export type BodyDraft = { readonly type: string; readonly text: string };

export type RequestDraft = {
  method: string;
  uri: Uri;
  from: NameAddr;
  to: NameAddr;
  callId: string;
  cseq: number;
  contact?: readonly NameAddr[] | '*';
  route?: readonly NameAddr[];
  maxForwards?: number;
  headers?: readonly Header[];
  body?: BodyDraft;
};

export type ResponseExtras = {
  reason?: string;
  /** Our To tag, where the request has none. */
  tag?: string;
  contact?: readonly NameAddr[] | '*';
  headers?: readonly Header[];
  body?: BodyDraft;
};

const nothing = new Uint8Array(0);

function contentOf(headers: readonly Header[] | undefined, body: BodyDraft | undefined): { headers: readonly Header[]; body: Uint8Array } {
  if (body === undefined) return { headers: headers ?? [], body: nothing };
  return { headers: [...(headers ?? []), { name: 'content-type', value: body.type }], body: encodeText(body.text) };
}

/** A request without Via: the endpoint puts its own on top as it sends. */
export function newRequest(draft: RequestDraft): Request {
  return {
    kind: 'request',
    method: draft.method,
    uri: draft.uri,
    via: [],
    from: draft.from,
    to: draft.to,
    callId: draft.callId,
    cseq: { number: draft.cseq, method: draft.method },
    contact: draft.contact ?? [],
    route: draft.route ?? [],
    recordRoute: [],
    maxForwards: draft.maxForwards ?? 70,
    ...contentOf(draft.headers, draft.body),
  };
}

/** RFC 3261, 8.2.6.2. Record-Route is copied where the answer can make a dialog (12.1.1). */
export function responseTo(request: Request, status: number, extras: ResponseExtras = {}): Response {
  const tagged = status > 100 && extras.tag !== undefined && tagOf(request.to) === null;
  const opensDialog = status > 100 && status < 300;
  return {
    kind: 'response',
    status,
    reason: extras.reason ?? reasonOf(status),
    via: request.via,
    from: request.from,
    to: tagged ? { ...request.to, params: withParam(request.to.params, 'tag', extras.tag) } : request.to,
    callId: request.callId,
    cseq: request.cseq,
    contact: extras.contact ?? [],
    recordRoute: opensDialog ? request.recordRoute : [],
    ...contentOf(extras.headers, extras.body),
  };
}

/** RFC 3261, 17.1.1.3: hop by hop, with the INVITE's top Via, URI and Route, and the To of the answer. */
export function ackForFailure(invite: Request, response: Response): Request {
  return { ...mirrored(invite, 'ACK'), to: response.to };
}

/** RFC 3261, 9.1: everything the INVITE's, but the method. Require and Proxy-Require must not be there. */
export const cancelFor = (invite: Request): Request => mirrored(invite, 'CANCEL');

function mirrored(invite: Request, method: string): Request {
  return {
    ...invite,
    method,
    via: invite.via.slice(0, 1),
    cseq: { number: invite.cseq.number, method },
    contact: [],
    recordRoute: [],
    maxForwards: 70,
    headers: [],
    body: nothing,
  };
}
