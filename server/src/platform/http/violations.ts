// What is wrong with a request, field by field, in words of both languages.
import type { Language } from '@tandem/contract/texts.ts';

/** What the schema checker reports (JSON Schema keyword, JSON pointer, parameters). */
export type Violation = { keyword: string; instancePath: string; params: Record<string, unknown> };
export type FieldError = { path: string; message: string };

type Words = (params: Record<string, unknown>) => readonly [en: string, zh: string];

const WORDS: Readonly<Record<string, Words>> = {
  type: (p) => [`must be of type ${String(p['type'])}`, `类型必须是 ${String(p['type'])}`],
  required: (p) => [`lacks ${list(p['requiredProperties'])}`, `缺少 ${list(p['requiredProperties'])}`],
  additionalProperties: (p) => [
    `has unknown fields: ${list(p['additionalProperties'])}`,
    `包含未知字段：${list(p['additionalProperties'])}`,
  ],
  pattern: () => ['does not have the right form', '格式不正确'],
  format: (p) => [`is not a valid ${String(p['format'])}`, `不是有效的 ${String(p['format'])}`],
  enum: () => ['is not one of the allowed values', '不是允许的值'],
  anyOf: () => ['is not one of the allowed values', '不是允许的值'],
  minimum: (p) => [`must be at least ${String(p['limit'])}`, `不能小于 ${String(p['limit'])}`],
  maximum: (p) => [`must be at most ${String(p['limit'])}`, `不能大于 ${String(p['limit'])}`],
  minLength: (p) => [`must have at least ${String(p['limit'])} characters`, `至少 ${String(p['limit'])} 个字符`],
  maxLength: (p) => [`must have at most ${String(p['limit'])} characters`, `最多 ${String(p['limit'])} 个字符`],
  minItems: (p) => [`must have at least ${String(p['limit'])} items`, `至少 ${String(p['limit'])} 项`],
  maxItems: (p) => [`must have at most ${String(p['limit'])} items`, `最多 ${String(p['limit'])} 项`],
  minProperties: (p) => [`must have at least ${String(p['limit'])} fields`, `至少 ${String(p['limit'])} 个字段`],
};

function list(names: unknown): string {
  return Array.isArray(names) ? names.map(String).join(', ') : '';
}

/** One sentence a field, at most 20. Of a failed choice only the choice is told, not each branch that failed. */
export function fieldErrors(part: string, violations: readonly Violation[], language: Language): FieldError[] {
  const choices = violations.filter((each) => each.keyword === 'anyOf').map((each) => each.instancePath);
  const told = violations.filter(
    (each) => each.keyword !== 'boolean' && (each.keyword === 'anyOf' || !choices.some((path) => each.instancePath.startsWith(path))),
  );
  const seen = new Set<string>();
  return told.slice(0, 20).flatMap(({ keyword, instancePath, params }) => {
    const [en, zh] = WORDS[keyword]?.(params) ?? ['does not fit', '不符合要求'];
    const error = { path: `${part}${instancePath}`, message: language === 'en' ? en : zh };
    const key = JSON.stringify(error);
    return seen.has(key) ? [] : (seen.add(key), [error]);
  });
}
