// From any thrown thing to RFC 9457 problem details in the caller's language. What is not in the catalogue shows a reference, never its words.
import { randomBytes } from 'node:crypto';
import type { Static } from 'typebox';
import type { Problem as ProblemSchema } from '@tandem/contract/api/page.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { ERRORS, isErrorCode } from './catalogue.ts';
import { AppError } from './types.ts';

export type Problem = Static<typeof ProblemSchema>;

export type Described = {
  problem: Problem;
  /** Set where the error was not expected: it is to be logged with its cause under this reference. */
  reference: string | null;
};

const inLanguage = (value: unknown, language: Language): unknown =>
  typeof value === 'object' && value !== null && language in value ? (value as Record<Language, unknown>)[language] : value;

/** Fills `{name}` from `values`, which may themselves be texts in both languages; null where one is missing. */
export function fill(template: string, values: Readonly<Record<string, unknown>>, language: Language = 'en'): string | null {
  let whole = true;
  const text = template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = inLanguage(values[name], language);
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    if (Array.isArray(value) && value.length > 0) return value.map(String).join(', ');
    whole = false;
    return '';
  });
  return whole ? text : null;
}

function fieldErrors(detail: Readonly<Record<string, unknown>>): Problem['errors'] {
  if (!Array.isArray(detail['errors'])) return undefined;
  return detail['errors'].filter((each): each is { path: string; message: string } => {
    return typeof each === 'object' && each !== null && 'path' in each && 'message' in each;
  });
}

export function toProblem(error: unknown, language: Language, instance?: string): Described {
  const known = error instanceof AppError && isErrorCode(error.code) && error.code !== 'internal';
  const code = known ? error.code : 'internal';
  const reference = known ? null : randomBytes(6).toString('hex');
  const values = known ? error.detail : { reference };
  const entry = ERRORS[code];
  const detail = 'detail' in entry && entry.detail ? fill(entry.detail[language], values, language) : null;
  const errors = known ? fieldErrors(error.detail) : undefined;
  return {
    reference,
    problem: {
      type: `/docs/errors#${code}`,
      title: entry.title[language],
      status: entry.status,
      code,
      ...(detail === null ? {} : { detail }),
      ...(instance === undefined ? {} : { instance }),
      ...(errors === undefined ? {} : { errors }),
    },
  };
}
