// One contact as the figures need it: its way through flow, queues and agents, without a name or number of anybody.
import type { EventData } from '@tandem/contract/events.ts';
import type { AgentId, FlowRunId, InteractionId, OfferId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import type { WorkChannel } from '@tandem/contract/routing.ts';
import type { DurationMs, EpochMs } from '../../../kernel/time.ts';
import type { Day } from './days.ts';

/** `waiting` to `wrap-up` are under way; `done`, `abandoned` and `removed` are ends. */
export type WorkState = 'waiting' | 'ringing' | 'talking' | 'wrap-up' | 'done' | 'abandoned' | 'removed';

/** One stay in one queue, with the agent's part that came of it. */
export type Work = {
  id: WorkId;
  queue: QueueId;
  /** A call-back's customer is not on the line. */
  task: 'call' | 'callback';
  /** Absent in contacts folded by earlier versions, which were all voice. */
  channel?: WorkChannel;
  /** What he was told as he came: the wait that was expected, and the one that was promised; null after he was moved. Absent in contacts folded by earlier versions. */
  estimateMs?: DurationMs | null;
  promiseMs?: DurationMs | null;
  /** The day it was queued: all of it counts there. */
  day: Day;
  queuedAt: EpochMs;
  /** Of the queue's service level, as it stood when the contact came in. */
  thresholdMs: DurationMs;
  state: WorkState;
  offers: number;
  noAnswers: number;
  /** The offers that ring for it: several where its queue rings everybody. Absent where none does, and in contacts folded by earlier versions. */
  rung?: readonly OfferId[];
  /** Known once it left the line. */
  waitedMs: DurationMs | null;
  abandoned: 'queue' | 'ring' | null;
  agent: AgentId | null;
  /** The day the agent took it: his own figures count there. */
  agentDay: Day | null;
  /** When he took it. Absent in contacts folded by earlier versions. */
  takenAt?: EpochMs;
  talkFrom: EpochMs | null;
  bridged: boolean;
  heldAt: EpochMs | null;
  holdMs: DurationMs;
  releasedAt: EpochMs | null;
  wrapUp: boolean;
  transferred: boolean;
  completedAt: EpochMs | null;
};

export type Contact = {
  id: InteractionId;
  /** Of the last folded event: an event at or below it was folded already. */
  version: number;
  direction: EventData<'interaction.started'>['direction'];
  /** The number of ours that was reached, as the log writes addresses. Absent in contacts folded by earlier versions. */
  number?: string;
  day: Day;
  startedAt: EpochMs;
  lastAt: EpochMs;
  /** The flow that runs now. */
  run: FlowRunId | null;
  end: { at: EpochMs; by: EventData<'interaction.ended'>['by']; stage: EventData<'interaction.ended'>['stage'] } | null;
  works: Work[];
};

export const answered = (work: Work): boolean => work.agentDay !== null;
export const inLine = (work: Work): boolean => work.state === 'waiting' || work.state === 'ringing';
const underWay = (work: Work): boolean => inLine(work) || work.state === 'talking' || work.state === 'wrap-up';

/** When nothing more was to be expected of it, or null: it has ended, and so has each of its works. */
export function closedAt(contact: Contact): EpochMs | null {
  return contact.end === null || contact.works.some(underWay) ? null : contact.lastAt;
}

/** The customer hung up in a flow before anybody took his call, standing in no line. Counts to no queue. */
export function leftInFlow({ direction, end, works }: Contact): boolean {
  if (direction !== 'inbound' || end?.by !== 'customer' || (end.stage !== 'flow' && end.stage !== 'queue')) return false;
  return works.every((work) => work.state === 'removed');
}
