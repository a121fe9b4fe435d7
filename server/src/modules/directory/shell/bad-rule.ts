// Why a rule of skills cannot be read, as the error that says so in both languages.
import type { RuleFault } from '@tandem/contract/skill-rule.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { AppError } from '../../../platform/errors/types.ts';

const WORDS: Readonly<Record<RuleFault['fault'], Readonly<Record<Language, string>>>> = {
  unexpected: { en: 'this does not belong there', 'zh-CN': '此处不应出现该内容' },
  end: { en: 'something is missing at the end', 'zh-CN': '末尾缺少内容' },
  level: { en: 'a level is not from 1 to 100', 'zh-CN': '等级不在 1 到 100 之间' },
  deep: { en: 'it is nested too deep', 'zh-CN': '嵌套过深' },
};

/** `fault` is the reason as a code, `reason` the same in words; `at` counts characters from 1. */
export function badSkillRule({ fault, at }: RuleFault): AppError {
  return new AppError('queue.bad-rule', { fault, reason: WORDS[fault], at: at + 1 });
}
