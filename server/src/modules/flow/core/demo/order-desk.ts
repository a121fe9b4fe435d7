// What the demo tenant's digital worker does: tells how an order stands, and hands over to people on 0, or where he cannot help.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { SECOND } from '../../../../kernel/time.ts';
import { ENDS, messageFor, waitIn } from './waiting.ts';

export function orderDesk(people: QueueId): FlowGraph {
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'order-number' },
      'order-number': number({ en: 'Order number, or 0', 'zh-CN': '订单号，或按 0' }, 'person'),
      'person-wanted': {
        type: 'branch',
        title: { en: 'A person?', 'zh-CN': '要转人工吗' },
        cases: [{ when: { variable: 'entered', is: 'eq', value: '0' }, next: 'said-0' }],
        otherwise: 'order',
      },
      // Whoever is handed the contact reads what was gathered: the 0 is none of it.
      'said-0': { type: 'set', variable: 'entered', value: '', next: 'person' },
      order: { type: 'set', variable: 'order', value: '{{entered}}', next: 'entered' },
      entered: { type: 'set', variable: 'entered', value: '', next: 'order-lookup' },
      'order-lookup': {
        type: 'lookup',
        title: { en: 'Find the order', 'zh-CN': '查询订单' },
        table: 'orders',
        key: '{{order}}',
        into: { status: 'status' },
        found: 'resolved',
        notFound: 'order-not-found',
        failed: 'person',
      },
      resolved: { type: 'set', variable: 'resolved', value: 'yes', next: 'order-status' },
      'order-status': {
        type: 'play',
        title: { en: 'Say the status', 'zh-CN': '播报状态' },
        say: [{ prompt: 'order-number-is' }, { digits: '{{order}}' }, { prompt: 'order-is' }, { prompt: 'order-status/{{status}}' }],
        next: 'another',
      },
      another: number({ en: 'Another order, or 0', 'zh-CN': '其他订单，或按 0' }, 'goodbye'),
      'order-not-found': { type: 'play', say: [{ prompt: 'order-not-found' }], next: 'order-number' },
      person: waitIn(people, { en: 'Hand over to people', 'zh-CN': '转人工' }, 0, 'message'),
      message: messageFor(people, { en: 'Message', 'zh-CN': '留言' }),
      ...ENDS,
    },
  };
}

function number(title: TenantText, failed: string): NodeOf<'collect'> {
  return {
    type: 'collect',
    title,
    say: [{ prompt: 'enter-order-number' }],
    into: 'entered',
    min: 1,
    max: 10,
    terminators: '#',
    firstDigitMs: 8 * SECOND,
    interDigitMs: 4 * SECOND,
    sayNoInput: [{ prompt: 'no-input' }],
    sayInvalid: [{ prompt: 'invalid-choice' }],
    retries: 1,
    bargeIn: true,
    next: 'person-wanted',
    failed,
  };
}
