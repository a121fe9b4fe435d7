// What happens to somebody in a queue: announcements between the music, where he stands, overflow, limits, an agent.
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { SECOND } from '../../../kernel/time.ts';
import { answered, began, canCallBack, confirmed } from './callback.ts';
import { ended, hangUp } from './ending.ts';
import { languageNow, spokenNow, type Program } from './program.ts';
import { overflowing, WATCH_MS } from './queue-entry.ts';
import type { InQueue, Outlook, RunEffect, RunInput, RunState, Spoken, Stepped } from './run.ts';

/** A timer that comes while he talks about a call-back is set anew. */
const LATER_MS = 5 * SECOND;

/** The next node after the queue with what is to be stopped, or where he stays. */
export type Queued = { go: string; effects: RunEffect[] } | Stepped;

export function queued(program: Program, state: RunState, waiting: InQueue, node: NodeOf<'queue'>, input: RunInput): Queued {
  const same: Stepped = { state, effects: [] };
  const { dialog } = waiting;
  switch (input.kind) {
    case 'assigned':
      return ended(state, 'assigned', null, [{ do: 'stop' }]);
    case 'dequeued':
      // The place is a call-back's now.
      if (dialog?.stage === 'confirmed') return same;
      return { go: input.reason === 'failed' ? node.failed : waiting.leaving || node.timedOut, effects: [{ do: 'stop' }] };
    case 'said':
      if (dialog?.stage === 'confirmed' && input.token === dialog.token) return hangUp(state, 'hung-up', 'call-back');
      if (input.token !== waiting.play || waiting.heard !== 'announcement' || dialog) return same;
      return waiting.pending.length > 0 ? hear(state, { ...waiting, pending: [] }, waiting.pending) : music(state, waiting, node);
    case 'digit':
      if (dialog || waiting.leaving !== false || input.digit !== node.callback?.key || !canCallBack(state, node)) return same;
      return began(program, state, { ...waiting, pending: [] }, node);
    case 'asked':
      if ((dialog?.stage !== 'number' && dialog?.stage !== 'confirm') || input.token !== dialog.token) return same;
      return answered(program, state, waiting, node, dialog, input) ?? music(state, { ...waiting, dialog: null }, node);
    case 'called-back': {
      if (dialog?.stage !== 'requesting' || input.token !== dialog.token) return same;
      if (input.ok) return confirmed(program, state, waiting);
      return hear(state, { ...waiting, dialog: null }, spokenNow(program, state, [{ prompt: 'invalid-choice' }]));
    }
    case 'outlook':
      return input.token === waiting.look?.token ? looked(program, state, waiting, node, input) : same;
    case 'timer':
      return input.token === waiting.entry && waiting.leaving === false ? timed(program, state, waiting, node, input.name) : same;
    default:
      return same;
  }
}

function hear(state: RunState, waiting: InQueue, items: readonly Spoken[], more: RunEffect[] = []): Stepped {
  const play = state.token + 1;
  return {
    state: { ...state, token: play, waiting: { ...waiting, play, heard: 'announcement' } },
    effects: [{ do: 'say', token: play, items: [...items], loop: false }, ...more],
  };
}

function music(state: RunState, waiting: InQueue, node: NodeOf<'queue'>): Stepped {
  const play = state.token + 1;
  return {
    state: { ...state, token: play, waiting: { ...waiting, play, heard: 'music' } },
    effects: [{ do: 'say', token: play, items: [{ kind: 'music', music: node.music, queue: node.queue }], loop: true }],
  };
}

function leave(state: RunState, waiting: InQueue, to: string): Stepped {
  // Routing answers `dequeued`, or `assigned` where an agent was quicker.
  return { state: { ...state, waiting: { ...waiting, leaving: to } }, effects: [{ do: 'leave-queue', entry: waiting.entry }] };
}

function timed(program: Program, state: RunState, waiting: InQueue, node: NodeOf<'queue'>, name: string): Stepped {
  const again = (ms: number): RunEffect => ({ do: 'timer', token: waiting.entry, name: name as 'comfort', ms });
  const idle = waiting.dialog === null;
  switch (name) {
    case 'max-wait':
      return idle ? leave(state, waiting, node.timedOut) : { state, effects: [again(LATER_MS)] };
    case 'watch':
      return waiting.look === null && idle ? look(state, waiting, node, 'nothing', again(WATCH_MS)) : { state, effects: [again(WATCH_MS)] };
    case 'offer': {
      if (!node.callback || !canCallBack(state, node)) return { state, effects: [] };
      // The last announcement may still be playing.
      if (!idle || waiting.heard === 'announcement') return { state, effects: [again(LATER_MS)] };
      return hear(state, { ...waiting, offered: true }, spokenNow(program, state, node.callback.say));
    }
    case 'comfort': {
      if (!node.comfort) return { state, effects: [] };
      const next = { ...waiting, comforts: waiting.comforts + 1 };
      const more = again(node.comfort.everyMs);
      if (!idle || waiting.heard === 'announcement') return { state: { ...state, waiting: next }, effects: [more] };
      const nth = node.position?.everyNth;
      if (nth !== undefined && next.comforts % nth === 0) return look(state, next, node, 'comfort', more);
      const items = spokenNow(program, state, comfort(state, next, node));
      return items.length > 0 ? hear(state, next, items, [more]) : { state: { ...state, waiting: next }, effects: [more] };
    }
    default:
      return { state, effects: [] };
  }
}

function comfort(state: RunState, waiting: InQueue, node: NodeOf<'queue'>): Say {
  return [...(node.comfort?.say ?? []), ...(waiting.offered && canCallBack(state, node) ? (node.callback?.say ?? []) : [])];
}

function look(state: RunState, waiting: InQueue, node: NodeOf<'queue'>, say: 'nothing' | 'comfort', more: RunEffect): Stepped {
  const token = state.token + 1;
  return {
    state: { ...state, token, waiting: { ...waiting, look: { token, say } } },
    effects: [{ do: 'look', token, queue: node.queue, entry: waiting.entry }, more],
  };
}

/** How it stands is known: he goes elsewhere, hears it now, or after what he hears at the moment. */
function looked(
  program: Program,
  state: RunState,
  waiting: InQueue,
  node: NodeOf<'queue'>,
  input: Extract<RunInput, { kind: 'outlook' }>,
): Stepped {
  const say = waiting.look?.say ?? 'nothing';
  const next: InQueue = { ...waiting, look: null };
  const stays: Stepped = { state: { ...state, waiting: next }, effects: [] };
  if (next.dialog || next.leaving !== false) return stays;
  const over = input.mine === null ? null : overflowing(node, 'waiting', input.mine, input.queue);
  if (over !== null) return leave(state, next, over);
  if (say === 'nothing') return stays;
  const before = say === 'comfort' ? spokenNow(program, state, comfort(state, next, node)) : [];
  const items = [...before, ...position(program, state, node, input.mine)];
  if (items.length === 0) return stays;
  if (next.heard === 'announcement') return { state: { ...state, waiting: { ...next, pending: items } }, effects: [] };
  return hear(state, next, items);
}

function position(program: Program, state: RunState, node: NodeOf<'queue'>, mine: Outlook | null): Spoken[] {
  if (mine === null || !node.position) return [];
  const language = languageNow(program, state);
  const value = (as: 'position' | 'wait', number: number): Spoken => ({ kind: 'value', as, value: String(number), or: null, language });
  const { promiseMs = mine.estimateMs } = mine;
  const estimate = node.position.estimate && promiseMs !== null ? [value('wait', Math.max(0, Math.round(promiseMs)))] : [];
  return [value('position', mine.position), ...estimate];
}
