// The one place where the web app speaks HTTP: cookie session, CSRF header on writes, errors as ApiError, the server's time as a by-product.
import { ApiError, parseProblem } from './problem.ts';

/** When a request left, when its answer came (local clock, epoch ms), and the server's Date header. */
export type Timing = { sentAt: number; receivedAt: number; serverDate: number };

export type ApiOptions = {
  fetch: typeof fetch;
  now: () => number;
  language: () => string;
  /** Of a session without a cookie; null where the cookie does it. */
  bearer: () => string | null;
  onTiming: (timing: Timing) => void;
  /** The session is over: the cookie is missing, expired or revoked. */
  onSignedOut: () => void;
};

export type QueryValue = string | number | undefined | null;
export type Query = Record<string, QueryValue>;

export type Api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => Promise<T>;
  bytes: (path: string, signal?: AbortSignal) => Promise<ArrayBuffer>;
  send: <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<T>;
};

const BASE = '/api/v1';

export function createApi(options: ApiOptions): Api {
  async function call(method: string, path: string, init: RequestInit, accept: string): Promise<Response> {
    const sentAt = options.now();
    const token = options.bearer();
    let response: Response;
    try {
      response = await options.fetch(BASE + path, {
        ...init,
        method,
        credentials: 'same-origin',
        headers: {
          accept,
          'accept-language': options.language(),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...init.headers,
        },
      });
    } catch (cause) {
      // An aborted request is the caller's own wish, not a failure of the line.
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new ApiError(0, null, null, cause);
    }
    const serverDate = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(serverDate)) options.onTiming({ sentAt, receivedAt: options.now(), serverDate });
    if (response.ok) return response;
    const problem = parseProblem(await response.json().catch(() => null));
    // A refused sign-in is an answer to a form, not the end of a session.
    if (response.status === 401 && !(method === 'POST' && path === '/sessions')) options.onSignedOut();
    throw new ApiError(response.status, problem, retryAfter(response, options.now()));
  }

  const json = 'application/json, application/problem+json';
  return {
    async get<T>(path: string, query: Query = {}, signal?: AbortSignal) {
      const response = await call('GET', path + queryString(query), signal ? { signal } : {}, json);
      return (await response.json()) as T;
    },
    async bytes(path, signal) {
      const response = await call('GET', path, signal ? { signal } : {}, '*/*');
      return response.arrayBuffer();
    },
    async send<T>(method: string, path: string, body?: unknown) {
      const headers: Record<string, string> = { 'x-tandem-csrf': '1', 'idempotency-key': randomKey() };
      if (body !== undefined) headers['content-type'] = 'application/json';
      const response = await call(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, json);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

/** `{a: 1, b: undefined}` -> `?a=1`; empty -> ``. */
export function queryString(query: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Seconds in a Retry-After header: a number, or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfter(response: Response, now: number): number | null {
  const header = response.headers.get('retry-after');
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isFinite(date) ? Math.max(0, Math.ceil((date - now) / 1000)) : null;
}

/** crypto.randomUUID exists on secure origins only, and an intranet may run on plain HTTP. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
