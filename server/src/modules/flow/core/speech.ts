// Says and asks as steps of a run: the state that waits for it, and the effect.
import type { Collect } from '@tandem/contract/edge.ts';
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { spokenNow, type Program } from './program.ts';
import type { After, RunState, Stepped } from './run.ts';

/** Null where there is nothing to be heard. */
export function sayThen(program: Program, state: RunState, say: Say, after: After): Stepped | null {
  const items = spokenNow(program, state, say);
  if (items.length === 0) return null;
  const token = state.token + 1;
  return { state: { ...state, token, waiting: { on: 'said', token, after } }, effects: [{ do: 'say', token, items, loop: false }] };
}

/** Puts the question of a menu or collect node, `before` first (what went wrong the last time). */
export function ask(program: Program, state: RunState, node: NodeOf<'menu'> | NodeOf<'collect'>, before: Say): Stepped {
  const token = state.token + 1;
  const items = spokenNow(program, state, [...before, ...node.say]);
  const collect: Collect =
    node.type === 'menu'
      ? { min: 1, max: 1, terminators: '', firstDigitMs: node.firstDigitMs, interDigitMs: node.firstDigitMs }
      : { min: node.min, max: node.max, terminators: node.terminators, firstDigitMs: node.firstDigitMs, interDigitMs: node.interDigitMs };
  return {
    state: { ...state, token, waiting: { on: 'asked', token } },
    effects: [{ do: 'ask', token, items, collect, bargeIn: node.bargeIn }],
  };
}
