// Carries an http node's request out: never into a private network unless the host is named as allowed, never longer or larger than agreed.
import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { isPrivateAddress } from '../core/private-address.ts';
import type { HttpRequest } from '../core/run.ts';

/** Of the answer, after which it is cut off and counts as failed. */
export const MOST_BYTES = 64 * 1024;
const MOST_REDIRECTS = 3;
/** Headers that the connection itself needs, or that would change whom we seem to be. */
const OURS = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'proxy-authorization',
]);

export type HttpAnswer = { status: number; body: unknown };

/** `allowed`: hosts, with or without a port, that may have private addresses. Rejects with a sentence that says why. */
export async function callHttp(request: HttpRequest, allowed: readonly string[]): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  let url = new URL(request.url);
  let { headers } = request;
  for (let hop = 0; ; hop++) {
    const answer = await send({ ...request, headers }, url, allowed, signal);
    const moved = request.method === 'GET' && [301, 302, 303, 307, 308].includes(answer.status) ? answer.location : null;
    if (moved === null) return { status: answer.status, body: answer.body };
    if (hop >= MOST_REDIRECTS) throw new Error(`more than ${MOST_REDIRECTS} redirects`);
    const next = new URL(moved, url);
    if (next.protocol !== 'http:' && next.protocol !== 'https:') throw new Error(`redirected to ${next.protocol}`);
    // Headers may hold secrets, and they were given for the first host.
    if (next.origin !== url.origin) headers = {};
    url = next;
  }
}

function send(
  request: HttpRequest,
  url: URL,
  allowed: readonly string[],
  signal: AbortSignal,
): Promise<HttpAnswer & { location: string | null }> {
  const mayBePrivate = isAllowed(url, allowed);
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  if (url.username !== '' || url.password !== '') throw new Error('a user name in the address is not sent');
  // A literal address is never looked up.
  if (net.isIP(bare) !== 0 && isPrivateAddress(bare) && !mayBePrivate)
    throw new Error(`${url.host} is in a private network and not allowed`);
  const body = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body));
  const headers: Record<string, string | number> = { accept: 'application/json', 'user-agent': 'Tandem' };
  for (const [name, value] of Object.entries(request.headers)) if (!OURS.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  if (body) Object.assign(headers, { 'content-type': headers['content-type'] ?? 'application/json', 'content-length': body.length });

  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(signal.aborted ? new Error(`no answer in ${request.timeoutMs} ms`) : error);
    // The check stands inside the connection's own look-up: what was checked is what is connected to.
    const lookup: net.LookupFunction = (host, options, done) => {
      dns.lookup(host, { ...options, all: true }, (error, found) => {
        const fit = error || mayBePrivate ? found : found.filter((each) => !isPrivateAddress(each.address));
        const [first] = fit;
        if (error) done(error, []);
        else if (!first) done(new Error(`${host} is in a private network and not allowed`), []);
        else if (options.all) done(null, fit);
        else done(null, first.address, first.family);
      });
    };
    const make = url.protocol === 'https:' ? https.request : http.request;
    // No agent: a connection kept open would have been checked for another request.
    const sent = make(url, { method: request.method, headers, lookup, signal, agent: false });
    sent.on('error', fail);
    sent.on('response', (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on('error', fail);
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes <= MOST_BYTES) parts.push(part);
        else {
          fail(new Error(`the answer is larger than ${MOST_BYTES} bytes`));
          answer.destroy();
        }
      });
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, body: parsed(text), location: answer.headers.location ?? null });
      });
      answer.on('aborted', () => fail(new Error('the answer broke off')));
    });
    sent.end(body ?? undefined);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not every status comes with JSON; a place in it is then simply not there.
    return null;
  }
}

/** `crm.internal` allows every port, `10.0.0.5:8080` only that one. */
function isAllowed(url: URL, allowed: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const host = url.hostname.toLowerCase();
  return allowed.some((each) => [host, `${host}:${port}`].includes(each.toLowerCase()));
}
