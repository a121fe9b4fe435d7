// The configuration table of the operator's guides, made from the variables; a test fails when a guide differs.
import type { Language } from '@tandem/contract/texts.ts';
import { VARIABLES, type Variable } from './variables.ts';

export const TABLE_BEGIN = '<!-- configuration: made by server/src/platform/errors/write-guides.ts -->';
export const TABLE_END = '<!-- end of configuration -->';

const HEADS = { en: ['variable', 'default', 'example', 'meaning', 'none'], 'zh-CN': ['变量', '默认值', '示例', '含义', '无'] } as const;

export function describe(language: Language): string {
  const [name, fallback, example, meaning, none] = HEADS[language];
  const rows = Object.entries<Variable<unknown>>(VARIABLES).map(([key, variable]) => {
    const shown = variable.fallback === null || variable.fallback === '' ? none : `\`${variable.fallback}\``;
    return `| \`${key}\` | ${shown} | \`${variable.example}\` | ${language === 'en' ? variable.en : variable.zh} |`;
  });
  return [`| ${name} | ${fallback} | ${example} | ${meaning} |`, '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The guide with its table replaced; throws where the guide has no place for it. */
export function withTable(guide: string, language: Language): string {
  const begin = guide.indexOf(TABLE_BEGIN);
  const end = guide.indexOf(TABLE_END);
  if (begin < 0 || end < begin) throw new Error(`the guide lacks the marks ${TABLE_BEGIN} and ${TABLE_END}`);
  return `${guide.slice(0, begin + TABLE_BEGIN.length)}\n\n${describe(language)}\n\n${guide.slice(end)}`;
}
