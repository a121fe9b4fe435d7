// The two ways a pure decision ends: a value, or a refusal (an expected "no" that is data, not an exception).

export type Refusal = { readonly code: string; readonly detail?: Readonly<Record<string, unknown>> };
export type Ok<T> = { readonly ok: true; readonly value: T };
export type No = { readonly ok: false; readonly refusal: Refusal };
export type Result<T> = Ok<T> | No;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** `code` is a key of the error catalogue (`platform/errors/catalogue.ts`), e.g. `queue.not-found`. */
export function no(code: string, detail?: Record<string, unknown>): No {
  return { ok: false, refusal: detail === undefined ? { code } : { code, detail } };
}
