// What the paths through a graph must keep: all nodes reachable, an end in reach, no circle without the caller, answered before heard.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import { edgesOf } from '@tandem/contract/flow-nodes/edges.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import { returns } from './nesting.ts';
import { problem as problemAt, type ProblemCode } from './problems.ts';

const problem = (node: string, code: ProblemCode): FlowProblem => problemAt(node, `/nodes/${node}`, code);

/** Everything that can be reached from `from` along the edges that `leads` gives. */
export function reach(from: readonly string[], leads: (id: string) => readonly string[]): Set<string> {
  const seen = new Set(from);
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const to of leads(id)) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}

const targets = (graph: FlowGraph, id: string): string[] => edgesOf(graph.nodes[id]!).map((edge) => edge.to);

export function unreached(graph: FlowGraph): FlowProblem[] {
  const seen = reach([graph.start], (id) => targets(graph, id));
  return Object.keys(graph.nodes)
    .filter((id) => !seen.has(id))
    .map((id) => problem(id, 'unreachable'));
}

/** Where a run can come to its end: hung up, handed over, or held until the caller leaves. */
function isEnd(node: FlowNode): boolean {
  return ['hang-up', 'transfer', 'queue', 'echo', 'music', 'return'].includes(node.type);
}

export function withoutEnd(graph: FlowGraph): FlowProblem[] {
  const back = new Map<string, string[]>();
  for (const id of Object.keys(graph.nodes)) for (const to of targets(graph, id)) back.set(to, [...(back.get(to) ?? []), id]);
  const ends = Object.entries(graph.nodes).flatMap(([id, node]) => (isEnd(node) ? [id] : []));
  const good = reach(ends, (id) => back.get(id) ?? []);
  return Object.keys(graph.nodes)
    .filter((id) => !good.has(id))
    .map((id) => problem(id, 'dead-end'));
}

/** Edges taken although the caller did nothing and no time passed in a queue. */
function silentEdges(node: FlowNode): string[] {
  switch (node.type) {
    case 'menu':
      return [node.noInput];
    case 'collect':
      return [node.failed];
    case 'queue':
      return [node.failed, ...(node.overflow ?? []).filter((each) => each.at !== 'waiting').map((each) => each.next)];
    default:
      return edgesOf(node).map((edge) => edge.to);
  }
}

export function silentLoops(graph: FlowGraph): FlowProblem[] {
  const leads = (id: string) => silentEdges(graph.nodes[id]!);
  return Object.keys(graph.nodes)
    .filter((id) => reach(leads(id), leads).has(id))
    .map((id) => problem(id, 'loop'));
}

/** Nodes that a caller hears, reached on a path that has not taken the call. */
export function unanswered(graph: FlowGraph): FlowProblem[] {
  // A sub-flow is called by a flow that has taken the call.
  if (returns(graph)) return [];
  const heard = ['play', 'menu', 'collect', 'queue', 'echo', 'music', 'dial', 'voicemail', 'record', 'sub-flow'];
  const before = reach([graph.start], (id) => (graph.nodes[id]!.type === 'answer' ? [] : targets(graph, id)));
  return [...before].filter((id) => heard.includes(graph.nodes[id]!.type)).map((id) => problem(id, 'not-answered'));
}
