// What stands against opening hours, in words of both languages: for the problem of a request and for the check of a flow.
import type { Language } from '@tandem/contract/texts.ts';
import type { OpeningFault } from './hours.ts';

type Kind = Exclude<OpeningFault['kind'], 'rule'> | Extract<OpeningFault, { kind: 'rule' }>['why']['fault'];
export type FaultWords = Readonly<Record<Language, string>>;

/** `part` is what is wrong, `whole` the rule it stands in: empty for what is no rule. No full stop: it stands inside another sentence. */
const WORDS: Readonly<Record<Kind, (part: string, whole: string) => FaultWords>> = {
  zone: (part) => ({ en: `${part} is no time zone`, 'zh-CN': `${part} 不是有效的时区` }),
  date: (part) => ({ en: `${part} is no date`, 'zh-CN': `${part} 不是有效的日期` }),
  unreadable: (part, whole) => ({ en: `the rule ${whole} is not understood: ${part}`, 'zh-CN': `规则 ${whole} 无法识别：${part}` }),
  'not-whole-days': (part, whole) => ({
    en: `special days are whole days, and in the rule ${whole} there is a time of day: ${part}`,
    'zh-CN': `特殊日期以整天计，而规则 ${whole} 中有时刻：${part}`,
  }),
  'forbidden-here': (part, whole) => ({
    en: `RFC 5545 does not allow ${part} in the rule ${whole}`,
    'zh-CN': `RFC 5545 不允许在规则 ${whole} 中使用 ${part}`,
  }),
  'needs-start': (part, whole) => ({
    en: `the rule ${whole} needs a first day, a line such as DTSTART:20260105, because of ${part}`,
    'zh-CN': `因为 ${part}，规则 ${whole} 需要起始日，例如一行 DTSTART:20260105`,
  }),
  'too-long': (part, whole) => ({ en: `the rule ${whole} goes too far: ${part}`, 'zh-CN': `规则 ${whole} 范围过大：${part}` }),
};

/** What is wrong as a code, and the sentence that says it. */
export function wordsOf(fault: OpeningFault): { fault: Kind; words: FaultWords } {
  switch (fault.kind) {
    case 'zone':
      return { fault: 'zone', words: WORDS.zone(fault.zone, '') };
    case 'date':
      return { fault: 'date', words: WORDS.date(fault.date, '') };
    case 'rule':
      return { fault: fault.why.fault, words: WORDS[fault.why.fault](fault.why.part, fault.rule) };
  }
}
