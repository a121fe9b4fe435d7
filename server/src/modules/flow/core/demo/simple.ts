// The demo tenant's short flows: straight to a queue (4002, 4003), a message by opening hours (4010), echo test (4090), music (4091).
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import type { HoursId, QueueId } from '@tandem/contract/ids.ts';
import { ENDS, messageFor, waitIn } from './waiting.ts';

export function straightToQueue(queue: QueueId): FlowGraph {
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'queue' },
      queue: waitIn(queue, { en: 'Queue', 'zh-CN': '排队' }, 0, 'message'),
      message: messageFor(queue, { en: 'Message', 'zh-CN': '留言' }),
      ...ENDS,
    },
  };
}

export function echoTest(): FlowGraph {
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'hint' },
      hint: { type: 'play', title: { en: 'What this is', 'zh-CN': '说明' }, say: [{ prompt: 'echo-test' }], next: 'echo' },
      echo: { type: 'echo', title: { en: 'Echo', 'zh-CN': '回声' } },
    },
  };
}

export function musicLine(): FlowGraph {
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'music' },
      music: { type: 'music', title: { en: 'Music', 'zh-CN': '音乐' }, music: 'default' },
    },
  };
}

/** Says whether the office is open, and takes a message for the queue either way. */
export function messageLine(hours: HoursId, queue: QueueId): FlowGraph {
  const told = (prompt: string): FlowNode => ({ type: 'play', say: [{ prompt }], next: 'message' });
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'hours' },
      hours: {
        type: 'hours',
        title: { en: 'Office hours', 'zh-CN': '办公时间' },
        hours,
        open: 'message',
        closed: 'closed',
        holiday: 'holiday',
      },
      closed: told('hours/closed'),
      holiday: told('hours/holiday'),
      message: messageFor(queue, { en: 'Message', 'zh-CN': '留言' }),
      ...ENDS,
    },
  };
}
