// An answer of the API that is an error, and the words for it. The wire form is RFC 9457.

/** The fields of a problem document that the screens use. */
export type Problem = {
  title: string;
  status: number;
  code: string;
  detail?: string;
  instance?: string;
  errors?: { path: string; message: string }[];
};

export class ApiError extends Error {
  /** 0 where no answer came at all. */
  readonly status: number;
  readonly problem: Problem | null;
  /** Seconds to wait before trying again, where the server said so. */
  readonly retryAfterS: number | null;

  constructor(status: number, problem: Problem | null, retryAfterS: number | null, cause?: unknown) {
    super(problem?.title ?? (status === 0 ? 'no answer from the server' : `status ${status}`), { cause });
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** `key` names the sentence in the catalogue; `detail` is the server's own sentence; `reference` helps support to find the case. */
export type ErrorWords = { key: string; detail: string | null; reference: string | null };

const KEYS: Record<number, string> = {
  0: 'error.network',
  400: 'error.invalid',
  401: 'error.signed-out',
  403: 'error.forbidden',
  404: 'error.not-found',
  409: 'error.conflict',
  422: 'error.invalid',
  429: 'error.throttled',
  502: 'error.unavailable',
  503: 'error.unavailable',
  504: 'error.unavailable',
};

export function errorWords(error: unknown): ErrorWords {
  if (!(error instanceof ApiError)) return { key: 'error.unknown', detail: null, reference: null };
  const { problem } = error;
  const reference = problem ? [problem.code, problem.instance].filter(Boolean).join(' ') : error.status > 0 ? `HTTP ${error.status}` : null;
  return { key: KEYS[error.status] ?? 'error.unknown', detail: problem?.detail ?? null, reference };
}

/** Reads a problem out of a parsed body, or null where it is none (a proxy's own error page). */
export function parseProblem(body: unknown): Problem | null {
  if (typeof body !== 'object' || body === null) return null;
  const { title, status, code } = body as Record<string, unknown>;
  if (typeof title !== 'string' || typeof status !== 'number') return null;
  return { ...(body as Problem), title, status, code: typeof code === 'string' ? code : String(status) };
}
