// Which transaction a message belongs to (RFC 3261, sections 17.1.3 and 17.2.3), as keys of a map.
import { tagOf } from '../message/name-addr.ts';
import type { Request, Response } from '../message/types.ts';
import { formatUri } from '../message/uri.ts';
import { branchOf, formatVia, hasCookie } from '../message/via.ts';

/** Of an answer that came, by its top Via and CSeq method; null where the branch cannot be one of ours. */
export function clientKeyOf(response: Response): string | null {
  const branch = response.via[0] === undefined ? null : branchOf(response.via[0]);
  return hasCookie(branch) ? `${branch} ${response.cseq.method}` : null;
}

export const clientKey = (branch: string, method: string): string => `${branch} ${method}`;

/**
 * Of a request that came. `as` names the method of the transaction wanted: INVITE for an ACK, INVITE for what a CANCEL cancels.
 * Without the cookie the caller follows RFC 2543 and everything that identifies the request counts (17.2.3). The To tag is left out
 * there: the ACK has the answer's, the INVITE has none.
 */
export function serverKeyOf(request: Request, as: string = request.method): string {
  const via = request.via[0];
  if (via === undefined) return `none ${as}`;
  const branch = branchOf(via);
  if (hasCookie(branch)) return `${branch} ${via.host}:${via.port ?? ''} ${as}`;
  return `2543 ${formatUri(request.uri)} ${tagOf(request.from) ?? ''} ${request.callId} ${request.cseq.number} ${formatVia(via)} ${as}`;
}

/** RFC 3261, 8.2.2.2: requests outside of a dialog that agree in these came by two paths. */
export const mergeKeyOf = (request: Request): string =>
  `${tagOf(request.from) ?? ''} ${request.callId} ${request.cseq.number} ${request.method}`;

/** What the ACK of a 2xx has in common with the 2xx (13.2.2.4): the dialog and the CSeq number. */
export const ackKeyOf = (message: Request | Response): string =>
  `${message.callId} ${tagOf(message.to) ?? ''} ${tagOf(message.from) ?? ''} ${message.cseq.number}`;
