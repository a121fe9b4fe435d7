// Requests inside a dialog (RFC 3261, section 12.2.1.1), the ACK of a 2xx (13.2.2.4) and the PRACK of a reliable provisional answer (RFC 3262, 4).
import { type BodyDraft, newRequest, type RequestDraft } from '../message/build.ts';
import { nameAddr } from '../message/name-addr.ts';
import { header } from '../message/read.ts';
import type { Header, NameAddr, Response, Request, Uri } from '../message/types.ts';
import { isSip } from '../message/uri.ts';
import type { Built, Dialog } from './types.ts';

export type InDialogExtras = { headers?: readonly Header[]; body?: BodyDraft; contact?: readonly NameAddr[] };

/** Methods whose Contact is our target: they, and only they, may move the dialog (12.2). */
const TARGETING = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY', 'REFER']);

const isLoose = (uri: Uri): boolean => isSip(uri) && uri.params.has('lr');

/** 12.2.1.1: with a loose first route the URI is the remote target; a strict one wants itself there, and the target as the last route. */
export function routed(dialog: Dialog): { uri: Uri; route: readonly NameAddr[] } {
  const [first, ...rest] = dialog.routeSet;
  if (first === undefined || isLoose(first.uri)) return { uri: dialog.remoteTarget, route: dialog.routeSet };
  return { uri: withoutHeaders(first.uri), route: [...rest, nameAddr(dialog.remoteTarget)] };
}

/** 19.1.1, table 1: what may not stand in a Request-URI. */
function withoutHeaders(uri: Uri): Uri {
  if (!isSip(uri)) return uri;
  const params = new Map([...uri.params].filter(([name]) => name !== 'method'));
  return { ...uri, params, headers: new Map() };
}

function draft(dialog: Dialog, method: string, cseq: number, extras: InDialogExtras): RequestDraft {
  const contact = extras.contact ?? (TARGETING.has(method) && dialog.localContact !== null ? [dialog.localContact] : []);
  const { uri, route } = routed(dialog);
  return {
    method,
    uri: withoutHeaders(uri),
    route,
    from: dialog.local,
    to: dialog.remote,
    callId: dialog.callId,
    cseq,
    contact,
    ...(extras.headers === undefined ? {} : { headers: extras.headers }),
    ...(extras.body === undefined ? {} : { body: extras.body }),
  };
}

/** The next request of ours in the dialog; keep the dialog that comes back, its CSeq has moved on. */
export function requestInDialog(dialog: Dialog, method: string, extras: InDialogExtras = {}): Built {
  const cseq = (dialog.localSeq ?? 0) + 1;
  return {
    dialog: { ...dialog, localSeq: cseq, state: method === 'BYE' ? 'terminated' : dialog.state },
    request: newRequest(draft(dialog, method, cseq, extras)),
  };
}

/** 13.2.2.4: the ACK carries the CSeq number of the INVITE it ends, whatever was sent since. */
export const ackInDialog = (dialog: Dialog, inviteSeq: number, extras: { headers?: readonly Header[]; body?: BodyDraft } = {}): Request =>
  newRequest(draft(dialog, 'ACK', inviteSeq, extras));

/** The PRACK that a provisional answer with RSeq asks for; null where it asks for none. */
export function prackInDialog(dialog: Dialog, response: Response): Built | null {
  const rseq = header(response, 'rseq');
  if (rseq === null || !/^\d+$/.test(rseq) || response.status < 101 || response.status > 199) return null;
  return requestInDialog(dialog, 'PRACK', {
    headers: [{ name: 'rack', value: `${rseq} ${response.cseq.number} ${response.cseq.method}` }],
  });
}
