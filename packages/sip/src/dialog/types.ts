// What a dialog remembers (RFC 3261, section 12): plain data, replaced and never changed.
import type { NameAddr, Request, Uri } from '../message/types.ts';

export type Dialog = {
  readonly role: 'uac' | 'uas';
  readonly state: 'early' | 'confirmed' | 'terminated';
  readonly callId: string;
  /** Our side and theirs, with tags; the remote tag is '' for an RFC 2543 peer. */
  readonly local: NameAddr;
  readonly remote: NameAddr;
  readonly localTag: string;
  readonly remoteTag: string;
  /** Our Contact and theirs (the remote target). */
  readonly localContact: NameAddr | null;
  readonly remoteTarget: Uri;
  readonly routeSet: readonly NameAddr[];
  /** Last CSeq number used and seen; null before the first. */
  readonly localSeq: number | null;
  readonly remoteSeq: number | null;
};

/** What to do with a request that came inside a dialog. */
export type InDialog =
  | { readonly ok: true; readonly dialog: Dialog }
  /** Answer with this status: 500 where it is out of order, 481 where the dialog is over. */
  | { readonly ok: false; readonly status: 481 | 500; readonly why: string };

export type Built = { readonly dialog: Dialog; readonly request: Request };
