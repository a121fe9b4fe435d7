// The demo tenant's short flows: straight to a queue (4002, 4003), echo test (4090), music (4091).
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { SECOND } from '../../../../kernel/time.ts';

export function straightToQueue(queue: QueueId): FlowGraph {
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'queue' },
      queue: {
        type: 'queue',
        title: { en: 'Queue', 'zh-CN': '排队' },
        queue,
        say: [{ prompt: 'please-hold' }],
        music: 'default',
        comfort: { say: [{ prompt: 'all-agents-busy' }], everyMs: 45 * SECOND },
        timedOut: 'nobody-free',
        failed: 'technical-problem',
      },
      'nobody-free': { type: 'hang-up', say: [{ prompt: 'try-again-later' }, { prompt: 'goodbye' }] },
      'technical-problem': { type: 'hang-up', say: [{ prompt: 'technical-problem' }, { prompt: 'goodbye' }] },
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
