// The request of an http node with its variables filled in, and what its answer sets. Secrets are put in by the sender alone.
import type { NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { HttpRequest, Value, Variables } from './run.ts';
import { fill } from './say.ts';

export const SECRET = /\{\{\s*secret:([a-z0-9][a-z0-9-]{0,62})\s*\}\}/g;

export function httpRequest(node: NodeOf<'http'>, vars: Variables): HttpRequest {
  // A value must not end the header it stands in.
  const headers = Object.entries(node.headers ?? {}).map(
    ([name, value]) => [name, fill(value, vars, (text) => text.replace(/[\r\n\0{}]/g, ' '))] as const,
  );
  return {
    method: node.method,
    url: fill(node.url, vars, encodeURIComponent),
    headers: Object.fromEntries(headers),
    body: node.body === undefined ? undefined : filled(node.body, vars),
    timeoutMs: node.timeoutMs,
  };
}

function filled(value: unknown, vars: Variables): unknown {
  if (typeof value === 'string') return fill(value, vars);
  if (Array.isArray(value)) return value.map((each) => filled(each, vars));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, vars)]));
}

/** The edge that the status takes. */
export function edgeOfStatus(node: NodeOf<'http'>, status: number): string {
  const named = node.status ?? {};
  if (Object.hasOwn(named, String(status))) return named[String(status)]!;
  return status >= 200 && status <= 299 ? node.ok : node.failed;
}

/** What is not there is the empty text; objects and lists are kept as JSON text, cut at 1,000 characters. */
export function readInto(into: Readonly<Record<string, string>>, body: unknown): Record<string, Value> {
  return Object.fromEntries(Object.entries(into).map(([name, pointer]) => [name, valueOf(at(body, pointer))]));
}

/** RFC 6901: `~1` is `/`, `~0` is `~`. */
function at(body: unknown, pointer: string): unknown {
  let value = body;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function valueOf(value: unknown): Value {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.slice(0, 1_000);
  return typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value).slice(0, 1_000);
}
