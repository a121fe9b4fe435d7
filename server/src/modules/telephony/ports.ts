// What telephony needs from others: media under its feet (edge), and the modules it meets (core). Supplied by roles/wire.
import type { Address } from '@tandem/contract/address.ts';
import type { EdgeCommand, EdgeDirectory, EdgeFact, HangupCause, LegQuality, PlayItem } from '@tandem/contract/edge.ts';
import type {
  AgentId,
  CallId,
  CustomerId,
  DeviceId,
  FlowId,
  HoursId,
  Id,
  InteractionId,
  LegId,
  OfferId,
  QueueId,
  RecordingId,
  TenantId,
  WorkId,
} from '@tandem/contract/ids.ts';
import type { CallbackRules } from '@tandem/contract/api/queue-callbacks.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import type { Caller } from '../../platform/http/types.ts';
import type { FlowInput } from '@tandem/contract/channel.ts';
import type { AudioCodec } from './core/codecs.ts';
import type { Turn } from './core/callback.ts';
import type { Target } from './core/control/state.ts';

/** How the far end of a leg wants to be sent audio, as negotiated in SDP. */
export type RemoteMedia = {
  /** IP address and port that RTP is sent to. */
  ip: string;
  port: number;
  codec: AudioCodec;
  /** RTP payload type number as the far end expects it (RFC 3551: 0 and 8 are static). */
  payloadType: number;
  /** Payload type of telephone-event (RFC 4733), where agreed. */
  telephoneEvent: number | null;
  /** Units a second in which its durations count; 8000 where left out. */
  eventClock?: number;
  /** What we may do: a far end on hold does not hear us (`recvonly`/`inactive`). */
  send: boolean;
  receive: boolean;
  /** Where its RTCP goes; the port after RTP's where left out. `mux`: both ways over the RTP port (RFC 5761). */
  rtcp?: { ip: string; port: number; mux: boolean };
  /** Audio secured as browsers do it; ICE finds out where it goes, and `ip` and `port` are not looked at. */
  secured?: SecuredMedia;
  /** Sealed with keys that came with SDP (RFC 4568), over TLS. */
  sdes?: SdesMedia;
};

