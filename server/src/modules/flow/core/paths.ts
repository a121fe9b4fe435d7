// What the paths through a graph must keep: all nodes reachable, an end in reach, no circle without the caller, answered before heard.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import { edgesOf } from '@tandem/contract/flow-nodes/edges.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';

const problem = (node: string, code: string, message: string): FlowProblem => ({ node, pointer: `/nodes/${node}`, code, message });

/** Everything that can be reached from `from` along the edges that `leads` gives. */
function reach(from: readonly string[], leads: (id: string) => readonly string[]): Set<string> {
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
    .map((id) => problem(id, 'unreachable', 'No path from the start leads here.'));
}

/** Where a run can come to its end: hung up, handed over, or held until the caller leaves. */
function isEnd(node: FlowNode): boolean {
  return ['hang-up', 'transfer', 'queue', 'echo', 'music'].includes(node.type);
}

export function withoutEnd(graph: FlowGraph): FlowProblem[] {
  const back = new Map<string, string[]>();
  for (const id of Object.keys(graph.nodes)) for (const to of targets(graph, id)) back.set(to, [...(back.get(to) ?? []), id]);
  const ends = Object.entries(graph.nodes).flatMap(([id, node]) => (isEnd(node) ? [id] : []));
  const good = reach(ends, (id) => back.get(id) ?? []);
  return Object.keys(graph.nodes)
    .filter((id) => !good.has(id))
    .map((id) => problem(id, 'dead-end', 'No way from here ends the call, hands it over or queues it.'));
}

/** Edges taken although the caller did nothing and no time passed in a queue. */
function silentEdges(node: FlowNode): string[] {
  switch (node.type) {
    case 'menu':
      return [node.noInput];
    case 'collect':
      return [node.failed];
    case 'queue':
      return [node.failed];
    default:
      return edgesOf(node).map((edge) => edge.to);
  }
}

export function silentLoops(graph: FlowGraph): FlowProblem[] {
  const leads = (id: string) => silentEdges(graph.nodes[id]!);
  return Object.keys(graph.nodes)
    .filter((id) => reach(leads(id), leads).has(id))
    .map((id) => problem(id, 'loop', 'A circle leads back here without the caller doing anything: a silent line would never end.'));
}

/** Nodes that a caller hears, reached on a path that has not taken the call. */
export function unanswered(graph: FlowGraph): FlowProblem[] {
  const heard = ['play', 'menu', 'collect', 'queue', 'echo', 'music'];
  const before = reach([graph.start], (id) => (graph.nodes[id]!.type === 'answer' ? [] : targets(graph, id)));
  return [...before]
    .filter((id) => heard.includes(graph.nodes[id]!.type))
    .map((id) => problem(id, 'not-answered', 'The call is not answered on every path to here: put an answer node before it.'));
}
