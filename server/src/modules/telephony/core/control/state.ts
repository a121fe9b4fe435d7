// What core knows of one call: who is in it, who controls it, what is pending. Plain data, saved after each step, so that a restarted core goes on.
import type { Address } from '@tandem/contract/address.ts';
import type { FlowInput } from '@tandem/contract/channel.ts';
import type { EdgeCommand, HangupCause, PlayItem, Collect, LegQuality } from '@tandem/contract/edge.ts';
import type { MonitorMode } from '@tandem/contract/api/monitor.ts';
import type { EventData, EventName } from '@tandem/contract/events.ts';
import type {
  AgentId,
  CallId,
  CustomerId,
  DeviceId,
  FlowId,
  Id,
  InteractionId,
  LegId,
  OfferId,
  QueueId,
  RecordingId,
  TenantId,
  TrunkId,
  WorkId,
} from '@tandem/contract/ids.ts';
import type { AskedFor } from './digital.ts';

export type Contact = { work: WorkId; queue: QueueId; agent: AgentId };

/** An agent in a call: `work` where routing gave it to him, null where he dialled or fetched it himself. */
export type Talker = { leg: LegId; device: DeviceId; agent: AgentId; work: WorkId | null; queue: QueueId | null };

/** A phone of his that rings along with the other one. */
type Ringing = { leg: LegId; device: DeviceId };

/** A phone's REFER, to be told the outcome by NOTIFY. */
export type Refer = { leg: LegId; id: string };

export type CallState = {
  tenant: TenantId;
  call: CallId;
  interaction: InteractionId;
  /** Whose key seals personal data in the call's events. */
  person: CustomerId;
  /** What a rung device shows of the customer; forgotten when he has left. */
  caller: { address: Address; display: string } | null;
  /** The leg whose end is the end of the interaction; `agent` and `device` where it is an agent's own phone that calls. */
  customer: { leg: LegId; up: boolean; agent?: AgentId | null; device?: DeviceId | null };
  /** We call the customer, once an agent is on the line; null where he called. */
  out: Out | null;
  /** A flow is in charge of the customer, until an agent has him. */
  flow: boolean;
  /** His flow has him stand in a line. */
  queued: boolean;
  /** An agent's device that is being rung for an offer. */
  offer: (Contact & { offer: OfferId; leg: LegId; device: DeviceId; along?: Ringing[]; autoAnswer?: boolean }) | null;
  /** The other agents who are rung for it at once; absent where there are none. */
  beside?: NonNullable<CallState['offer']>[];
  /** A digital worker who is to have the customer, and one who has; absent where there is none. */
  asked?: AskedFor;
  digital?: Contact;
  /** An agent's phone that rings because he wants to dial out or to fetch a parked customer, or because nobody fetched him. */
  ringing: { leg: LegId; device: DeviceId; agent: AgentId; why: 'dial-out' | 'fetched' | 'timed-out'; queue?: QueueId } | null;
  /** The agent who talks with the customer. */
  agent: Talker | null;
  /** Another phone of the agent's, which rings to take the talk over from the one he has; absent in calls of before. */
  carrying?: Ringing | null;
  /** Somebody else: the target of a transfer, of a direct call or of a flow's dial, ringing or up. */
  other: { leg: LegId; up: boolean; agent: AgentId | null; device?: DeviceId | null; flow?: boolean } | null;
  /** Whom the agent asks while the customer waits, and who hears whom meanwhile. */
  consult: Consult | null;
  /** A supervisor who follows the talk of one of ours with the customer, from his own phone. */
  monitor: Monitor | null;
  /** The customer waits in a place with a number. */
  parked: Parked | null;
  /** He stands in a line without a flow: nobody fetched him. */
  line: { work: WorkId; queue: QueueId } | null;
  /** A leg of another call that is on its way into this one. */
  coming: Coming | null;
  /** A leg of ours that is on its way into another call. */
  giving: { leg: LegId; to: CallId } | null;
  /** His phone dialled a place: he joins that call as soon as he is up. */
  joining: { call: CallId; device: DeviceId; agent: AgentId } | null;
  /** The customer is recorded alone, for his flow. */
  taking: Taking | null;
  /** An agent hears why his call came to nothing. Whose leg it is was not kept by earlier versions. */
  tone: { leg: LegId; agent?: AgentId; until: number } | null;
  /** The music that a flow gave the customer, in a line mostly; absent where none did, and in calls of before. */
  music?: PlayItem[];
  /** Who put the other on hold, if anybody did. */
  hold: 'agent' | 'customer' | 'api' | null;
  /** A transfer whose target still rings: who asked, and the phone's REFER where it came from one. */
  transfer: { by: AgentId; refer: Refer | null; target: string } | null;
  recording: RecordingId | null;
  /** Whom the customer talked with last. */
  had: 'agent' | 'other' | null;
  /** Who had us let the customer go, where it was neither a flow nor the one he talked with. */
  letGo: 'api' | 'system' | null;
  /** Legs that sound badly now; absent in calls of before. */
  poor?: LegId[];
  /** Legs we have asked to end and not yet heard of. */
  leaving: LegId[];
  over: boolean;
};

