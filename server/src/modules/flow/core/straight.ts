// Whether a flow leads straight into a queue: then its numbers are the queue's own.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { QueueId } from '@tandem/contract/ids.ts';

/** Answering and saying something choose nothing; what comes after them may be the queue. Null where somebody or something is asked before. */
export function straightInto(graph: FlowGraph): QueueId | null {
  const seen = new Set<string>();
  for (let at = graph.start; !seen.has(at);) {
    seen.add(at);
    const node = graph.nodes[at];
    if (node?.type === 'queue') return node.queue;
    if (node?.type !== 'answer' && node?.type !== 'play') return null;
    at = node.next;
  }
  return null;
}
