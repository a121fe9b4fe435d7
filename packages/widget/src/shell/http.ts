// The chat's few requests over HTTP: the site, a visitor, and messages both ways where no socket opens.
import type { ChatLine, ChatSite, ChatState, ChatVisitor } from '@tandem/contract/chat.ts';
import { readLines, readState } from '../core/frames.ts';

/** `status` 0: no answer came. `words`: the server's own, in the page's language. */
export class HttpError extends Error {
  readonly status: number;
  constructor(status: number, words: string, cause?: unknown) {
    super(words, { cause });
    this.status = status;
  }
}

export type Http = {
  site: () => Promise<ChatSite>;
  visitor: () => Promise<string>;
  send: (token: string, message: { clientId: string; text: string }) => Promise<void>;
  lines: (token: string, after: number) => Promise<{ lines: ChatLine[]; state: ChatState | null }>;
  socket: () => WebSocket;
};

const TOO_LONG_MS = 20_000;

/** `server`: where the script came from, `https://host`. */
export function createHttp(server: string, key: string, language: string): Http {
  const base = `${server}/api/v1/chat/${encodeURIComponent(key)}`;
  async function call(method: 'GET' | 'POST', path: string, token: string | null, body?: unknown): Promise<unknown> {
    const headers: Record<string, string> = { 'accept-language': language };
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(base + path, {
        method,
        headers,
        credentials: 'omit',
        signal: AbortSignal.timeout(TOO_LONG_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new HttpError(0, 'no answer', cause);
    }
    const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
    if (!response.ok) {
      const words = [answer?.['detail'], answer?.['title']].find((each) => typeof each === 'string');
      throw new HttpError(response.status, words ?? String(response.status));
    }
    return answer;
  }
  return {
    site: async () => (await call('GET', '', null)) as ChatSite,
    visitor: async () => ((await call('POST', '/visitors', null, {})) as ChatVisitor).token,
    send: async (token, message) => void (await call('POST', '/messages', token, message)),
    async lines(token, after) {
      const answer = (await call('GET', `/messages?after=${after}`, token)) as { lines?: unknown; state?: unknown } | null;
      return { lines: readLines(answer?.lines), state: readState(answer?.state) };
    },
    socket: () => new WebSocket(`${base.replace(/^http/, 'ws')}/socket`),
  };
}
