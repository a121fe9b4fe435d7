// Call transfer: Refer-To and the NOTIFYs that report on it (RFC 3515), Replaces (RFC 3891), subscription fields (RFC 6665).
import { unescapeText } from '../message/escape.ts';
import { cursorOn } from '../message/cursor.ts';
import { readOneNameAddr } from '../message/name-addr.ts';
import { reasonOf } from '../message/reasons.ts';
import { bodyText, header, readSeconds, readTokenParams } from '../message/read.ts';
import type { Header, Message, Request, Uri } from '../message/types.ts';
import { isSip } from '../message/uri.ts';
import { requestInDialog } from './build.ts';
import type { Built, Dialog } from './types.ts';

/** RFC 3891, 6.1: the dialog to be replaced, in the words of its owner: `toTag` is the tag of who gets the INVITE. */
export type Replaces = { readonly callId: string; readonly toTag: string; readonly fromTag: string; readonly earlyOnly: boolean };

export function parseReplaces(text: string): Replaces | null {
  const semi = text.indexOf(';');
  const callId = (semi < 0 ? text : text.slice(0, semi)).trim();
  const read = semi < 0 || callId === '' || /\s/.test(callId) ? null : readTokenParams(`x${text.slice(semi)}`);
  const toTag = read?.params.get('to-tag');
  const fromTag = read?.params.get('from-tag');
  if (read === null || typeof toTag !== 'string' || typeof fromTag !== 'string') return null;
  return { callId, toTag, fromTag, earlyOnly: read.params.has('early-only') };
}

/** Key of the dialog of ours that a Replaces names, as `dialogKey` makes it. */
export const replacedDialogKey = (replaces: Replaces): string => `${replaces.callId} ${replaces.toTag} ${replaces.fromTag}`;

export type ReferTo = { readonly uri: Uri; readonly method: string; readonly replaces: Replaces | null };

/** Where a REFER sends us: the URI without its header part, the method (INVITE by default), and the call to take over where one is named. Null: answer 400. */
export function parseReferTo(request: Request): ReferTo | null {
  const text = header(request, 'refer-to');
  const address = text === null ? null : readOneNameAddr(cursorOn(text));
  if (address === null) return null;
  if (!isSip(address.uri)) return { uri: address.uri, method: 'INVITE', replaces: null };
  const named = address.uri.headers.get('replaces');
  const replaces = typeof named === 'string' ? parseReplaces(unescapeText(named)) : null;
  if (typeof named === 'string' && replaces === null) return null;
  const params = new Map([...address.uri.params].filter(([name]) => name !== 'method'));
  const method = address.uri.params.get('method')?.toUpperCase() ?? 'INVITE';
  return { uri: { ...address.uri, params, headers: new Map() }, method, replaces };
}

/** Body of a NOTIFY about a REFER (RFC 3515, 2.4.5). */
export const sipfrag = (status: number): string => `SIP/2.0 ${status} ${reasonOf(status)}\r\n`;

/** The status that such a body tells, or null. */
export function readSipfrag(message: Message): number | null {
  const match = /^SIP\/2\.0 ([1-6]\d\d)(?: |\r?\n|$)/.exec(bodyText(message));
  return match === null ? null : Number(match[1]);
}

export type SubscriptionState = {
  readonly state: 'active' | 'pending' | 'terminated';
  readonly expiresS: number | null;
  readonly reason: string | null;
};

/** RFC 6665, 4.1.3: an unknown state counts as active. */
export function readSubscriptionState(message: Message): SubscriptionState | null {
  const read = readTokenParams(header(message, 'subscription-state') ?? '');
  if (read === null) return null;
  const state = read.value.toLowerCase();
  const expires = read.params.get('expires');
  return {
    state: state === 'pending' || state === 'terminated' ? state : 'active',
    expiresS: typeof expires === 'string' ? readSeconds(expires) : null,
    reason: read.params.get('reason') ?? null,
  };
}

/** Event and its id (RFC 6665, 8.2.1), lower case; null where missing or malformed. */
export function readEvent(message: Message): { event: string; id: string | null } | null {
  const read = readTokenParams(header(message, 'event') ?? '');
  return read === null ? null : { event: read.value.toLowerCase(), id: read.params.get('id') ?? null };
}

/**
 * The NOTIFY that tells a phone how its REFER went: 100 at once, then the final status, which ends the implicit subscription
 * (RFC 3515, 2.4.4-2.4.7). `referSeq` is the REFER's CSeq number: it tells two REFERs of one dialog apart.
 */
export function notifyOfRefer(dialog: Dialog, referSeq: number, status: number): Built {
  const state = status < 200 ? 'active;expires=60' : 'terminated;reason=noresource';
  const headers: Header[] = [
    { name: 'event', value: `refer;id=${referSeq}` },
    { name: 'subscription-state', value: state },
  ];
  return requestInDialog(dialog, 'NOTIFY', { headers, body: { type: 'message/sipfrag;version=2.0', text: sipfrag(status) } });
}
