// A run of a flow as data: its state, what can happen to it, and what it wants done.
import type { Address } from '@tandem/contract/address.ts';
import type { Collect, HangupCause } from '@tandem/contract/edge.ts';
import type { AgentId, FlowId, HoursId, Id, LaneId, QueueId, RecordingId } from '@tandem/contract/ids.ts';
import type { Opening, OpenState } from '@tandem/contract/opening.ts';
import type { Mood } from '@tandem/contract/priority.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import type { Full } from './full.ts';
import type { AtLane, MetLane, ThroughLane } from './lanes.ts';
import type { SpokenKind } from './spoken/spoken.ts';
import { HOUR, type DurationMs, type EpochMs } from '../../../kernel/time.ts';

export type Value = string | number | boolean;
export type Variables = Readonly<Record<string, Value>>;
export type Need = { skill: Id<'skl'>; level: number };
/** Where somebody who waits stands; null estimate: nobody can tell. `promiseMs`: what four of five do not wait longer than; it is what is said. */
export type Outlook = { position: number; waiting: number; estimateMs: number | null; promiseMs?: number | null };
export type QueueOutlook = Outlook & { staffed: boolean };
export type Box = { queue: QueueId } | { agent: AgentId };
export type HttpRequest = { method: string; url: string; headers: Readonly<Record<string, string>>; body: unknown; timeoutMs: DurationMs };
export type Outcome = 'hung-up' | 'transferred' | 'assigned' | 'customer-left' | 'failed';

/** What is to be heard or shown, in words of no channel. */
export type Spoken =
  | { kind: 'prompt'; prompt: string; language: Language }
  | { kind: 'digits'; digits: string; language: Language }
  /** `or`: the prompt where it cannot be read as that. */
  | { kind: 'value'; as: SpokenKind; value: string; or: string | null; language: Language }
  | { kind: 'text'; text: TenantText; or: string | null; language: Language }
  | { kind: 'silence'; ms: DurationMs }
  /** `queue`: whoever waits there hears its own music where this is the product's. */
  | { kind: 'music'; music: string; queue?: QueueId };

/** What follows something said: another node, the end, or the second half of the same node. */
export type After = { go: string } | { end: Outcome; detail: string | null } | { stage: 'record' | 'queue' };

/** The talk about being called back, while he keeps his place. */
export type Dialog =
  | { stage: 'number'; token: number; tries: number }
  | { stage: 'confirm'; token: number; number: string; tries: number }
  | { stage: 'requesting'; token: number; number: string }
  | { stage: 'confirmed'; token: number };

/** A stay in a queue. `play` is what is heard now; `entry` marks this stay. */
export type InQueue = {
  on: 'queue';
  entry: number;
  play: number;
  heard: 'announcement' | 'music';
  /** The node he goes to when routing has given the work back. */
  leaving: false | string;
  /** Asked how long it will take: what is said when the answer is there. */
  look: { token: number; say: 'nothing' | 'position' | 'comfort' } | null;
  /** Heard when the present announcement is over. */
  pending: readonly Spoken[];
  comforts: number;
  offered: boolean;
  dialog: Dialog | null;
};

/** What the run waits for. `token` tells an answer to this wait from a late one to an earlier wait. */
export type Waiting =
  | { on: 'answer' }
  | { on: 'said'; token: number; after: After }
  | { on: 'asked'; token: number }
  | { on: 'looked-up'; token: number }
  | { on: 'hours'; token: number }
  | { on: 'http'; token: number }
  | { on: 'transferred'; token: number }
  | { on: 'dial'; token: number; talking: boolean }
  | { on: 'recorded'; token: number }
  /** The message is on its way into the box. */
  | { on: 'kept'; token: number; recording: RecordingId; durationMs: DurationMs }
  /** Whether the queue's calls are recorded with an announcement; then, how full it is. */
  | { on: 'rule'; token: number }
  | { on: 'before-queue'; token: number }
  | AtLane
  | InQueue
  /** Echo and music: nothing but the customer ends them. */
  | { on: 'customer' };

/** Where a sub-flow returns to. */
export type Frame = { flow: FlowId | null; node: string; vars: Variables };

export type RunState = {
  readonly status: 'new' | 'running' | 'ended';
  readonly node: string | null;
  readonly waiting: Waiting | null;
  /** The sub-flow that it is in; null: the run's own flow. */
  readonly flow: FlowId | null;
  readonly frames: readonly Frame[];
  readonly vars: Variables;
  /** What later queue nodes look for. */
  readonly skills: readonly Need[];
  readonly priority: number | null;
  /** He was told that the call is recorded. */
  readonly announced: boolean;
  /** Emergency lanes that it was told of, and those it came through. */
  readonly heardLanes: readonly LaneId[];
  readonly lanes: readonly ThroughLane[];
  /** What a full queue made of it; absent where none did. */
  readonly full?: Full;
  /** Tries used up in the present menu or collect. */
  readonly tries: number;
  readonly token: number;
  readonly entered: number;
  readonly answered: boolean;
  readonly startedAt: EpochMs;
  readonly outcome: Outcome | null;
};

