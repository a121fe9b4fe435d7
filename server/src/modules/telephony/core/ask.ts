// Collecting keys on a leg: prompt, barge-in, first-key and between-keys time-outs, end keys. Pure; digits and timers come as inputs.
import type { Collect } from '@tandem/contract/edge.ts';

export type AskState = { collect: Collect; bargeIn: boolean; digits: string; prompting: boolean; done: boolean };
export type AskInput = { kind: 'digit'; digit: string } | { kind: 'prompt-ended' } | { kind: 'timer' };
export type AskEnd = { digits: string; end: 'complete' | 'no-input' | 'too-short' };
export type AskEffect = { do: 'stop-prompt' } | { do: 'start-timer'; ms: number } | { do: 'stop-timer' } | ({ do: 'done' } & AskEnd);
export type AskStep = { state: AskState; effects: AskEffect[] };

/** `prompting`: a prompt is being played first; without one the first-key timer starts at once. */
export function startAsk(collect: Collect, bargeIn: boolean, prompting: boolean): AskStep {
  return {
    state: { collect, bargeIn, digits: '', prompting, done: false },
    effects: prompting ? [] : [{ do: 'start-timer', ms: collect.firstDigitMs }],
  };
}

export function stepAsk(state: AskState, input: AskInput): AskStep {
  if (state.done) return { state, effects: [] };
  switch (input.kind) {
    case 'prompt-ended':
      if (!state.prompting) return { state, effects: [] };
      return {
        state: { ...state, prompting: false },
        effects: state.digits === '' ? [{ do: 'start-timer', ms: state.collect.firstDigitMs }] : [],
      };
    case 'timer':
      return finish(state, []);
    case 'digit':
      return key(state, input.digit);
  }
}

function key(state: AskState, digit: string): AskStep {
  const before: AskEffect[] = [];
  if (state.prompting) {
    // Without barge-in, keys pressed during the prompt are not meant for this question.
    if (!state.bargeIn) return { state, effects: [] };
    before.push({ do: 'stop-prompt' });
  }
  const { collect } = state;
  if (collect.terminators.includes(digit)) return finish({ ...state, prompting: false }, before);
  const next: AskState = { ...state, prompting: false, digits: state.digits + digit };
  if (next.digits.length >= collect.max) return finish(next, before);
  return { state: next, effects: [...before, { do: 'start-timer', ms: collect.interDigitMs }] };
}

function finish(state: AskState, before: AskEffect[]): AskStep {
  const end = state.digits === '' ? 'no-input' : state.digits.length < state.collect.min ? 'too-short' : 'complete';
  return {
    state: { ...state, prompting: false, done: true },
    effects: [...before, { do: 'stop-timer' }, { do: 'done', digits: state.digits, end }],
  };
}
