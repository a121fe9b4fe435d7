// The shape of an application error: a code of the catalogue, never a bare string.

/** Thrown where a request cannot be served; becomes RFC 9457 problem+json at the API. `code` must stand in `catalogue.ts`. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(code: string, detail: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
    this.detail = detail;
  }
}
