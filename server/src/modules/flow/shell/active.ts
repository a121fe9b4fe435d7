// A run in memory, and the marks by which the channel's answers find it.
import type { FlowId, FlowRunId, WorkId } from '@tandem/contract/ids.ts';
import type { Program } from '../core/program.ts';
import type { RunInput, RunState } from '../core/run.ts';
import type { RunInfo } from './journal.ts';

/** An input before the mailbox stamps the time on it. */
export type Bare = RunInput extends infer I ? (I extends RunInput ? Omit<I, 'at'> : never) : never;

export type ActiveRun = {
  readonly info: RunInfo;
  /** Of the versions it started on. */
  readonly program: Program;
  readonly handovers: number;
  readonly inputs: RunInput[];
  readonly timers: Set<NodeJS.Timeout>;
  post(input: Bare): void;
  state: RunState;
  busy: boolean;
  /** The flow that takes the call when this run has ended. */
  next: FlowId | null;
  /** Commands to the channel that wait for a voice to be made; null where none does. */
  tail: Promise<void> | null;
  /** Settled when routing has the present work in line. */
  queueing: Promise<void>;
  /** Settled when the emergency lanes it came through are written down: whoever puts others in line before the rest must know of it. Null: none. */
  entering: Promise<void> | null;
  /** What waits in a queue for it. */
  work: WorkId | null;
};

export function markOf(run: FlowRunId, token: number): string {
  return `${run}.${token}`;
}

export function runOf(mark: string): [run: FlowRunId, token: number] {
  const dot = mark.lastIndexOf('.');
  return [mark.slice(0, dot) as FlowRunId, Number(mark.slice(dot + 1))];
}