/** Times are epoch ms, lengths ms. */
export type Out = {
  to: OutTarget;
  from: { address: Address; display: string };
  timeoutMs: number;
  /** A call-back: a try that does not reach him ends the call and not the interaction. */
  callback: boolean;
  dialled: boolean;
  /** The customer is rung before an agent is. */
  first?: CustomerFirst;
};
/** How he stands in the line once he is there; `until`: how long he waits at the longest; `sorry`: he is being told that nobody came. */
export type CustomerFirst = {
  work: WorkId;
  queue: QueueId;
  queuedAt: number;
  priority: number;
  skills: readonly { skill: Id<'skl'>; level: number }[];
  holdMs: number;
  until?: number;
  sorry?: boolean;
};
export type Consult = {
  leg: LegId;
  up: boolean;
  agent: AgentId | null;
  /** His phone; absent in calls of before, null outside. */
  device?: DeviceId | null;
  text: string;
  mode: 'consulted' | 'customer' | 'conference';
};
export type Monitor = {
  leg: LegId;
  device: DeviceId;
  /** The supervisor. */
  agent: AgentId;
  /** Whom he follows: another agent in that place is none of what he was allowed. */
  of: AgentId;
  /** `take-over` only until his phone is answered: then he has the customer. */
  mode: MonitorMode;
  /** They are told of him: by a tone, and the agent by name. */
  announced: boolean;
  /** He has been with them. */
  joined: boolean;
  /** `leaving`: his leg was asked to end. */
  phase: 'ringing' | 'up' | 'leaving';
};
export type Parked = { place: string; by: AgentId; queue: QueueId | null; queuedAt: number | null; until: number };
export type Coming = { leg: LegId; from: CallId } & (
  { for: 'transfer'; agent: AgentId | null; refer: Refer; text: string; by: AgentId } | { for: 'fetch'; agent: AgentId; device: DeviceId }
);
export type Taking = {
  step: string;
  recording: RecordingId;
  maxMs: number;
  endKeys: string;
  /** False while the beep is heard. */
  begun: boolean;
  end: 'key' | 'max' | 'left' | null;
  /** When the current part is over at the latest: the beep, the recording, its sealing. */
  until: number;
};

/** Where a dialled or transferred-to address leads in this installation. */
export type Target =
  | { kind: 'flow'; flow: FlowId }
  | { kind: 'device'; device: DeviceId; agent: AgentId | null }
  | { kind: 'trunk'; trunk: TrunkId; others?: TrunkId[]; address: Address }
  | null;
/** Who can be called: numbers of ours are entered, not called. */
export type OutTarget = Exclude<NonNullable<Target>, { kind: 'flow' }>;

