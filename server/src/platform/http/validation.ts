// Checks the parts of a request against the route's schemas, compiled once when the route is mounted.
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Language } from '@tandem/contract/texts.ts';
import { AppError } from '../errors/types.ts';
import { coerce } from './coerce.ts';
import type { RouteSchema } from './types.ts';
import { fieldErrors, type Violation } from './violations.ts';

type Parts = { params: unknown; query: unknown; body: unknown };
type Check = (value: unknown, language: Language) => unknown;

/** Bodies are strict: nothing is converted, nothing dropped; only defaults are filled in. */
function checker(part: keyof Parts, schema: TSchema | undefined): Check {
  if (!schema) return () => undefined;
  const compiled = Compile(schema);
  return (given, language) => {
    const text = part === 'body' ? given : coerce(schema, (given ?? {}) as Record<string, unknown>);
    const value = compiled.Default(text);
    if (compiled.Check(value)) return value;
    const errors = compiled.Errors(value) as unknown as Violation[];
    throw new AppError('request.invalid', { errors: fieldErrors(part, errors, language) });
  };
}

export function requestValidator(schema: RouteSchema): (parts: Parts, language: Language) => Parts {
  const params = checker('params', schema.params);
  const query = checker('query', schema.query);
  const body = checker('body', schema.body);
  return (parts, language) => ({
    params: params(parts.params, language),
    query: query(parts.query, language),
    body: body(parts.body, language),
  });
}

/** Tells whether an answer fits the route's own schema, with the first difference. */
export function answerChecker(schema: TSchema | null): (answer: unknown) => string | null {
  if (schema === null) return (answer) => (answer === undefined || answer === null ? null : 'an answer without content was promised');
  const compiled = Compile(schema);
  return (answer) => {
    if (compiled.Check(answer)) return null;
    const [first] = compiled.Errors(answer) as unknown as (Violation & { message: string })[];
    return `${first?.instancePath ?? ''} ${first?.message ?? 'differs'}`;
  };
}
