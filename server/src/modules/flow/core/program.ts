// What a run runs: its graph, the sub-flows as they were published when it began, and the worker of expressions.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { RunState, Spoken, Value, Variables } from './run.ts';
import { languageOf, speak } from './say.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';

/** Works a CEL expression out; it comes in from outside, as core knows no library. */
export type Evaluate = (expression: string, vars: Variables) => { ok: true; value: Value } | { ok: false; reason: string };

export type Program = {
  readonly main: FlowGraph;
  readonly subs: Readonly<Record<string, FlowGraph>>;
  readonly evaluate: Evaluate;
};

/** The graph that the run is in now, with what a full queue added. A sub-flow that is not there has no nodes: the run fails at the first one it looks for. */
export function graphOf(program: Program, state: RunState): FlowGraph {
  const graph = writtenGraph(program, state);
  return state.full === undefined ? graph : { ...graph, nodes: { ...graph.nodes, ...state.full.nodes } };
}

function writtenGraph(program: Program, state: RunState): FlowGraph {
  if (state.flow === null) return program.main;
  return Object.hasOwn(program.subs, state.flow) ? program.subs[state.flow]! : { ...program.main, nodes: {} };
}

export function languageNow(program: Program, state: RunState): Language {
  return languageOf(state.vars, graphOf(program, state).language);
}

export function spokenNow(program: Program, state: RunState, say: Say): Spoken[] {
  return speak(say, state.vars, languageNow(program, state));
}
