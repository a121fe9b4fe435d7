// Dialogs begin with an answer that has a To tag (RFC 3261, section 12.1).
import { nameAddr, tagOf } from '../message/name-addr.ts';
import type { NameAddr, Request, Response, Uri } from '../message/types.ts';
import type { Dialog } from './types.ts';

export const firstContact = (message: Request | Response): NameAddr | null =>
  message.contact === '*' ? null : (message.contact[0] ?? null);

const stateOf = (status: number): Dialog['state'] => (status < 200 ? 'early' : 'confirmed');

/**
 * UAS side (12.1.1): from a request and our answer of 101-299. The answer needs our To tag: give `responseTo` one. A caller without
 * Contact (against 8.1.1.8) is reached at its From URI.
 */
export function dialogOfRequest(request: Request, response: Response): Dialog {
  const contact = firstContact(response);
  return {
    role: 'uas',
    state: stateOf(response.status),
    callId: request.callId,
    local: response.to,
    remote: request.from,
    localTag: tagOf(response.to) ?? '',
    remoteTag: tagOf(request.from) ?? '',
    localContact: contact,
    remoteTarget: firstContact(request)?.uri ?? request.from.uri,
    routeSet: request.recordRoute,
    localSeq: null,
    remoteSeq: request.cseq.number,
  };
}

export type DialogMade = { readonly ok: true; readonly value: Dialog } | { readonly ok: false; readonly why: string };

/** UAC side (12.1.2): from our request and an answer of 101-299. Each To tag is a dialog of its own (forks). */
export function dialogOfResponse(request: Request, response: Response): DialogMade {
  if (response.status < 101 || response.status > 299) return { ok: false, why: 'only 101-299 make a dialog' };
  const tag = tagOf(response.to);
  // 12.1.2: a 2xx without tag comes from an RFC 2543 peer and counts as a tag of its own; a provisional one makes no dialog.
  if (tag === null && response.status < 200) return { ok: false, why: 'no To tag' };
  const target: Uri = firstContact(response)?.uri ?? request.uri;
  return {
    ok: true,
    value: {
      role: 'uac',
      state: stateOf(response.status),
      callId: request.callId,
      local: request.from,
      remote: tag === null ? nameAddr(request.to.uri, { display: request.to.display }) : response.to,
      localTag: tagOf(request.from) ?? '',
      remoteTag: tag ?? '',
      localContact: firstContact(request),
      remoteTarget: target,
      routeSet: response.recordRoute.toReversed(),
      localSeq: request.cseq.number,
      remoteSeq: null,
    },
  };
}

/** One text per dialog: Call-ID, our tag, their tag (12). */
export const dialogKey = (dialog: Dialog): string => `${dialog.callId} ${dialog.localTag} ${dialog.remoteTag}`;

/** The key of the dialog that an incoming request names, null where it is outside of dialogs. */
export function dialogKeyOf(request: Request): string | null {
  const local = tagOf(request.to);
  return local === null ? null : `${request.callId} ${local} ${tagOf(request.from) ?? ''}`;
}

/** The key of the dialog that an answer to a request of ours names. */
export const dialogKeyOfResponse = (response: Response): string =>
  `${response.callId} ${tagOf(response.from) ?? ''} ${tagOf(response.to) ?? ''}`;
