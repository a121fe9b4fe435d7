// Whether a flow lets its customers reach a person: asked of flows by which digital workers work.
import { edgesOf } from '@tandem/contract/flow-nodes/edges.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import { reach } from './paths.ts';

/**
 * Nodes from which no customer comes to a person, by what he presses: a menu whose 0 leads to no queue, a question after which none can be reached, a
 * node that holds him for good; the start where there is no queue at all. Empty where all is well. Sub-flows are looked through, not into.
 */
export function withoutPerson(graph: FlowGraph): string[] {
  const { nodes } = graph;
  const leads = (id: string): string[] => (nodes[id] ? edgesOf(nodes[id]).map(({ to }) => to) : []);
  const toPerson = (from: string): boolean => [...reach([from], leads)].some((id) => nodes[id]?.type === 'queue');
  const met = [...reach([graph.start], leads)].filter((id) => nodes[id] !== undefined);
  if (!met.some((id) => nodes[id]?.type === 'queue')) return [graph.start];
  return met.filter((id) => {
    const node = nodes[id]!;
    if (node.type === 'menu') return node.choices['0'] === undefined || !toPerson(node.choices['0']);
    if (node.type === 'collect') return !toPerson(id);
    return node.type === 'echo' || node.type === 'music';
  });
}
