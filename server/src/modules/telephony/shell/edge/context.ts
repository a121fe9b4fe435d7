// What the parts of the edge share: the gateway, media, the way to report, and the table of live legs.
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand, EdgeFact, EdgeSignal } from '@tandem/contract/edge.ts';
import type { CallId, DeviceId, LegId, TenantId, TrunkId } from '@tandem/contract/ids.ts';
import type { Agreed, ClientKey, Dialog, Flow, Request, SdesSide, SecuredSide, ServerKey, sessionDelays } from '@tandem/sip';
import type { MediaEncryption } from '@tandem/contract/media-encryption.ts';
import type { AskState } from '../../core/ask.ts';
import type { DialPlan } from '../../core/dial-plan.ts';
import type { Keys } from '../../core/encryption.ts';
import type { LegState, LegTimer } from '../../core/leg/state.ts';
import type { MediaTransport } from '../../ports.ts';
import type { Account } from './credentials.ts';
import type { Gateway } from './gateway.ts';
import type { LegTable } from './leg-table.ts';
import type { Requests } from './requests.ts';

export type Log = {
  debug(message: string, detail?: Record<string, unknown>): void;
  info(message: string, detail?: Record<string, unknown>): void;
  warn(message: string, detail?: Record<string, unknown>): void;
  error(message: string, detail?: Record<string, unknown>): void;
};

/** Who the far end is to us. `account`: what its trunk's challenges are answered with; `server`: which of the trunk's, where DNS named it. */
export type Party =
  | {
      readonly kind: 'trunk';
      readonly trunk: TrunkId;
      readonly account: Account | null;
      readonly encryption: MediaEncryption | undefined;
      readonly server?: string;
    }
  | { readonly kind: 'device'; readonly device: DeviceId; readonly encryption: MediaEncryption | undefined };

/** One way to a far end. A connection is opened only when the way is taken. */
export type Way = {
  readonly party: Party;
  readonly uri: string;
  readonly flow: () => Flow;
  /** User and host of From, where they are not ours. */
  readonly from: { user: string; host: string } | null;
  /** The number asserted to a trusted trunk (RFC 3325). */
  readonly asserted: string | null;
};

/** A live leg: the pure state, and the SIP and media handles its effects act on. */
export type Leg = {
  readonly id: LegId;
  /** Whose room it is in; another's after a move. */
  call: CallId;
  readonly tenant: TenantId;
  party: Party;
  /** How numbers that its far end names are read. */
  readonly plan: DialPlan;
  state: LegState;
  flow: Flow;
  /** When its connection broke, UTC epoch ms; null while there is one. The call goes on: a phone comes back over a new one. */
  flowLostAt: number | null;
  /** The INVITE: ours or theirs, and its transaction. */
  invite: Request;
  key: { kind: 'server'; key: ServerKey } | { kind: 'client'; key: ClientKey };
  dialog: Dialog | null;
  /** A re-INVITE of theirs whose 2xx waits for its ACK; `offered` where our offer is in that 2xx. */
  reinvite: { key: ServerKey; offered: boolean } | null;
  /** A re-INVITE of ours is open (RFC 3261, section 14.1). */
  reinviting: boolean;
  /** Out: ways not tried yet, in order; who we say calls; whether the way taken has answered anything; whether a longer session was offered. */
  ways: Way[];
  caller: Dial['from'];
  answeredBy: boolean;
  /** Out: its far end is asked to answer by itself. */
  answersItself: boolean;
  longer: boolean;
  /** Whether the far end takes UPDATE (RFC 3311): a refresh then needs no description. */
  updates: boolean;
  /** Tells core of the leg, until that was done: whatever is reported of it comes after. */
  announce: (() => void) | null;
  /** Our To or From tag, the same in every answer of the dialog. */
  tag: string;
  media: { ip: string; port: number };
  sdpSession: string;
  sdpVersion: number;
  /** Our side of ICE and DTLS. `required`: nothing else is offered or taken any more. */
  secured: SecuredSide & { required: boolean };
  /** Keys that we tell in SDP (RFC 4568), and what our description says of them. */
  sdes: SdesSide | null;
  keys: Keys;
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
  /** Keys still to be pressed on somebody's behalf. */
  digits: { left: string[]; timer: NodeJS.Timeout | null };
};

export type Dial = Extract<EdgeCommand, { do: 'dial' }>;

export type EdgeContext = {
  readonly gateway: Gateway;
  readonly media: MediaTransport;
  readonly log: Log;
  readonly legs: LegTable;
  readonly requests: Requests;
  /** How a trunk, and the server of it, bore itself when we had business with it: null is well. */
  trunkHeard(party: Extract<Party, { kind: 'trunk' }>, trouble: string | null): void;
  /** Effects of a leg that lead back to legs. */
  readonly carryOn: { nextWay(leg: Leg): void; refresh(leg: Leg): void };
  /** A session's delays (RFC 4028, section 10). */
  sessionDelays: typeof sessionDelays;
  now: () => number;
  fact: (fact: EdgeFact) => void;
  signal: (signal: EdgeSignal) => void;
  id<P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}`;
  /** Reads a dialled or calling text into an address. */
  address(text: string, plan: DialPlan): Address;
};
