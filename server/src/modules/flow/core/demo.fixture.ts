// The demo graphs and what they name, for the tests of this module.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowId, HoursId, Id, QueueId } from '@tandem/contract/ids.ts';
import { mainMenu } from './demo/main-menu.ts';
import { SHIPPED_MUSIC, SHIPPED_PROMPTS } from './demo/prompts.ts';
import { echoTest, messageLine, musicLine, straightToQueue } from './demo/simple.ts';
import type { Known } from './known.ts';
import type { Evaluate, Program } from './program.ts';

export const SALES: QueueId = 'que_01990000-0000-7000-8000-000000000001';
export const SUPPORT: QueueId = 'que_01990000-0000-7000-8000-000000000002';

export const OFFICE: HoursId = 'hrs_01990000-0000-7000-8000-000000000001';

export const BILLING: Id<'skl'> = 'skl_01990000-0000-7000-8000-000000000001';
export const ENGLISH: Id<'skl'> = 'skl_01990000-0000-7000-8000-000000000002';
export const SUB: FlowId = 'flo_01990000-0000-7000-8000-000000000009';

/** Reads `x == y` alone: what the library makes of expressions is tested beside it. */
const evaluate: Evaluate = (expression, vars) => {
  const [name, value] = expression.split(' == ');
  const held = Object.hasOwn(vars, name!) ? vars[name!] : undefined;
  return held === undefined ? { ok: false, reason: `no ${name}` } : { ok: true, value: String(held) === value };
};
export const programOf = (main: FlowGraph, subs: Program['subs'] = {}): Program => ({ main, subs, evaluate });

export const DEMO_KNOWN: Known = {
  queues: new Set([SALES, SUPPORT]),
  skills: new Set([BILLING, ENGLISH]),
  flows: new Map([[SUB, { calls: [], returns: true }]]),
  self: null,
  agents: new Set(),
  hours: new Set([OFFICE]),
  openingFault: () => null,
  secrets: new Set(['crm']),
  noSpeech: { 'zh-CN': null, en: null },
  expression: (text) =>
    text.includes('!!') ? { ok: false, reason: 'unexpected token' } : { ok: true, variables: text.match(/\b[a-z]\w*\b/g) ?? [] },
  tables: new Set(['orders']),
  prompts: new Set(SHIPPED_PROMPTS),
  music: new Set(SHIPPED_MUSIC),
};

export const DEMO_GRAPHS = {
  'main-menu': mainMenu({ sales: SALES, support: SUPPORT }),
  support: straightToQueue(SUPPORT),
  echo: echoTest(),
  music: musicLine(),
  message: messageLine(OFFICE, SUPPORT),
};

/** Asks for a card number and gives it back. */
export const SUB_GRAPH: FlowGraph = {
  schema: 1,
  language: 'en',
  start: 'ask',
  nodes: {
    ask: {
      type: 'collect',
      say: [{ prompt: 'enter-order-number' }],
      into: 'number',
      min: 4,
      max: 10,
      terminators: '#',
      firstDigitMs: 5_000,
      interDigitMs: 3_000,
      retries: 1,
      bargeIn: true,
      next: 'back',
      failed: 'back',
    },
    back: { type: 'return' },
  },
};

/** Every kind of node that waits for something outside, one after the other. */
export const EVERY_NODE: FlowGraph = {
  schema: 1,
  language: 'en',
  start: 'answer',
  nodes: {
    answer: { type: 'answer', next: 'hours' },
    hours: { type: 'hours', hours: OFFICE, open: 'order', closed: 'voicemail', holiday: 'voicemail' },
    order: { type: 'sub-flow', flow: SUB, in: { greeting: 'hello' }, out: { order: 'number' }, next: 'skills', failed: 'bye' },
    skills: {
      type: 'skills',
      skills: [{ skill: BILLING, level: 40 }],
      byLanguage: [{ language: 'en', need: { skill: ENGLISH, level: 60 } }],
      priority: 5,
      next: 'account',
    },
    account: {
      type: 'http',
      method: 'POST',
      url: 'https://crm.example.com/accounts/{{order}}?from={{remote}}',
      headers: { authorization: 'Bearer {{secret:crm}}', 'x-caller': '{{remote}}' },
      body: { order: '{{order}}', tags: ['phone', '{{language}}'], deep: { n: 1 } },
      timeoutMs: 2_000,
      into: { balance: '/account/balance', first: '/orders/0/id', all: '/orders' },
      status: { '404': 'say' },
      ok: 'rich',
      failed: 'operator',
    },
    rich: { type: 'branch', cases: [{ when: { cel: 'balance == 100' }, next: 'tell' }], otherwise: 'say' },
    tell: { type: 'set', variable: 'told', cel: 'order == 1001', next: 'say' },
    say: {
      type: 'play',
      say: [
        { value: '{{balance}} CNY', as: 'money', or: 'try-again-later' },
        { text: { en: 'Thank you, {{order}}', 'zh-CN': '谢谢' }, or: 'goodbye' },
      ],
      next: 'dial',
    },
    dial: {
      type: 'dial',
      to: { number: '{{order}}' },
      timeoutMs: 20_000,
      next: 'operator',
      busy: 'operator',
      noAnswer: 'operator',
      failed: 'operator',
    },
    operator: {
      type: 'queue',
      queue: SUPPORT,
      skills: [{ skill: BILLING, level: 70 }],
      maxWaitMs: 60_000,
      say: [{ prompt: 'please-hold' }],
      music: 'default',
      comfort: { say: [{ prompt: 'all-agents-busy' }], everyMs: 30_000 },
      position: { atEntry: true, everyNth: 2, estimate: true },
      overflow: [
        { when: { is: 'unstaffed' }, at: 'entry', next: 'voicemail' },
        { when: { is: 'waiting', above: 5 }, at: 'both', next: 'voicemail' },
        { when: { is: 'estimate', above: 600_000 }, at: 'waiting', next: 'record' },
      ],
      callback: {
        key: '1',
        offerAfterMs: 20_000,
        say: [{ prompt: 'queue/callback-offer' }],
        confirm: [{ prompt: 'main-menu' }],
        collectNumber: true,
      },
      timedOut: 'voicemail',
      failed: 'bye',
    },
    voicemail: {
      type: 'voicemail',
      greeting: [{ prompt: 'voicemail/leave-message-after-tone' }],
      maxMs: 30_000,
      endKeys: '#',
      box: { queue: SUPPORT },
      saved: [{ prompt: 'voicemail/saved' }],
      next: 'bye',
      failed: 'bye',
    },
    record: { type: 'record', maxMs: 10_000, endKeys: '#', beep: true, into: 'speech', next: 'bye', failed: 'bye' },
    bye: { type: 'hang-up', say: [{ prompt: 'goodbye' }] },
  },
};
