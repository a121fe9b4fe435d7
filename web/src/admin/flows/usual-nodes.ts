// What nearly every flow has: a queue with music and the place in line, a message where nobody comes, and the two ends. Pure.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';

export type Nodes = FlowGraph['nodes'];

export const ENDS: Nodes = {
  goodbye: { type: 'hang-up', title: { en: 'Goodbye', 'zh-CN': '再见' }, say: [{ prompt: 'goodbye' }] },
  'technical-problem': {
    type: 'hang-up',
    title: { en: 'Something failed', 'zh-CN': '系统故障' },
    say: [{ prompt: 'technical-problem' }, { prompt: 'goodbye' }],
  },
};

export const messageNode = (queue: QueueId, title: TenantText): Nodes[string] => ({
  type: 'voicemail',
  title,
  greeting: [{ prompt: 'voicemail/leave-message-after-tone' }],
  maxMs: 120_000,
  endKeys: '#',
  box: { queue },
  saved: [{ prompt: 'voicemail/saved' }],
  next: 'goodbye',
  failed: 'technical-problem',
});

/** He waits with music, hears his place in line, and goes on to `timedOut` when nobody comes. */
export const queueNode = (queue: QueueId, title: TenantText, timedOut: string): Nodes[string] => ({
  type: 'queue',
  title,
  queue,
  say: [{ prompt: 'please-hold' }],
  music: 'default',
  comfort: { say: [{ prompt: 'all-agents-busy' }], everyMs: 45_000 },
  position: { atEntry: false, everyNth: 1, estimate: true },
  timedOut,
  failed: 'technical-problem',
});
