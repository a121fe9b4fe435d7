// A run of a flow as data: its state, what can happen to it, and what it wants done.
import type { Address } from '@tandem/contract/address.ts';
import type { Collect, HangupCause } from '@tandem/contract/edge.ts';
import type { FlowId, Id, QueueId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import { HOUR, type DurationMs, type EpochMs } from '../../../kernel/time.ts';

export type Value = string | number | boolean;
export type Outcome = 'hung-up' | 'transferred' | 'assigned' | 'customer-left' | 'failed';

/** What is to be heard or shown, in words of no channel. */
export type Spoken =
  | { kind: 'prompt'; prompt: string; language: Language }
  | { kind: 'digits'; digits: string; language: Language }
  | { kind: 'text'; text: TenantText; language: Language }
  | { kind: 'silence'; ms: DurationMs }
  | { kind: 'music'; music: string };

/** What the run waits for. `token` tells an answer to this wait from a late one to an earlier wait. */
export type Waiting =
  | { on: 'answer' }
  | { on: 'said'; token: number; after: { go: string } | { end: Outcome; detail: string | null } }
  | { on: 'asked'; token: number }
  | { on: 'looked-up'; token: number }
  | { on: 'transferred'; token: number }
  /** `play` is what is heard now; `entry` marks this stay in the queue. */
  | { on: 'queue'; entry: number; play: number; heard: 'announcement' | 'music'; leaving: boolean }
  /** Echo and music: nothing but the customer ends them. */
  | { on: 'customer' };

export type RunState = {
  readonly status: 'new' | 'running' | 'ended';
  readonly node: string | null;
  readonly waiting: Waiting | null;
  readonly vars: Readonly<Record<string, Value>>;
  /** Tries used up in the present menu or collect. */
  readonly tries: number;
  readonly token: number;
  readonly entered: number;
  readonly answered: boolean;
  readonly startedAt: EpochMs;
  readonly outcome: Outcome | null;
};

export type RunInput = { at: EpochMs } & (
  | { kind: 'started' }
  | { kind: 'answered' }
  | { kind: 'said'; token: number }
  | { kind: 'asked'; token: number; digits: string; end: 'complete' | 'no-input' | 'too-short' }
  /** `record` is null where there is none under the key. */
  | { kind: 'looked-up'; token: number; record: Readonly<Record<string, string>> | null }
  | { kind: 'lookup-failed'; token: number }
  | { kind: 'transferred'; token: number; accepted: boolean }
  | { kind: 'timer'; token: number; name: TimerName }
  /** Out of the queue without an agent. */
  | { kind: 'dequeued'; reason: 'timed-out' | 'failed' }
  | { kind: 'assigned' }
  | { kind: 'customer-left' }
  | { kind: 'failed'; detail: string }
);

export type TimerName = 'max-wait' | 'comfort' | 'max-run';

export type RunEffect =
  | { do: 'entered'; node: string; type: string }
  | { do: 'answer' }
  | { do: 'say'; token: number; items: Spoken[]; loop: boolean }
  | { do: 'ask'; token: number; items: Spoken[]; collect: Collect; bargeIn: boolean }
  | { do: 'stop' }
  | { do: 'echo' }
  | { do: 'enqueue'; entry: number; queue: QueueId; priority: number; skills: { skill: Id<'skl'>; level: number }[] }
  | { do: 'leave-queue'; entry: number }
  /** The customer hung up while he waited. */
  | { do: 'abandon' }
  | { do: 'lookup'; token: number; table: string; key: string }
  | { do: 'transfer'; token: number; address: Address }
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

export function newRun(options: { vars?: Readonly<Record<string, Value>>; answered?: boolean }): RunState {
  return {
    status: 'new',
    node: null,
    waiting: null,
    vars: options.vars ?? {},
    tries: 0,
    token: 0,
    entered: 0,
    answered: options.answered ?? false,
    startedAt: 0,
    outcome: null,
  };
}
