// Ends of a run: after a word, with a hang-up, or because it cannot go on.
import type { Program } from './program.ts';
import type { Outcome, RunEffect, RunState, Stepped } from './run.ts';
import { sayThen } from './speech.ts';

export function ended(state: RunState, outcome: Outcome, detail: string | null, effects: RunEffect[] = []): Stepped {
  return { state: { ...state, status: 'ended', waiting: null, outcome }, effects: [...effects, { do: 'ended', outcome, detail }] };
}

export function hangUp(state: RunState, outcome: Outcome, detail: string | null): Stepped {
  return ended(state, outcome, detail, [{ do: 'hang-up', cause: outcome === 'failed' ? 'failed' : 'normal' }]);
}

/** Ends the run because it cannot go on: says so where the caller can hear it, then hangs up. */
export function failing(program: Program, state: RunState, detail: string, before: RunEffect[] = []): Stepped {
  const { waiting } = state;
  const inLine = waiting?.on === 'queue' && waiting.dialog?.stage !== 'confirmed';
  const leave: RunEffect[] = inLine ? [{ do: 'leave-queue', entry: waiting.entry }] : [];
  const said = state.answered ? sayThen(program, state, [{ prompt: 'technical-problem' }], { end: 'failed', detail }) : null;
  const end = said ?? hangUp(state, 'failed', detail);
  return { state: end.state, effects: [...before, ...leave, ...end.effects] };
}
