// What the parts of the edge share: the gateway, media, the way to report, and the table of live legs.
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand, EdgeFact, EdgeSignal } from '@tandem/contract/edge.ts';
import type { CallId, LegId, TenantId } from '@tandem/contract/ids.ts';
import type { Agreed, ClientKey, Dialog, Flow, Request, ServerKey } from '@tandem/sip';
import type { AskState } from '../../core/ask.ts';
import type { DialPlan } from '../../core/dial-plan.ts';
import type { LegState, LegTimer } from '../../core/leg/state.ts';
import type { MediaTransport } from '../../ports.ts';
import type { Gateway } from './gateway.ts';

export type Log = {
  debug(message: string, detail?: Record<string, unknown>): void;
  info(message: string, detail?: Record<string, unknown>): void;
  warn(message: string, detail?: Record<string, unknown>): void;
  error(message: string, detail?: Record<string, unknown>): void;
};

/** A live leg: the pure state, and the SIP and media handles its effects act on. */
export type Leg = {
  readonly id: LegId;
  readonly call: CallId;
  readonly tenant: TenantId;
  /** How numbers that its far end names are read. */
  readonly plan: DialPlan;
  state: LegState;
  flow: Flow;
  /** The INVITE: ours or theirs, and its transaction. */
  invite: Request;
  key: { kind: 'server'; key: ServerKey } | { kind: 'client'; key: ClientKey };
  dialog: Dialog | null;
  /** A re-INVITE of theirs whose 2xx waits for its ACK; `offered` where our offer is in that 2xx. */
  reinvite: { key: ServerKey; offered: boolean } | null;
  /** Tells core of the leg, until that was done: whatever is reported of it comes after. */
  announce: (() => void) | null;
  /** Our To or From tag, the same in every answer of the dialog. */
  readonly tag: string;
  media: { ip: string; port: number };
  sdpSession: string;
  sdpVersion: number;
  agreed: Agreed | null;
  /** Whether the offer came in the INVITE; else ours goes into the 2xx and the answer comes with the ACK. */
  offered: boolean;
  /** What plays and ends by itself: keys pressed meanwhile are kept for the question that follows. */
  announcement: string | null;
  typedAhead: string;
  ask: { id: string; state: AskState; timer: NodeJS.Timeout | null } | null;
  timers: Map<LegTimer, NodeJS.Timeout>;
  /** REFERs that wait for their outcome, by transfer id: the CSeq that names the subscription. */
  refers: Map<string, number>;
  heardRtp: boolean;
};

export type Dial = Extract<EdgeCommand, { do: 'dial' }>;

export type EdgeContext = {
  readonly gateway: Gateway;
  readonly media: MediaTransport;
  readonly log: Log;
  readonly legs: Map<LegId, Leg>;
  now: () => number;
  fact: (fact: EdgeFact) => void;
  signal: (signal: EdgeSignal) => void;
  id<P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}`;
  /** Reads a dialled or calling text into an address. */
  address(text: string, plan: DialPlan): Address;
};
