// What core knows of one call: who is in it, who controls it, what is pending. Plain data, saved after each step, so that a restarted core goes on.
import type { Address } from '@tandem/contract/address.ts';
import type { FlowInput } from '@tandem/contract/channel.ts';
import type { EdgeCommand, HangupCause, PlayItem, Collect } from '@tandem/contract/edge.ts';
import type { EventData, EventName } from '@tandem/contract/events.ts';
import type {
  AgentId,
  CallId,
  CustomerId,
  DeviceId,
  FlowId,
  InteractionId,
  LegId,
  OfferId,
  QueueId,
  RecordingId,
  TenantId,
  TrunkId,
  WorkId,
} from '@tandem/contract/ids.ts';

export type Contact = { work: WorkId; queue: QueueId; agent: AgentId };

export type CallState = {
  tenant: TenantId;
  call: CallId;
  interaction: InteractionId;
  /** Whose key seals personal data in the call's events. */
  person: CustomerId;
  /** What a rung device shows of the customer; forgotten when he has left. */
  caller: { address: Address; display: string } | null;
  /** The leg whose end is the end of the interaction. */
  customer: { leg: LegId; up: boolean };
  /** A flow is in charge of the customer, until an agent has him. */
  flow: boolean;
  /** His flow has him stand in a line. */
  queued: boolean;
  /** An agent's device that is being rung for an offer. */
  offer: (Contact & { offer: OfferId; leg: LegId; device: DeviceId }) | null;
  /** The agent who talks with the customer. */
  agent: (Contact & { leg: LegId; device: DeviceId }) | null;
  /** Somebody else: the target of a transfer or of a direct call, ringing or up. */
  other: { leg: LegId; up: boolean; agent: AgentId | null } | null;
  /** Who put the other on hold, if anybody did. */
  hold: 'agent' | 'customer' | 'api' | null;
  /** A transfer whose target still rings: who asked, and the phone's REFER where it came from one. */
  transfer: { by: AgentId; refer: { leg: LegId; id: string } | null; target: string } | null;
  recording: RecordingId | null;
  /** Whom the customer talked with last. */
  had: 'agent' | 'other' | null;
  /** Who had us let the customer go, where it was neither a flow nor the one he talked with. */
  letGo: 'api' | 'system' | null;
  /** Legs we have asked to end and not yet heard of. */
  leaving: LegId[];
  over: boolean;
};

/** Where a dialled or transferred-to address leads in this installation. */
export type Target =
  | { kind: 'flow'; flow: FlowId }
  | { kind: 'device'; device: DeviceId; agent: AgentId | null }
  | { kind: 'trunk'; trunk: TrunkId; address: Address }
  | null;

export type ControlInput =
  | { kind: 'leg.ringing' | 'leg.answered' | 'leg.held' | 'leg.resumed'; leg: LegId }
  | { kind: 'leg.ended'; leg: LegId; cause: HangupCause; by: 'remote' | 'local' | 'system'; sipStatus: number | null }
  | { kind: 'asked'; leg: LegId; ask: string; digits: string; end: 'complete' | 'no-input' | 'too-short' }
  | { kind: 'played'; leg: LegId; play: string; end: 'finished' | 'stopped' | 'failed' }
  | { kind: 'recording.sealed'; recording: RecordingId }
  /** A flow began to control the customer. */
  | { kind: 'flow.began' }
  | { kind: 'flow.queued'; queued: boolean }
  | { kind: 'flow.answer' }
  | { kind: 'flow.say'; step: string; items: PlayItem[]; loop: boolean }
  | { kind: 'flow.ask'; step: string; items: PlayItem[]; collect: Collect; bargeIn: boolean }
  | { kind: 'flow.echo' }
  | { kind: 'flow.quiet' }
  | { kind: 'flow.transfer'; target: Target; leg: LegId }
  | { kind: 'flow.hang-up'; cause: HangupCause }
  | ({ kind: 'offer.made'; offer: OfferId; device: DeviceId; leg: LegId; ringMs: number } & Contact)
  | { kind: 'offer.withdrawn'; offer: OfferId; cause: 'withdrawn' | 'no-answer' }
  | { kind: 'offer.accepted'; offer: OfferId; recording: RecordingId }
  | { kind: 'offer.refused'; offer: OfferId }
  | { kind: 'hold' | 'resume' }
  | { kind: 'transfer'; target: Target; leg: LegId; text: string; refer: { leg: LegId; id: string } | null }
  /** A direct call: the caller is put through without a flow. */
  | { kind: 'connect'; target: Exclude<NonNullable<Target>, { kind: 'flow' }>; leg: LegId }
  | { kind: 'hang-up'; cause: HangupCause; by: 'api' | 'system' };

export type LogFact = { [N in EventName]: { type: N; data: Omit<EventData<N>, 'interaction'> } }[EventName];

/** What follows from a step. `log` is written with the state in one transaction; the rest happens after it. */
export type ControlEffect =
  | { do: 'edge'; command: EdgeCommand }
  | { do: 'log'; fact: LogFact }
  | { do: 'flow'; input: FlowInput }
  | { do: 'start-flow'; flow: FlowId }
  | { do: 'offer-answered'; offer: OfferId }
  | { do: 'offer-ended'; offer: OfferId; outcome: 'declined' | 'no-answer' | 'unreachable' }
  | { do: 'release'; work: WorkId; reason: 'ended' | 'transferred' | 'system' }
  | { do: 'start-recording'; recording: RecordingId; left: LegId[]; right: LegId[] }
  | {
      do: 'end-interaction';
      cause: HangupCause;
      by: 'customer' | 'agent' | 'flow' | 'system' | 'api';
      stage: 'flow' | 'queue' | 'ring' | 'agent' | 'other';
    };

export type ControlStep = { state: CallState; effects: ControlEffect[] };

export const unchanged = (state: CallState): ControlStep => ({ state, effects: [] });
export const edge = (command: EdgeCommand): ControlEffect => ({ do: 'edge', command });
export const log = <N extends EventName>(type: N, data: Omit<EventData<N>, 'interaction'>): ControlEffect => ({
  do: 'log',
  fact: { type, data } as LogFact,
});

export const HOLD_MUSIC: PlayItem[] = [{ kind: 'music', music: 'default' }];
