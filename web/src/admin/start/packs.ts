// Industry packs: what a line of that kind says, which queues it has, and the flow made of them for the queues and hours of a tenant. Pure.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import type { HoursId, QueueId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import { ENDS, messageNode, queueNode, type Nodes } from '../flows/usual-nodes.ts';
import clinic from './packs/clinic.json' with { type: 'json' };
import government from './packs/government.json' with { type: 'json' };
import retail from './packs/retail.json' with { type: 'json' };

type Words = Readonly<Record<Language, string>>;
export type Pack = {
  key: string;
  name: Words;
  about: Words;
  queues: readonly { key: string; name: Words }[];
  greeting: Words;
  menu: Words;
  /** Key pressed -> queue. */
  choices: Readonly<Record<string, string>>;
  /** The queue of who presses nothing. */
  operator: string;
  closed: Words;
};

export const PACKS: readonly Pack[] = [retail, clinic, government];

type Choices = { company: string; language: Language; queues: Readonly<Record<string, QueueId>>; hours: HoursId | null };

/** Flow variables stand in double braces: a name that had them would be taken for one. */
const filled = (words: Words, company: string): TenantText => {
  const name = company.replaceAll(/[{}]/g, '').slice(0, 80);
  return { en: words.en.replace('{company}', () => name), 'zh-CN': words['zh-CN'].replace('{company}', () => name) };
};

/** Hours, greeting and menu, one queue a key with music and place in line, a message where nobody comes or all is closed. */
export function graphOfPack(pack: Pack, { company, language, queues, hours }: Choices): FlowGraph {
  const open = 'menu';
  const greeting: Say[number] = { text: filled(pack.greeting, company), or: 'welcome' };
  const nodes: Nodes = {
    answer: { type: 'answer', next: hours === null ? open : 'hours' },
    menu: {
      type: 'menu',
      title: { en: 'Main menu', 'zh-CN': '主菜单' },
      // In one with the greeting: who knows the keys need not hear it out.
      say: [greeting, { text: filled(pack.menu, company) }],
      choices: Object.fromEntries(Object.entries(pack.choices).map(([digit, queue]) => [digit, `queue-${queue}`])),
      sayInvalid: [{ prompt: 'invalid-choice' }],
      retries: 1,
      bargeIn: true,
      firstDigitMs: 5_000,
      noInput: `queue-${pack.operator}`,
      invalid: `queue-${pack.operator}`,
    },
    ...ENDS,
  };
  for (const { key, name } of pack.queues) {
    const queue = queues[key]!;
    const message = `message-${key}`;
    nodes[`queue-${key}`] = queueNode(queue, { en: `Queue: ${name.en}`, 'zh-CN': `排队：${name['zh-CN']}` }, message);
    nodes[message] = messageNode(queue, { en: `Message: ${name.en}`, 'zh-CN': `留言：${name['zh-CN']}` });
  }
  if (hours !== null) {
    const told = (title: Words, text: TenantText, or: string): Nodes[string] => ({
      type: 'play',
      title,
      say: [greeting, { text, or }],
      next: `message-${pack.operator}`,
    });
    nodes['hours'] = { type: 'hours', title: { en: 'Open?', 'zh-CN': '是否营业' }, hours, open, closed: 'closed', holiday: 'holiday' };
    nodes['closed'] = told({ en: 'Closed', 'zh-CN': '已下班' }, filled(pack.closed, company), 'hours/closed');
    nodes['holiday'] = told({ en: 'Holiday', 'zh-CN': '节假日' }, filled(pack.closed, company), 'hours/holiday');
  }
  return { schema: 1, language, start: 'answer', nodes };
}
