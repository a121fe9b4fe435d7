// Flows to begin with: what most lines do, filled with the queue and the hours that were chosen. Pure.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { HoursId, QueueId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { ENDS, messageNode, queueNode, type Nodes } from './usual-nodes.ts';

export const TEMPLATES = ['queue', 'hours', 'message', 'copy'] as const;
export type Template = (typeof TEMPLATES)[number];
export type Choices = { language: Language; queue: QueueId; hours: HoursId };

const message = (queue: QueueId): Nodes => ({ message: messageNode(queue, { en: 'Message', 'zh-CN': '留言' }) });

const waiting = (queue: QueueId): Nodes => ({
  queue: queueNode(queue, { en: 'Queue', 'zh-CN': '排队' }, 'message'),
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
