// What a request or an answer does to a dialog (RFC 3261, sections 12.2.1.2, 12.2.2 and 15).
import { tagOf } from '../message/name-addr.ts';
import type { Request, Response } from '../message/types.ts';
import { firstContact } from './create.ts';
import type { Dialog, InDialog } from './types.ts';

/** Requests that refresh the remote target: INVITE (RFC 3261, 12.2), UPDATE (RFC 3311), SUBSCRIBE and NOTIFY (RFC 6665, 4.4.1). */
const REFRESHING = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY']);

/** A request of the far end: in order or refused; moves the target where it may, ends the dialog where it is BYE. ACK keeps the INVITE's number. */
export function acceptRequest(dialog: Dialog, request: Request): InDialog {
  if (dialog.state === 'terminated') return { ok: false, status: 481, why: 'the dialog is over' };
  const { number } = request.cseq;
  if (request.method === 'ACK') return { ok: true, dialog };
  // 12.2.2: lower than what was seen is out of order. The same number is a retransmission that the transaction should have absorbed.
  if (dialog.remoteSeq !== null && number <= dialog.remoteSeq)
    return { ok: false, status: 500, why: `CSeq ${number} after ${dialog.remoteSeq}` };
  const contact = REFRESHING.has(request.method) ? firstContact(request) : null;
  return {
    ok: true,
    dialog: {
      ...dialog,
      remoteSeq: number,
      remoteTarget: contact?.uri ?? dialog.remoteTarget,
      state: request.method === 'BYE' ? 'terminated' : dialog.state,
    },
  };
}

/** An answer to a request of ours in the dialog, or to the INVITE that made it. */
export function acceptResponse(dialog: Dialog, request: Request, response: Response): Dialog {
  const { status } = response;
  // 12.2.1.2 and RFC 5057: these say that the far end no longer knows the dialog.
  if (status === 481 || status === 408) return { ...dialog, state: 'terminated' };
  // 13.2.2.3: the INVITE that would have made the dialog failed.
  if (dialog.state === 'early' && dialog.role === 'uac' && request.method === 'INVITE' && status >= 300)
    return { ...dialog, state: 'terminated' };
  if (request.method === 'BYE' && status >= 200) return { ...dialog, state: 'terminated' };
  if (status < 200 || status > 299 || dialog.state === 'terminated') return dialog;
  if ((tagOf(response.to) ?? '') !== dialog.remoteTag) return dialog;
  const contact = REFRESHING.has(request.method) ? firstContact(response) : null;
  const confirms = request.method === 'INVITE' && dialog.state === 'early';
  return {
    ...dialog,
    remoteTarget: contact?.uri ?? dialog.remoteTarget,
    state: confirms ? 'confirmed' : dialog.state,
    // 13.2.2.4: the route set is computed afresh from the 2xx of the INVITE that made the dialog.
    routeSet: confirms && dialog.role === 'uac' ? response.recordRoute.toReversed() : dialog.routeSet,
  };
}

/** Our 2xx was sent: the UAS's early dialog is confirmed (13.3.1.4). */
export const confirmed = (dialog: Dialog): Dialog => (dialog.state === 'early' ? { ...dialog, state: 'confirmed' } : dialog);