export type RunInput = { at: EpochMs } &
  /** `lanes`: those it meets before the flow. */
  (
    | { kind: 'started'; lanes?: readonly MetLane[] }
    | { kind: 'answered' }
    | { kind: 'said'; token: number }
    | { kind: 'asked'; token: number; digits: string; end: 'complete' | 'no-input' | 'too-short' }
    /** `record` is null where there is none under the key. */
    | { kind: 'looked-up'; token: number; record: Readonly<Record<string, string>> | null }
    | { kind: 'lookup-failed'; token: number }
    | { kind: 'hours'; token: number; state: OpenState | null }
    /** `body` is the JSON that came, null where none did. */
    | { kind: 'http-answered'; token: number; status: number; body: unknown }
    | { kind: 'http-failed'; token: number; reason: string }
    | { kind: 'transferred'; token: number; accepted: boolean }
    | { kind: 'dialled'; outcome: 'answered' | 'busy' | 'no-answer' | 'declined' | 'failed' }
    | { kind: 'dial-ended' }
    | { kind: 'recorded'; token: number; recording: RecordingId; durationMs: DurationMs; end: 'key' | 'max' | 'left' | 'failed' }
    | { kind: 'kept'; token: number; ok: boolean }
    /** `open`: all emergency lanes that are; null where nobody can tell. `full`: the queue's rules for when it is full, of its hours' only those that are closed. */
    | {
        kind: 'rule';
        token: number;
        announce: boolean;
        lanes?: readonly MetLane[];
        open?: readonly LaneId[] | null;
        full?: readonly FullRule[];
      }
    /** `mine` of him who waits, `queue` of somebody who came now; null where nobody could say. */
    | { kind: 'outlook'; token: number; mine: Outlook | null; queue: QueueOutlook | null }
    | { kind: 'digit'; digit: string }
    | { kind: 'called-back'; token: number; ok: boolean }
    | { kind: 'timer'; token: number; name: TimerName }
    /** Out of the queue without an agent. */
    | { kind: 'dequeued'; reason: 'timed-out' | 'failed' }
    | { kind: 'assigned' }
    | { kind: 'customer-left' }
    | { kind: 'failed'; detail: string }
  );

export type TimerName = 'max-wait' | 'comfort' | 'watch' | 'offer' | 'dial' | 'record' | 'record-lost' | 'max-run';

export type RunEffect =
  | { do: 'entered'; node: string; type: string; flow: FlowId | null; detail: string | null }
  | { do: 'answer' }
  | { do: 'say'; token: number; items: Spoken[]; loop: boolean }
  | { do: 'ask'; token: number; items: Spoken[]; collect: Collect; bargeIn: boolean }
  | { do: 'stop' }
  | { do: 'echo' }
  | { do: 'enqueue'; entry: number; queue: QueueId; priority: number; skills: Need[]; topic?: string; mood?: Mood; persons?: true }
  | { do: 'leave-queue'; entry: number }
  /** It came through the lane. */
  | { do: 'lane'; lane: LaneId }
  /** The customer hung up while he waited. */
  | { do: 'abandon' }
  | { do: 'lookup'; token: number; table: string; key: string }
  | { do: 'hours'; token: number; hours: HoursId | Opening }
  | { do: 'http'; token: number; request: HttpRequest }
  | { do: 'transfer'; token: number; address: Address }
  | { do: 'dial'; token: number; to: Address | { number: string }; timeoutMs: DurationMs }
  | { do: 'record'; token: number; maxMs: DurationMs; endKeys: string; beep: boolean }
  | { do: 'stop-record' }
  | { do: 'voicemail'; token: number; recording: RecordingId; durationMs: DurationMs; box: Box }
  | { do: 'rule'; token: number; queue: QueueId }
  /** `entry` null: of the queue alone, as he is not in it yet. */
  | { do: 'look'; token: number; queue: QueueId; entry: number | null }
  /** Gives the place in line to a call-back; where that fails and the customer has left, the place is given up. */
  | { do: 'call-back'; token: number; number: string; queue: QueueId; priority: number; skills: Need[] }
  | { do: 'enter-flow'; flow: FlowId }
  | { do: 'timer'; token: number; name: TimerName; ms: DurationMs }
  | { do: 'hang-up'; cause: HangupCause }
  | { do: 'ended'; outcome: Outcome; detail: string | null };

export type Stepped = { state: RunState; effects: RunEffect[] };

/** Nodes passed without waiting for anything: a graph that validation let through needs a handful. */
export const MAX_STEPS = 100;
/** Nodes entered in a whole run. */
export const MAX_ENTERED = 500;
export const MAX_RUN: DurationMs = 4 * HOUR;

/** Sub-flows inside sub-flows. */
export const MAX_DEPTH = 8;

/** What a flow that hands the call on leaves to the next one. */
export type Carried = Pick<RunState, 'announced' | 'skills' | 'priority' | 'heardLanes' | 'lanes'>;

export function newRun(options: { vars?: Variables; answered?: boolean; carried?: Carried }): RunState {
  return {
    status: 'new',
    node: null,
    waiting: null,
    flow: null,
    frames: [],
    vars: options.vars ?? {},
    skills: options.carried?.skills ?? [],
    priority: options.carried?.priority ?? null,
    announced: options.carried?.announced ?? false,
    heardLanes: options.carried?.heardLanes ?? [],
    lanes: options.carried?.lanes ?? [],
    tries: 0,
    token: 0,
    entered: 0,
    answered: options.answered ?? false,
    startedAt: 0,
    outcome: null,
  };
}
