// The token of a request: bearer (RFC 6750), or the session cookie that only a browser sends by itself and that therefore needs CSRF proof.
import type { IncomingHttpHeaders } from 'node:http';

export const SESSION_COOKIE = 'tandem_session';
export const CSRF_HEADER = 'x-tandem-csrf';
/** WebSocket clients that cannot set headers (browsers) offer this subprotocol beside the one that carries the token. */
export const STREAM_PROTOCOL = 'tandem.v1';
const BEARER_PROTOCOL = 'tandem.bearer.';

export type Credential = { token: string; from: 'bearer' | 'cookie' };

export function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name)
      return value
        .join('=')
        .trim()
        .replace(/^"(.*)"$/, '$1');
  }
  return null;
}

/** Bearer wins over cookie: who sends one means it. Null where there is neither. */
export function credentialOf(headers: IncomingHttpHeaders): Credential | null {
  const bearer = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { token: bearer, from: 'bearer' };
  const protocol = (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .find((each) => each.startsWith(BEARER_PROTOCOL));
  if (protocol !== undefined) return { token: protocol.slice(BEARER_PROTOCOL.length), from: 'bearer' };
  const cookie = cookieValue(headers.cookie, SESSION_COOKIE);
  return cookie === null || cookie === '' ? null : { token: cookie, from: 'cookie' };
}

/** Set-Cookie of the session; a null token clears it. Lives as long as the server-side session allows, at most `maxAgeMs`. */
export function sessionCookie(token: string | null, options: { secure: boolean; maxAgeMs: number }): string {
  const age = token === null ? 0 : Math.floor(options.maxAgeMs / 1000);
  const parts = [`${SESSION_COOKIE}=${token ?? ''}`, 'Path=/', `Max-Age=${age}`, 'HttpOnly', 'SameSite=Strict'];
  if (options.secure) parts.push('Secure');
  return parts.join('; ');
}
