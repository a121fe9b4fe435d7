// One call of a softphone, as its owner tells it what to do and sees what came.
import type { Dialog, Header, InDialogExtras, Request, Response } from '@tandem/sip';
import type { RtpParty } from './rtp-party.ts';
import type { SessionWish, TheirSession } from './session.ts';

/** BYE of either side, a CANCEL, or the status that refused the INVITE. */
export type Ending = 'bye' | 'cancelled' | number;

export type PhoneCall = {
  readonly media: RtpParty;
  /** Every answer to our INVITE, oldest first. */
  readonly answers: Response[];
  /** The INVITE that came, where it came to us. */
  readonly invite: Request;
  /** Requests that came inside the dialog (BYE, NOTIFY, ...). */
  readonly inside: Request[];
  /** The session description of the far end in use. */
  theirs(): TheirSession;
  /** The dialog of the call, null before there is one: its id is what a Replaces names. */
  dialog(): Dialog | null;
  readonly state: { up: boolean; ended: null | Ending };
  /** Resolves when both sides talk; rejects when the call ends first. */
  answered(timeoutMs?: number): Promise<void>;
  /** How it ended, once it has; rejects where that takes longer. */
  ended(timeoutMs?: number): Promise<Ending>;
  /** How it ended, however long that takes. */
  readonly over: Promise<Ending>;
  ring(): void;
  accept(wish?: SessionWish): void;
  refuse(status: number, headers?: Header[]): void;
  cancel(): void;
  /** Acknowledges the 2xx, where `acks` was false. */
  ack(wish?: SessionWish): void;
  /** Sends a request in the dialog; answers with its final response. A 2xx of INVITE is acknowledged. */
  send(method: string, extras?: InDialogExtras): Promise<Response>;
  reinvite(wish: SessionWish | null): Promise<Response>;
  update(wish: SessionWish): Promise<Response>;
  hangUp(): Promise<Response>;
  /** Ends it from whatever state it is in: BYE, CANCEL or refusal; nothing where it is over. */
  leave(): Promise<void>;
  /** Status lines of the NOTIFYs about our REFER. */
  notified(): string[];
};

export type CallOptions = {
  /** The calling number; the phone's own name where left out. */
  from?: string;
  /** Null: an INVITE without an offer. */
  wish?: SessionWish | null;
  headers?: Header[];
  password?: string;
  /** False: the 2xx stays unacknowledged. */
  acks?: boolean;
  hz?: number | null;
};
