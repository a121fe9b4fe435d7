// The kinds of nodes as editors are told: name and JSON Schema.
import type { FlowNodeKind } from '@tandem/contract/api/flows.ts';
import { NODE_SCHEMAS, type NodeType } from '@tandem/contract/flow-nodes/nodes.ts';
import type { TenantText } from '@tandem/contract/texts.ts';

const NAMES: Readonly<Record<NodeType, TenantText>> = {
  answer: { en: 'Take the call', 'zh-CN': '接听' },
  play: { en: 'Say', 'zh-CN': '播报' },
  menu: { en: 'Menu', 'zh-CN': '菜单' },
  collect: { en: 'Collect digits', 'zh-CN': '收号' },
  branch: { en: 'Branch', 'zh-CN': '分支' },
  set: { en: 'Set a variable', 'zh-CN': '设置变量' },
  lookup: { en: 'Look up a record', 'zh-CN': '查表' },
  hours: { en: 'Opening hours', 'zh-CN': '营业时间' },
  http: { en: 'HTTP request', 'zh-CN': 'HTTP 请求' },
  skills: { en: 'Skills and priority', 'zh-CN': '技能与优先级' },
  queue: { en: 'Queue', 'zh-CN': '排队' },
  dial: { en: 'Call somebody', 'zh-CN': '呼叫他人' },
  voicemail: { en: 'Voicemail', 'zh-CN': '语音留言' },
  record: { en: 'Record', 'zh-CN': '录音' },
  'sub-flow': { en: 'Sub-flow', 'zh-CN': '子流程' },
  return: { en: 'Return', 'zh-CN': '返回' },
  transfer: { en: 'Transfer', 'zh-CN': '转接' },
  'hang-up': { en: 'Hang up', 'zh-CN': '挂断' },
  echo: { en: 'Echo', 'zh-CN': '回声' },
  music: { en: 'Music', 'zh-CN': '音乐' },
};

export const NODE_KINDS: readonly FlowNodeKind[] = (Object.keys(NODE_SCHEMAS) as NodeType[])
  .sort()
  .map((type) => ({ type, name: NAMES[type], schema: NODE_SCHEMAS[type] }));
