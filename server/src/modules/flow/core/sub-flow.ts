// Into another flow and back: its own variables, and those that the node hands over each way.
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import { graphOf, type Program } from './program.ts';
import { MAX_DEPTH, type RunState, type Variables } from './run.ts';
import { fill } from './say.ts';

/** Set before a flow starts, and known in every sub-flow. */
export const GIVEN_VARIABLES = ['language', 'remote', 'local', 'customerKnown', 'customerLevel'] as const;

type Moved = { go: string; state: RunState; detail?: string };

export function call(program: Program, state: RunState, node: NodeOf<'sub-flow'>): Moved {
  const graph = Object.hasOwn(program.subs, node.flow) ? program.subs[node.flow] : undefined;
  if (!graph) return { go: node.failed, state, detail: `no published flow ${node.flow}` };
  if (state.frames.length >= MAX_DEPTH) return { go: node.failed, state, detail: `${MAX_DEPTH} flows inside one another` };
  const given = GIVEN_VARIABLES.flatMap((name) => (Object.hasOwn(state.vars, name) ? [[name, state.vars[name]!] as const] : []));
  const handed = Object.entries(node.in ?? {}).map(([name, template]) => [name, fill(template, state.vars)] as const);
  const frame = { flow: state.flow, node: state.node!, vars: state.vars };
  return {
    go: graph.start,
    state: { ...state, flow: node.flow, frames: [...state.frames, frame], vars: Object.fromEntries([...given, ...handed]) },
  };
}

/** Null in a flow that nobody called. */
export function giveBack(program: Program, state: RunState): Moved | null {
  const frame = state.frames.at(-1);
  if (!frame) return null;
  const back = { ...state, flow: frame.flow, frames: state.frames.slice(0, -1) };
  const node = graphOf(program, back).nodes[frame.node];
  if (node?.type !== 'sub-flow') return null;
  const out = Object.entries(node.out ?? {}).flatMap(([name, from]) =>
    Object.hasOwn(state.vars, from) ? [[name, state.vars[from]!] as const] : [],
  );
  const vars: Variables = { ...frame.vars, ...Object.fromEntries(out) };
  return { go: node.next, state: { ...back, vars } };
}