/** Keys are base64 of 30 bytes: ours of what we send, theirs of what we hear. */
export type SdesMedia = { suite: 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32'; local: string; remote: string };

/** Both sides of ICE and DTLS as SDP told them. Other credentials than before are an ICE restart. */
export type SecuredMedia = {
  local: { ufrag: string; pwd: string };
  remote: { ufrag: string; pwd: string };
  /** Of the far end's certificate. */
  fingerprint: MediaFingerprint;
  /** Ours in the handshake. */
  role: 'client' | 'server';
};

/** A certificate's hash as SDP writes it: `sha-256`, `AB:CD:...`. */
export type MediaFingerprint = { algorithm: string; value: string };

/** One cell of a call's gain matrix: how loud `listener` hears `speaker`; 1 is unchanged. listener === speaker is an echo. */
export type Gain = { listener: LegId; speaker: LegId; gain: number };

export type RecordingSpec = {
  recording: RecordingId;
  call: CallId;
  /** Legs summed into the left (customer) and the right (agent) channel; may be changed while recording. */
  left: LegId[];
  right: LegId[];
  /** File to append to, and the 32-byte data key its chunks are sealed with (AES-256-GCM). */
  path: string;
  dataKey: Uint8Array;
  /** Opaque text kept in the file's clear header: the wrapped data key, so that the file can be read without this process. */
  wrappedKey: string;
};

export type LegStats = {
  packetsSent: number;
  packetsReceived: number;
  packetsLost: number;
  packetsLate: number;
  /** Of those lost, the ones that were heard from copies in later packets (Opus). */
  packetsRepaired: number;
  jitterMs: number;
  /** Mean audio power seen from the leg, dBFS, -96 where silent. */
  levelDb: number;
  quality: LegQuality;
};

/** What a tap hears: `heard` is what comes from the leg, `sent` what goes to it, plays included. */
export type TapDirection = 'heard' | 'sent';

/** A leg's audio for somebody beside the call. Frames of 20 ms wait for about a second; then the oldest are dropped, and the call goes on. */
export type Tap = {
  /** Frames dropped because nobody read them in time. */
  readonly dropped: number;
  /** Copies the next frame (160 samples) to `into`; false where none waits. */
  read(into: Int16Array): boolean;
  close(): void;
};

export type MediaEvent =
  | { kind: 'digit'; leg: LegId; digit: string; durationMs: number; via: 'rfc4733' | 'inband' }
  | { kind: 'played'; leg: LegId; play: string; reason: 'finished' | 'stopped' | 'failed'; detail?: string }
  /** No RTP came for `silentMs` although the leg should be sending. */
  | { kind: 'silent'; leg: LegId; silentMs: number }
  /** A secured leg will have no media: its far end was not reached, or is not who it said it is. */
  | { kind: 'unsecured'; leg: LegId; detail: string }
  | { kind: 'recording-closed'; recording: RecordingId; durationMs: number; bytes: number; sha256: string }
  | { kind: 'recording-failed'; recording: RecordingId; detail: string }
  /** A worker thread died: these legs have no media any more. */
  | { kind: 'lost'; legs: LegId[]; recordings: RecordingId[]; detail: string };

/** Media behind signalling: ours (worker threads over packages/rtp) or rtpengine. All calls are idempotent by their ids. */
export type MediaTransport = {
  /** Of the certificate that secured legs show. */
  readonly fingerprint: MediaFingerprint;
  /** Addresses that lead to an open port besides the one `open` tells. */
  readonly otherHosts: readonly string[];
  /** Opens an RTP port for a leg, in the worker that holds its call's room. Rejects with `media.no-ports` when the range is used up. */
  open(leg: LegId, call: CallId): Promise<{ ip: string; port: number }>;
  setRemote(leg: LegId, remote: RemoteMedia): void;
  /** Takes the leg into another call's room, with its port and its far end; what played on it ends. Rejects with `media.failed` where that
   *  cannot be done: the leg has no media then. */
  move(leg: LegId, call: CallId): Promise<void>;
  /** Closes the port; the last leg of a call closes its room. */
  close(leg: LegId): Promise<LegStats>;
  /** Starts a play on one leg, replacing what plays there. `loop` repeats until stopped. */
  play(leg: LegId, play: string, items: PlayItem[], loop: boolean): void;
  /** Keeps a WAV for plays that name it by its SHA-256 (hex). Throws `media.failed` where it is another, or not mono, 16 bit, 8 kHz. */
  clip(clip: string, wav: Uint8Array): void;
  /** Whether the clip is kept; asking counts as using it. */
  keeps(clip: string): boolean;
  /** Stops a play (or whatever plays). */
  stop(leg: LegId, play?: string): void;
  sendDigit(leg: LegId, digit: string, durationMs: number): void;
  /** Sets the call's whole gain matrix; cells not named are silent. */
  mix(call: CallId, gains: Gain[]): void;
  /** Starts a recording, or changes its channels where it runs. */
  record(spec: RecordingSpec): void;
  stopRecording(recording: RecordingId): void;
  /** Listens to a leg; null where it has no media. */
  tap(leg: LegId, direction: TapDirection): Tap | null;
  on(listener: (event: MediaEvent) => void): void;
  stats(leg: LegId): Promise<LegStats | null>;
  /** Threads that ended with their calls since the start: by themselves, or ended because they hung. */
  lostThreads(): { died: number; hung: number };
  shutdown(): Promise<void>;
};

/** What the control of calls (core) needs of the modules it meets. */
export type ControlPorts = {
  edge: {
    /** Sends a command; while the edge is away it is dropped: what an absent edge holds has ended with it. */
    command(command: EdgeCommand): Promise<void>;
  };
  customers: {
    /** Of those that are known; the others are left out. */
    names(tenant: TenantId, customers: readonly CustomerId[]): Promise<ReadonlyMap<CustomerId, string>>;
    /** The name and one voice address of a known customer; null where there is none. */
    find(tenant: TenantId, customer: CustomerId): Promise<{ id: CustomerId; name: string; address: Address | null } | null>;
    /** Finds who has this address on the voice channel, or makes an unknown customer of it. */
    identify(tenant: TenantId, address: Address): Promise<{ id: CustomerId; name: string; level: string | null; known: boolean }>;
  };
  interactions: {
    /** Whether the caller's scope for the action reaches the interaction. */
    reaches(caller: Caller, action: Action, interaction: InteractionId): Promise<boolean>;
    /** Idempotent by call. */
    begin(arrival: {
      tenant: TenantId;
      direction: 'inbound' | 'outbound' | 'internal';
      call: CallId;
      customer: CustomerId;
      remote: Address;
      local: Address;
      at: number;
      /** Where the id is chosen already. */
      interaction?: InteractionId;
    }): Promise<InteractionId>;
    end(end: {
      tenant: TenantId;
      interaction: InteractionId;
      cause: HangupCause;
      by: 'customer' | 'agent' | 'flow' | 'system' | 'api';
      stage: 'flow' | 'queue' | 'ring' | 'agent' | 'other';
      at: number;
    }): Promise<void>;
  };
  directory: {
    resolve(tenant: TenantId, address: Address): Promise<Target>;
    deviceOfAgent(tenant: TenantId, agent: AgentId): Promise<DeviceId | null>;
    agentOfDevice(tenant: TenantId, device: DeviceId): Promise<AgentId | null>;
    /** His phones that can be called; `rings`: the one that is his now. */
    devicesOfAgent(tenant: TenantId, agent: AgentId): Promise<{ id: DeviceId; rings: boolean }[]>;
    /** The agent whose calls ring at this device; null for one that lies idle while another is his phone. */
    agentRungAt(tenant: TenantId, device: DeviceId): Promise<AgentId | null>;
    edgeDirectory(): Promise<EdgeDirectory>;
    /** Dialled text as the tenant's country reads it. */
    parse(tenant: TenantId, text: string): Promise<Address>;
    hasQueue(tenant: TenantId, queue: QueueId): Promise<boolean>;
    /** How the queue calls back; null where there is none of that id. */
    callbackRules(tenant: TenantId, queue: QueueId): Promise<CallbackRules | null>;
    /** When the hours are open from `from` (epoch ms) on, also as people read it there; null: not for weeks; `missing`: there are no such hours. */
    openFrom(tenant: TenantId, hours: HoursId, from: number): Promise<{ at: number; text: string } | null | 'missing'>;
  };
  flow: {
    start(start: {
      tenant: TenantId;
      interaction: InteractionId;
      call: CallId;
      leg: LegId;
      flow: FlowId;
      variables: Record<string, string>;
      answered: boolean;
    }): Promise<void>;
    input(tenant: TenantId, call: CallId, input: FlowInput): Promise<void>;
  };
  routing: {
    /** False where the offer no longer stands: the agent's leg is let go. */
    offerAnswered(tenant: TenantId, offer: OfferId): Promise<boolean>;
    offerEnded(tenant: TenantId, offer: OfferId, outcome: 'declined' | 'no-answer' | 'unreachable'): Promise<void>;
    release(tenant: TenantId, work: WorkId, reason: 'ended' | 'transferred' | 'system' | 'handed-over'): Promise<void>;
    /** A call that routing did not give keeps the agent busy, or no longer. Idempotent. */
    occupy(tenant: TenantId, agent: AgentId, call: CallId, occupied: boolean): Promise<void>;
    /** Whether no contact and no call has him now; what he declared does not matter. */
    free(tenant: TenantId, agent: AgentId): Promise<boolean>;
    /** Free, there and ready for more. */
    idle(tenant: TenantId, agent: AgentId): Promise<boolean>;
    /** Since when the work waited, epoch ms; null where routing knows nothing of it. */
    queuedAt(tenant: TenantId, work: WorkId): Promise<number | null>;
    /** The line as somebody meets it who is to be called back and has waited since `queuedAt` (epoch ms). */
    turn(
      tenant: TenantId,
      place: { queue: QueueId; priority: number; skills: readonly { skill: Id<'skl'>; level: number }[]; queuedAt: number },
    ): Promise<Turn>;
    /** False where there is no such queue (any more), or the work it should replace has an agent already. Idempotent by work. */
    queue(wanted: {
      tenant: TenantId;
      interaction: InteractionId;
      work: WorkId;
      queue: QueueId;
      /** Since when the customer has waited, where he comes back into the line. */
      queuedAt?: number | null;
      task?: 'callback';
      priority?: number;
      skills?: readonly { skill: Id<'skl'>; level: number }[];
      notBefore?: number | null;
      /** Whose place it takes: that work leaves the line in the same decision. */
      replaces?: WorkId;
    }): Promise<boolean>;
    leave(tenant: TenantId, work: WorkId): Promise<void>;
    /** Takes work out of the line; false where an agent has it already. */
    takeBack(tenant: TenantId, work: WorkId): Promise<boolean>;
  };
  agents: { names(tenant: TenantId, agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, string>> };
  /** Whether talks of the queue are recorded. */
  recordingRule(tenant: TenantId, queue: QueueId): Promise<{ record: boolean }>;
  presence: { reachable(tenant: TenantId, agent: AgentId, reachable: boolean): Promise<void> };
  recording: {
    /** A recording begins: its data key, and the same key wrapped for the file. Idempotent by recording. Null: there is no room for it. */
    begin(begin: {
      tenant: TenantId;
      interaction: InteractionId;
      recording: RecordingId;
      call: CallId;
      at: number;
    }): Promise<{ dataKey: Uint8Array; wrappedKey: string } | null>;
    sealed(fact: Extract<EdgeFact, { kind: 'recording.sealed' }>): Promise<void>;
  };
};
