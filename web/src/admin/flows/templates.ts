// Flows to begin with: what most lines do, filled with the queue and the hours that were chosen. Pure.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { HoursId, QueueId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';

export const TEMPLATES = ['queue', 'hours', 'message', 'copy'] as const;
export type Template = (typeof TEMPLATES)[number];
export type Choices = { language: Language; queue: QueueId; hours: HoursId };

type Nodes = FlowGraph['nodes'];

const ENDS: Nodes = {
  goodbye: { type: 'hang-up', title: { en: 'Goodbye', 'zh-CN': '再见' }, say: [{ prompt: 'goodbye' }] },
  'technical-problem': {
    type: 'hang-up',
    title: { en: 'Something failed', 'zh-CN': '系统故障' },
    say: [{ prompt: 'technical-problem' }, { prompt: 'goodbye' }],
  },
};

const message = (queue: QueueId): Nodes => ({
  message: {
    type: 'voicemail',
    title: { en: 'Message', 'zh-CN': '留言' },
    greeting: [{ prompt: 'voicemail/leave-message-after-tone' }],
    maxMs: 120_000,
    endKeys: '#',
    box: { queue },
    saved: [{ prompt: 'voicemail/saved' }],
    next: 'goodbye',
    failed: 'technical-problem',
  },
});

/** He waits with music, hears his place in line, and leaves a message when nobody comes. */
const waiting = (queue: QueueId): Nodes => ({
  queue: {
    type: 'queue',
    title: { en: 'Queue', 'zh-CN': '排队' },
    queue,
    say: [{ prompt: 'please-hold' }],
    music: 'default',
    comfort: { say: [{ prompt: 'all-agents-busy' }], everyMs: 45_000 },
    position: { atEntry: false, everyNth: 1, estimate: true },
    timedOut: 'message',
    failed: 'technical-problem',
  },
  ...message(queue),
});

const told = (prompt: string): Nodes[string] => ({ type: 'play', say: [{ prompt }], next: 'message' });

export function graphOf(template: Exclude<Template, 'copy'>, { language, queue, hours }: Choices): FlowGraph {
  const begin = (next: string, nodes: Nodes): FlowGraph => ({
    schema: 1,
    language,
    start: 'answer',
    nodes: { answer: { type: 'answer', next }, ...nodes, ...ENDS },
  });
  switch (template) {
    case 'queue':
      return begin('queue', waiting(queue));
    case 'message':
      return begin('message', message(queue));
    case 'hours':
      return begin('hours', {
        hours: {
          type: 'hours',
          title: { en: 'Open?', 'zh-CN': '是否营业' },
          hours,
          open: 'queue',
          closed: 'closed',
          holiday: 'holiday',
        },
        ...waiting(queue),
        closed: told('hours/closed'),
        holiday: told('hours/holiday'),
      });
  }
}
