// Refuses graphs that would fail on a caller: each fault with its node, its place (JSON pointer) and a sentence.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import { edgesOf } from '@tandem/contract/flow-nodes/edges.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import { NODE_SCHEMAS, type FlowNode, type NodeType } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Known } from './known.ts';
import { nesting } from './nesting.ts';
import { problem } from './problems.ts';
import { checkReferences } from './references.ts';
import { withoutPerson } from './way-out.ts';
import { silentLoops, unanswered, unreached, withoutEnd } from './paths.ts';

/** Checks a value against the schema of the graph's frame or of one kind of node; empty where it fits. */
export type ShapeCheck = (shape: 'graph' | NodeType, value: unknown) => { pointer: string; message: string }[];

/** Where it is good, `problems` are warnings only. */
export type Verdict = { ok: true; graph: FlowGraph; problems: FlowProblem[] } | { ok: false; problems: FlowProblem[] };

export function validateFlow(value: unknown, known: Known, checkShape: ShapeCheck): Verdict {
  const shape = shapeProblems(value, checkShape);
  if (shape.length > 0) return { ok: false, problems: shape };
  const graph = value as FlowGraph;
  const broken = brokenEdges(graph);
  // Paths mean nothing where edges lead nowhere.
  const paths =
    broken.length > 0
      ? []
      : [
          ...unreached(graph),
          ...withoutEnd(graph),
          ...silentLoops(graph),
          ...unanswered(graph),
          ...(known.worked === true ? withoutPerson(graph).map((id) => problem(id, `/nodes/${id}`, 'no-person')) : []),
        ];
  const problems = [...broken, ...checkReferences(graph, known), ...nesting(graph, known), ...paths];
  return problems.some((each) => each.severity === 'error') ? { ok: false, problems } : { ok: true, graph, problems };
}

function shapeProblems(value: unknown, checkShape: ShapeCheck): FlowProblem[] {
  const frame = checkShape('graph', value);
  if (frame.length > 0) return frame.map(({ pointer, message }) => problem(null, pointer, 'shape', { message }));
  const { nodes } = value as { nodes: Record<string, unknown> };
  return Object.entries(nodes).flatMap(([node, content]): FlowProblem[] => {
    const at = `/nodes/${node}`;
    const type = typeof content === 'object' && content !== null && 'type' in content ? content.type : undefined;
    if (typeof type !== 'string' || !Object.hasOwn(NODE_SCHEMAS, type))
      return [problem(node, `${at}/type`, 'unknown-node', { type: JSON.stringify(type ?? null) })];
    return checkShape(type as NodeType, content).map(({ pointer, message }) => problem(node, at + pointer, 'shape', { message }));
  });
}

function brokenEdges(graph: FlowGraph): FlowProblem[] {
  const missing = (node: string | null, pointer: string, to: string): FlowProblem[] =>
    Object.hasOwn(graph.nodes, to) ? [] : [problem(node, pointer, 'missing-edge', { to })];
  const edges = Object.entries(graph.nodes).flatMap(([id, node]: [string, FlowNode]) =>
    edgesOf(node).flatMap((edge) => missing(id, `/nodes/${id}${edge.pointer}`, edge.to)),
  );
  return [...missing(null, '/start', graph.start), ...edges];
}
