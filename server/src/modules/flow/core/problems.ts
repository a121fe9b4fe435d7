// What can stand against a graph: one sentence a code, in every language. A warning is told but does not stand against publishing.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import type { Language } from '@tandem/contract/texts.ts';

const sentences = (en: string, zh: string): Readonly<Record<Language, string>> => ({ en, 'zh-CN': zh });

const CODES = {
  shape: sentences('{message}.', '格式不符：{message}。'),
  'unknown-node': sentences('There is no node of the type {type}.', '没有类型为 {type} 的节点。'),
  'missing-edge': sentences('Leads to "{to}", which is no node of this flow.', '指向“{to}”，但流程中没有该节点。'),
  unreachable: sentences('No path from the start leads here.', '从起点出发无法到达此节点。'),
  'dead-end': sentences('No way from here ends the call, hands it over or queues it.', '从此处无法挂断、转出或进入排队。'),
  loop: sentences(
    'A circle leads back here without the caller doing anything: a silent line would never end.',
    '来电者不做任何操作也会回到此处：无人应声的通话将永不结束。',
  ),
  'not-answered': sentences(
    'The call is not answered on every path to here: put an answer node before it.',
    '并非每条路径都已接听：请在此前加入接听节点。',
  ),
  'no-person': sentences(
    'A digital worker works by this flow, and no key leads from here to a person.',
    '有数字员工使用此流程，但从此处按键无法转到人工。',
  ),
  'unknown-queue': sentences('There is no queue {id}.', '没有队列 {id}。'),
  'unknown-agent': sentences('There is no agent {id}.', '没有坐席 {id}。'),
  'unknown-skill': sentences('There is no skill {id}.', '没有技能 {id}。'),
  'unknown-hours': sentences('There are no opening hours {id}.', '没有营业时间 {id}。'),
  'bad-hours': sentences('These opening hours cannot be read: {reason}.', '无法读取该营业时间：{reason}。'),
  'unknown-flow': sentences('There is no published flow {id}.', '没有已发布的流程 {id}。'),
  'unknown-table': sentences('There is no lookup table "{table}".', '没有查询表“{table}”。'),
  'unknown-secret': sentences('There is no secret "{name}".', '没有密钥“{name}”。'),
  'unknown-prompt': sentences('There is no prompt "{prompt}" in every language.', '提示音“{prompt}”并非每种语言都有。'),
  'unknown-music': sentences('There is no music "{music}".', '没有音乐“{music}”。'),
  'unknown-language': sentences('"{value}" is none of {languages}.', '“{value}”不是 {languages} 之一。'),
  'unset-variable': sentences('No node sets the variable "{name}".', '没有节点设置变量“{name}”。'),
  'bad-limits': sentences('The least number of digits is above the greatest.', '最少位数大于最多位数。'),
  'bad-expression': sentences('The expression cannot be used: {reason}.', '表达式无法使用：{reason}。'),
  'one-value': sentences('Give either a value or an expression.', '请填写值或表达式，二者择一。'),
  'bad-url': sentences('The host of the address must be written out, and without a user name.', '地址的主机名必须写明，且不得包含用户名。'),
  'bad-body': sentences('A GET request has no body.', 'GET 请求不能带正文。'),
  'no-speech': sentences(
    'There is no voice to speak {language} text with ({reason}): use a prompt, or name one under "or".',
    '没有可朗读{language}文本的语音（{reason}）：请改用提示音，或在 "or" 中指定提示音。',
  ),
  'speech-fallback': sentences(
    'There is no voice to speak {language} text with ({reason}): the prompt under "or" is played.',
    '没有可朗读{language}文本的语音（{reason}）：将播放 "or" 中的提示音。',
  ),
  'sub-flow-circle': sentences('The flow {id} leads back into this one.', '流程 {id} 又会回到本流程。'),
  'sub-flow-depth': sentences('More than {most} flows inside one another.', '流程嵌套超过 {most} 层。'),
  'no-return': sentences('The flow {id} has no return node: it never comes back here.', '流程 {id} 没有返回节点：不会回到这里。'),
} as const;

export type ProblemCode = keyof typeof CODES;
const WARNINGS: readonly ProblemCode[] = ['unreachable', 'speech-fallback', 'no-return'];

/** What fills a sentence; a text in both languages where the words are not the same in them. */
export type Said = Readonly<Record<string, string | Readonly<Record<Language, string>>>>;

/** `pointer` is the place in the graph as a JSON pointer. */
export function problem(node: string | null, pointer: string, code: ProblemCode, said: Said = {}): FlowProblem {
  const tell = (language: Language) =>
    CODES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = said[name] ?? '';
      return typeof value === 'string' ? value : value[language];
    });
  const messages = { en: tell('en'), 'zh-CN': tell('zh-CN') };
  return { severity: WARNINGS.includes(code) ? 'warning' : 'error', node, pointer, code, message: messages.en, messages };
}
