// The demo tenant's main menu (4001): English first, 9 for Mandarin; 1 sales, 2 support, 3 order status, 0 operator.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { SECOND } from '../../../../kernel/time.ts';
import { ENDS, messageFor, waitIn } from './waiting.ts';

export function mainMenu(queues: { sales: QueueId; support: QueueId }): FlowGraph {
  return {
    schema: 1,
    language: 'en',
    start: 'answer',
    nodes: {
      answer: { type: 'answer', title: { en: 'Take the call', 'zh-CN': '接听' }, next: 'welcome' },
      welcome: { type: 'play', title: { en: 'Welcome', 'zh-CN': '欢迎' }, say: [{ prompt: 'welcome' }], next: 'main-menu' },
      'main-menu': {
        type: 'menu',
        title: { en: 'Main menu', 'zh-CN': '主菜单' },
        say: [{ prompt: 'main-menu' }],
        choices: { '0': 'operator', '1': 'sales', '2': 'support', '3': 'order-number', '9': 'other-language' },
        sayNoInput: [{ prompt: 'no-input' }],
        sayInvalid: [{ prompt: 'invalid-choice' }],
        retries: 2,
        bargeIn: true,
        firstDigitMs: 6 * SECOND,
        noInput: 'operator',
        invalid: 'operator',
      },
      'other-language': {
        type: 'branch',
        title: { en: 'Which language now?', 'zh-CN': '当前语言' },
        cases: [{ when: { variable: 'language', is: 'eq', value: 'zh-CN' }, next: 'english' }],
        otherwise: 'mandarin',
      },
      mandarin: { type: 'set', variable: 'language', value: 'zh-CN', next: 'main-menu' },
      english: { type: 'set', variable: 'language', value: 'en', next: 'main-menu' },
      sales: waitIn(queues.sales, { en: 'Queue: sales', 'zh-CN': '排队:销售' }, 0, 'sales-message'),
      support: waitIn(queues.support, { en: 'Queue: support', 'zh-CN': '排队:客服' }, 0, 'support-message'),
      operator: waitIn(queues.support, { en: 'Queue: operator', 'zh-CN': '排队:人工' }, 1, 'support-message'),
      'order-number': {
        type: 'collect',
        title: { en: 'Order number', 'zh-CN': '订单号' },
        say: [{ prompt: 'enter-order-number' }],
        into: 'order',
        min: 4,
        max: 10,
        terminators: '#',
        firstDigitMs: 8 * SECOND,
        interDigitMs: 4 * SECOND,
        sayNoInput: [{ prompt: 'no-input' }],
        sayInvalid: [{ prompt: 'invalid-choice' }],
        retries: 2,
        bargeIn: true,
        next: 'order-lookup',
        failed: 'operator',
      },
      'order-lookup': {
        type: 'lookup',
        title: { en: 'Find the order', 'zh-CN': '查询订单' },
        table: 'orders',
        key: '{{order}}',
        into: { status: 'status' },
        found: 'order-status',
        notFound: 'order-not-found',
        failed: 'technical-problem',
      },
      'order-status': {
        type: 'play',
        title: { en: 'Say the status', 'zh-CN': '播报状态' },
        say: [
          { prompt: 'order-number-is' },
          { digits: '{{order}}' },
          { prompt: 'order-is' },
          { prompt: 'order-status/{{status}}' },
          { silenceMs: 600 },
        ],
        next: 'main-menu',
      },
      'order-not-found': { type: 'play', say: [{ prompt: 'order-not-found' }], next: 'order-number' },
      'sales-message': messageFor(queues.sales, { en: 'Message for sales', 'zh-CN': '给销售留言' }),
      'support-message': messageFor(queues.support, { en: 'Message for support', 'zh-CN': '给客服留言' }),
      ...ENDS,
    },
  };
}
