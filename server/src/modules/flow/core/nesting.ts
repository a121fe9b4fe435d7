// Flows inside one another: none may come back into itself, and none may go too deep. What others have published counts.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { Known } from './known.ts';
import { problem } from './problems.ts';
import { MAX_DEPTH } from './run.ts';

export const callsOf = (graph: FlowGraph): string[] => [
  ...new Set(Object.values(graph.nodes).flatMap((node) => (node.type === 'sub-flow' ? [node.flow] : []))),
];
export const returns = (graph: FlowGraph): boolean => Object.values(graph.nodes).some((node) => node.type === 'return');

export function nesting(graph: FlowGraph, known: Known): FlowProblem[] {
  const depths = new Map<string, number>();
  const above = new Set<string>(known.self === null ? [] : [known.self]);
  /** How many flows stand inside one another from `flow` on; null where it comes back into one that it stands in. */
  function depthOf(flow: string): number | null {
    if (above.has(flow)) return null;
    const found = depths.get(flow);
    if (found !== undefined) return found;
    above.add(flow);
    const inner = (known.flows.get(flow)?.calls ?? []).map(depthOf);
    above.delete(flow);
    if (inner.includes(null)) return null;
    const depth = 1 + Math.max(0, ...inner.map((each) => each ?? 0));
    depths.set(flow, depth);
    return depth;
  }
  return Object.entries(graph.nodes).flatMap(([id, node]) => {
    if (node.type !== 'sub-flow') return [];
    const depth = depthOf(node.flow);
    if (depth === null) return [problem(id, `/nodes/${id}/flow`, 'sub-flow-circle', { id: node.flow })];
    return depth > MAX_DEPTH ? [problem(id, `/nodes/${id}/flow`, 'sub-flow-depth', { most: String(MAX_DEPTH) })] : [];
  });
}
