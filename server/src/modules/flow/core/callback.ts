// Asking to be called back while waiting: a key, the number spoken back, 1 to confirm. His place is kept the whole time, and an agent who comes wins.
import type { Collect } from '@tandem/contract/edge.ts';
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import { SECOND } from '../../../kernel/time.ts';
import { languageNow, spokenNow, type Program } from './program.ts';
import { wanted } from './queue-entry.ts';
import type { Dialog, InQueue, RunEffect, RunState, Spoken, Stepped, Variables } from './run.ts';

const ONE_KEY: Collect = { min: 1, max: 1, terminators: '', firstDigitMs: 8 * SECOND, interDigitMs: 8 * SECOND };
const A_NUMBER: Collect = { min: 3, max: 16, terminators: '#', firstDigitMs: 10 * SECOND, interDigitMs: 5 * SECOND };
const TRIES = 2;

/** The caller's own number as it can be dialled; null where he shows none. */
export function ownNumber(vars: Variables): string | null {
  const remote = Object.hasOwn(vars, 'remote') ? String(vars['remote']) : '';
  const number = remote.slice(remote.lastIndexOf(':') + 1);
  return /^\+?[0-9]{2,16}$/.test(number) ? number : null;
}

/** Whether it makes sense to offer it to this caller. */
export function canCallBack(state: RunState, node: NodeOf<'queue'>): boolean {
  return node.callback !== undefined && (node.callback.collectNumber || ownNumber(state.vars) !== null);
}

/** The number that a call-back goes to if he hangs up now; null: he has not asked for one, or none is known. */
export function numberIfLeft(state: RunState, { dialog }: InQueue): string | null {
  if (dialog?.stage === 'confirm') return dialog.number;
  return dialog?.stage === 'number' ? ownNumber(state.vars) : null;
}

export function callBack(state: RunState, node: NodeOf<'queue'>, token: number, number: string): RunEffect {
  return { do: 'call-back', token, number, queue: node.queue, ...wanted(state, node) };
}

/** The key was pressed. */
export function began(program: Program, state: RunState, waiting: InQueue, node: NodeOf<'queue'>): Stepped {
  const own = ownNumber(state.vars);
  const asked = own === null ? askNumber(program, state, waiting, 0) : askConfirm(program, state, waiting, node, own, 0);
  // The key that began it may have come in an announcement: kept there, it must not answer the question too.
  return { ...asked, effects: [{ do: 'stop' }, ...asked.effects] };
}

/** Null: back to the music. */
export function answered(
  program: Program,
  state: RunState,
  waiting: InQueue,
  node: NodeOf<'queue'>,
  dialog: Extract<Dialog, { stage: 'number' | 'confirm' }>,
  input: { digits: string; end: 'complete' | 'no-input' | 'too-short' },
): Stepped | null {
  const tries = dialog.tries + 1;
  if (dialog.stage === 'number') {
    if (input.end === 'complete') return askConfirm(program, state, waiting, node, input.digits, tries);
    return tries < TRIES ? askNumber(program, state, waiting, tries) : null;
  }
  if (input.end === 'complete' && input.digits === '1') {
    const token = state.token + 1;
    return {
      state: { ...state, token, waiting: { ...waiting, dialog: { stage: 'requesting', token, number: dialog.number } } },
      effects: [callBack(state, node, token, dialog.number)],
    };
  }
  if (input.end === 'complete' && node.callback?.collectNumber && tries <= TRIES) return askNumber(program, state, waiting, tries);
  return null;
}

/** The place is kept for the call-back: said, and then he may go. */
export function confirmed(program: Program, state: RunState, waiting: InQueue): Stepped {
  const token = state.token + 1;
  const items = spokenNow(program, state, [{ prompt: 'queue/callback-confirmed' }, { prompt: 'goodbye' }]);
  return {
    state: { ...state, token, waiting: { ...waiting, play: token, dialog: { stage: 'confirmed', token } } },
    effects: [{ do: 'say', token, items, loop: false }],
  };
}

function askNumber(program: Program, state: RunState, waiting: InQueue, tries: number): Stepped {
  const token = state.token + 1;
  const items = spokenNow(program, state, [{ prompt: 'queue/callback-enter-number' }]);
  return asking(state, waiting, { stage: 'number', token, tries }, items, A_NUMBER);
}

function askConfirm(program: Program, state: RunState, waiting: InQueue, node: NodeOf<'queue'>, number: string, tries: number): Stepped {
  const token = state.token + 1;
  const language = languageNow(program, state);
  const spoken: Spoken = { kind: 'value', as: 'phone', value: number.replace('+', ''), or: null, language };
  const items = [...spokenNow(program, state, node.callback?.confirm ?? []), spoken];
  return asking(state, waiting, { stage: 'confirm', token, number, tries }, items, ONE_KEY);
}

function asking(state: RunState, waiting: InQueue, dialog: Dialog, items: Spoken[], collect: Collect): Stepped {
  const { token } = dialog;
  return {
    state: { ...state, token, waiting: { ...waiting, play: token, dialog } },
    effects: [{ do: 'ask', token, items, collect, bargeIn: true }],
  };
}
