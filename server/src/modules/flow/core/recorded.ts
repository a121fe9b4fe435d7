// Recording the caller: from the tone to the recording, with a guard for the case that nobody says it is over.
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import { SECOND } from '../../../kernel/time.ts';
import type { Program } from './program.ts';
import type { RunInput, RunState, Stepped, Variables, Waiting } from './run.ts';
import { sayThen } from './speech.ts';

/** What is shorter holds no message: a tone and the click of hanging up. */
export const SHORTEST_MESSAGE_MS = SECOND;
/** Beyond the longest recording, before it is stopped from here; and then, before it is given up. */
const GRACE_MS = 10 * SECOND;
const LOST_AFTER_MS = 5 * SECOND;

export function enterRecording(program: Program, state: RunState, node: NodeOf<'voicemail'> | NodeOf<'record'>): Stepped {
  const say = node.type === 'voicemail' ? node.greeting : (node.say ?? []);
  return sayThen(program, state, say, { stage: 'record' }) ?? startRecording(state, node);
}

export function startRecording(state: RunState, node: NodeOf<'voicemail'> | NodeOf<'record'>): Stepped {
  const token = state.token + 1;
  const { maxMs, endKeys } = node;
  return {
    state: { ...state, token, waiting: { on: 'recorded', token } },
    effects: [
      { do: 'record', token, maxMs, endKeys, beep: node.type === 'voicemail' || node.beep },
      { do: 'timer', token, name: 'record', ms: maxMs + GRACE_MS },
    ],
  };
}

/** The next node, or where the run waits now. */
export function recorded(
  state: RunState,
  waiting: Extract<Waiting, { on: 'recorded' }>,
  node: NodeOf<'voicemail'> | NodeOf<'record'>,
  input: RunInput,
): { go: string; vars?: Variables } | Stepped {
  const same: Stepped = { state, effects: [] };
  if (!('token' in input) || input.token !== waiting.token) return same;
  if (input.kind === 'timer' && input.name === 'record')
    return {
      state,
      effects: [{ do: 'stop-record' }, { do: 'timer', token: waiting.token, name: 'record-lost', ms: LOST_AFTER_MS }],
    };
  if (input.kind === 'timer' && input.name === 'record-lost') return { go: node.failed };
  if (input.kind !== 'recorded') return same;
  const { recording, durationMs, end } = input;
  // He has hung up: what follows would be said to nobody, and that he left is told next.
  const gone: Stepped = { state: { ...state, waiting: { on: 'customer' } }, effects: [] };
  if (end === 'failed') return { go: node.failed };
  if (node.type === 'record') {
    const vars = { ...state.vars, [node.into]: recording };
    return end === 'left' ? { ...gone, state: { ...gone.state, vars } } : { go: node.next, vars };
  }
  if (durationMs < SHORTEST_MESSAGE_MS) return end === 'left' ? gone : { go: node.next };
  const token = state.token + 1;
  return {
    state: { ...state, token, waiting: { on: 'kept', token, recording, durationMs } },
    effects: [{ do: 'voicemail', token, recording, durationMs, box: node.box }],
  };
}
