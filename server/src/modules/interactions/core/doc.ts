// What the log says about one interaction, folded into one document. Holds no personal data in clear.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { RecordingState } from '@tandem/contract/api/recordings.ts';
import type { EventData } from '@tandem/contract/events.ts';
import type { HangupCause, LegQuality } from '@tandem/contract/edge.ts';
import type {
  AgentId,
  CallId,
  CustomerId,
  FlowId,
  InteractionId,
  LegId,
  OfferId,
  QueueId,
  RecordingId,
  WorkId,
} from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Stay } from './stays.ts';

export type Stage = InteractionSummary['stage'];
export type State = InteractionSummary['state'];

export type Segment = {
  /** Of what it shows: flow run, work item, offer, or consulted leg; made up of the event's version where there is nothing of its own. */
  id: string;
  kind: 'flow' | 'queue' | 'agent' | 'consult' | 'parked';
  flow: FlowId | null;
  queue: QueueId | null;
  agent: AgentId | null;
  startedAt: EpochMs;
  endedAt: EpochMs | null;
  outcome: string | null;
};

export type Leg = {
  id: LegId;
  call: CallId;
  party: 'customer' | 'agent' | 'consulted' | 'other';
  /** Whose phone it is. Absent in contacts folded by earlier versions. */
  agent?: AgentId | null;
  startedAt: EpochMs;
  answeredAt: EpochMs | null;
  endedAt: EpochMs | null;
  /** It stopped ringing because a colleague, rung with him, was quicker: nothing was missed. */
  spared?: true;
  cause: HangupCause | null;
  sipStatus: number | null;
  quality: LegQuality | null;
};

/** `left`: out of its queue without an agent. */
export type WorkState = 'queued' | 'offered' | 'assigned' | 'released' | 'completed' | 'left';
export type Work = {
  id: WorkId;
  queue: QueueId;
  agent: AgentId | null;
  offer: OfferId | null;
  /** While offered: who else is rung for it at once; absent where nobody is. */
  beside?: { agent: AgentId; offer: OfferId }[];
  state: WorkState;
  /** While released: when wrap-up ends by itself, and how much longer the agent may ask for, ms. Absent in works of earlier versions. */
  wrapUpUntil?: EpochMs | null;
  moreMs?: number;
};

export type WrapUpNote = { work: WorkId; agent: AgentId; disposition: string; resolved: boolean; notes: string | null; at: EpochMs };
export type RecordingRef = { id: RecordingId; state: RecordingState; durationMs: number | null; whole: boolean | null; startedAt: EpochMs };

export type Doc = {
  id: InteractionId;
  /** Of the last folded event: an event at or below it was folded already. */
  version: number;
  channel: ContactChannel;
  direction: InteractionSummary['direction'];
  customer: CustomerId;
  /** Null on channels without calls. */
  call: CallId | null;
  local: string;
  startedAt: EpochMs;
  answeredAt: EpochMs | null;
  endedAt: EpochMs | null;
  cause: HangupCause | null;
  /** Where it ended. */
  endStage: Stage | null;
  /** Who ended it. Absent in contacts folded by earlier versions. */
  endedBy?: EventData<'interaction.ended'>['by'];
  segments: Segment[];
  legs: Leg[];
  works: Work[];
  wrapUps: WrapUpNote[];
  recordings: RecordingRef[];
  /** Of a call-back: where it was asked for. Absent in contacts folded by earlier versions. */
  origin?: InteractionId | null;
  /** Of emergency lanes it came through. Absent where it came through none. */
  tags?: string[];
  /** What lists look for; absent in contacts that began in an earlier version, whose rows stay as they are. */
  stays?: readonly Stay[];
};
