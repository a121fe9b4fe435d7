// Writes docs/guides/errors.md from the catalogue; a test fails when the two differ.
import { ERRORS } from './catalogue.ts';
import type { ErrorEntry } from './catalogue/entry.ts';

const HEAD = `# Errors / 错误

Every error of the API is an RFC 9457 problem (\`application/problem+json\`) with one of these codes in \`code\`. Title and detail come in the
language of \`Accept-Language\`. Made from \`server/src/platform/errors/catalogue\` by \`server/src/platform/errors/write-guides.ts\`.

API 的每个错误都是 RFC 9457 问题（\`application/problem+json\`），\`code\` 为下列代码之一；标题和说明使用 \`Accept-Language\` 的语言。

`;

export function errorsGuide(): string {
  const rows = Object.entries<ErrorEntry>(ERRORS)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, title, detail }]) => {
      const words = (language: 'en' | 'zh-CN') => (detail ? `${title[language]}. ${detail[language]}` : title[language]);
      return `| \`${code}\` | ${status} | ${words('en')} | ${words('zh-CN').replace('. ', '：')} |`;
    });
  return `${HEAD}| code | status | meaning | 含义 |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}
