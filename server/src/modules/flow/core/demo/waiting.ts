// How one waits in the demo tenant: told the place in line, offered a call-back, and at last a message for the queue's inbox.
import type { FlowNode, NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { MINUTE, SECOND } from '../../../../kernel/time.ts';

/** Nothing is said before the music that an agent who is free would have to wait for. */
export function waitIn(queue: QueueId, title: TenantText, priority: number, timedOut: string): NodeOf<'queue'> {
  return {
    type: 'queue',
    title,
    queue,
    priority,
    say: [{ prompt: 'please-hold' }],
    music: 'default',
    comfort: { say: [{ prompt: 'all-agents-busy' }], everyMs: 45 * SECOND },
    position: { atEntry: false, everyNth: 1, estimate: true },
    callback: {
      key: '1',
      offerAfterMs: 20 * SECOND,
      say: [{ prompt: 'queue/callback-offer' }],
      confirm: [{ prompt: 'queue/callback-to-number' }],
      collectNumber: true,
    },
    timedOut,
    failed: 'technical-problem',
  };
}

export function messageFor(queue: QueueId, title: TenantText): FlowNode {
  return {
    type: 'voicemail',
    title,
    greeting: [{ prompt: 'voicemail/leave-message-after-tone' }],
    maxMs: 2 * MINUTE,
    endKeys: '#',
    box: { queue },
    saved: [{ prompt: 'voicemail/saved' }],
    next: 'goodbye',
    failed: 'technical-problem',
  };
}

/** Where every way of the demo ends. */
export const ENDS: Readonly<Record<'goodbye' | 'technical-problem', FlowNode>> = {
  goodbye: { type: 'hang-up', title: { en: 'Goodbye', 'zh-CN': '再见' }, say: [{ prompt: 'goodbye' }] },
  'technical-problem': {
    type: 'hang-up',
    title: { en: 'Something failed', 'zh-CN': '系统故障' },
    say: [{ prompt: 'technical-problem' }, { prompt: 'goodbye' }],
  },
};