export type ControlInput =
  | { kind: 'leg.ringing' | 'leg.answered' | 'leg.held' | 'leg.resumed'; leg: LegId }
  | {
      kind: 'leg.ended';
      leg: LegId;
      cause: HangupCause;
      by: 'remote' | 'local' | 'system';
      sipStatus: number | null;
      quality?: LegQuality | undefined;
    }
  | { kind: 'asked'; leg: LegId; ask: string; digits: string; end: 'complete' | 'no-input' | 'too-short' }
  | { kind: 'played'; leg: LegId; play: string; end: 'finished' | 'stopped' | 'failed' }
  | { kind: 'leg.moved'; leg: LegId; call: CallId; done: boolean }
  | { kind: 'digit'; leg: LegId; digit: string }
  | { kind: 'recording.sealed'; recording: RecordingId; durationMs?: number }
  /** The time that `nextTimer` gave is here. */
  | { kind: 'timer' }
  /** A flow began to control the customer. */
  | { kind: 'flow.began' }
  | { kind: 'flow.queued'; queued: boolean }
  | { kind: 'flow.answer' }
  | { kind: 'flow.say'; step: string; items: PlayItem[]; loop: boolean }
  | { kind: 'flow.ask'; step: string; items: PlayItem[]; collect: Collect; bargeIn: boolean }
  | { kind: 'flow.echo' }
  | { kind: 'flow.quiet' }
  | { kind: 'flow.transfer'; target: Target; leg: LegId }
  | { kind: 'flow.dial'; target: Target; leg: LegId; timeoutMs: number }
  | { kind: 'flow.record'; step: string; recording: RecordingId; maxMs: number; endKeys: string; beep: boolean }
  | { kind: 'flow.stop-record' }
  | { kind: 'flow.hang-up'; cause: HangupCause }
  | ({
      kind: 'offer.made';
      offer: OfferId;
      device: DeviceId;
      leg: LegId;
      ringMs: number;
      along?: Ringing[];
      autoAnswer?: boolean;
    } & Contact)
  /** To a digital worker, whose hands are the flow. */
  | ({ kind: 'offer.digital'; offer: OfferId; flow: FlowId } & Contact)
  /** His flow hands the customer over to people. */
  | { kind: 'digital.hand-over' }
  | { kind: 'offer.withdrawn'; offer: OfferId; cause: 'withdrawn' | 'no-answer' }
  | { kind: 'offer.accepted'; offer: OfferId }
  | { kind: 'offer.refused'; offer: OfferId }
  | { kind: 'hold' | 'resume' }
  | { kind: 'transfer'; target: Target; leg: LegId; text: string; refer: { leg: LegId; id: string } | null }
  /** A direct call: the caller is put through without a flow. */
  | { kind: 'connect'; target: OutTarget; leg: LegId }
  /** What is said from now on is kept. */
  | { kind: 'record'; recording: RecordingId }
  /** A call-back whose customer is rung first. */
  | { kind: 'ring-customer' }
  /** `queue`: whose call-back he took, and by whose rules it is recorded. */
  | { kind: 'dial-out'; leg: LegId; device: DeviceId; agent: AgentId; queue?: QueueId }
  /** The agent goes on with another phone of his. */
  | { kind: 'carry'; leg: LegId; device: DeviceId }
  | { kind: 'carry.cancel' }
  | { kind: 'consult'; target: OutTarget; leg: LegId; text: string }
  | { kind: 'consult.cancel' | 'consult.swap' | 'consult.complete' | 'conference' }
  | { kind: 'monitor'; leg: LegId; device: DeviceId; agent: AgentId; mode: MonitorMode; announced?: boolean }
  | { kind: 'monitor.change'; mode: MonitorMode }
  | { kind: 'monitor.end' }
  /** One of the parties is let go. */
  | { kind: 'drop'; leg: LegId }
  | { kind: 'park'; place: string; until: number; queuedAt: number | null }
  | { kind: 'fetch'; leg: LegId; device: DeviceId; agent: AgentId; why: 'fetched' | 'timed-out' }
  /** Nobody fetched him and who parked him is not free. */
  | { kind: 'park.requeue'; work: WorkId }
  /** A phone dialled the place of `call`. */
  | { kind: 'join-place'; call: CallId; device: DeviceId; agent: AgentId }
  /** Of another call: its leg wants to take the agent's part here. */
  | { kind: 'join.asked'; leg: LegId; from: CallId; device: DeviceId; agent: AgentId }
  /** A phone's REFER with Replaces: the far end of its other call (`from`, `far`) is to have the customer. */
  | { kind: 'attended'; refer: Refer; far: LegId; farAgent: AgentId | null; from: CallId; text: string }
  | { kind: 'give'; leg: LegId; to: CallId }
  | { kind: 'digits'; digits: string }
  /** A leg has sounded badly for so long; or it is well again. */
  | { kind: 'quality.poor'; leg: LegId; mos: number; limit: number; belowMs: number }
  | { kind: 'quality.well'; leg: LegId }
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
  | { do: 'ask-recording'; queue: QueueId | null }
  /** An agent is busy with this call although routing did not give it to him, or no longer. */
  | { do: 'occupy'; agent: AgentId; occupied: boolean }
  /** `callback`: what he asked for in his call-back; absent where he is one who called. */
  | { do: 'queue'; work: WorkId; queue: QueueId; queuedAt: number | null; callback?: Pick<CustomerFirst, 'priority' | 'skills'> }
  | { do: 'leave'; work: WorkId }
  /** Out of the line by our own doing. */
  | { do: 'take-back'; work: WorkId }
  /** Nobody came for the parked customer: ring who parked him (null: he did not answer) if he is free, else have him queued. */
  | { do: 'park-return'; by: AgentId | null }
  /** Told to another call. */
  | { do: 'tell'; call: CallId; input: ControlInput }
  /** What became of a try to call a customer back. */
  | { do: 'attempted'; outcome: EventData<'callback.attempted'>['outcome'] }
  /** The customer was not called after all: a call-back that its agent took goes back to its place. */
  | { do: 'put-back' }
  | { do: 'release'; work: WorkId; reason: 'ended' | 'transferred' | 'system' | 'handed-over' }
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
