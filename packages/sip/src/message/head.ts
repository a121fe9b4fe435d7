// The head of a message cut into fields: where it ends, its text, its lines with folds undone (RFC 3261, section 7.3.1).
import { trimBlank } from './cursor.ts';
import { canonicalName } from './field-names.ts';
import type { Echo } from './types.ts';

// Declared here so that the package needs neither DOM nor Node types; both runtimes have it.
declare const TextDecoder: new (label: string, options: { ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export const decodeText = (bytes: Uint8Array): string => utf8.decode(bytes);

/** Index of the CRLF CRLF that ends the head, or -1. */
export function headEnd(bytes: Uint8Array, from = 0): number {
  let at = bytes.indexOf(13, from);
  while (at >= 0 && at + 3 < bytes.length) {
    if (bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at;
    at = bytes.indexOf(13, at + 1);
  }
  return -1;
}

/** A CR or LF alone: some readers would see a line end there and others not, which is how requests are smuggled. */
export function hasBareBreak(head: string): boolean {
  let at = head.indexOf('\n');
  let returns = 0;
  while (at >= 0) {
    if (head.charCodeAt(at - 1) !== 13) return true;
    returns += 1;
    at = head.indexOf('\n', at + 1);
  }
  for (at = head.indexOf('\r'); at >= 0; at = head.indexOf('\r', at + 1)) returns -= 1;
  return returns !== 0;
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** Calls `field` with each canonical name and unfolded value until it says false. A malformed line has a null name and its text as value. */
export function eachField(head: string, from: number, field: (name: string | null, value: string) => boolean): void {
  let at = from;
  while (at < head.length) {
    let end = head.indexOf('\r\n', at);
    if (end < 0) end = head.length;
    let line = head.slice(at, end);
    at = end + 2;
    if (isBlank(head.charCodeAt(at))) {
      // Joined at the end: joining fold by fold would cost quadratic time, which a hostile head could use.
      const parts = [trimBlank(line)];
      while (isBlank(head.charCodeAt(at))) {
        end = head.indexOf('\r\n', at);
        if (end < 0) end = head.length;
        parts.push(trimBlank(head.slice(at, end)));
        at = end + 2;
      }
      line = parts.join(' ');
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? null : canonicalName(line.slice(0, colon));
    if (!field(name, name === null ? line : trimBlank(line.slice(colon + 1)))) return;
  }
}

/** The first values of the fields an answer repeats, as text; null where there is no Via to answer to. */
export function echoOf(head: string, from: number, method: string): Echo | null {
  const via: string[] = [];
  const first = new Map<string, string>();
  let lines = 0;
  eachField(head, from, (name, value) => {
    if (name === 'via') via.push(value);
    else if (name !== null && !first.has(name)) first.set(name, value);
    lines += 1;
    return lines < 256;
  });
  if (via.length === 0 || method === 'ACK') return null;
  const text = (name: string): string => first.get(name) ?? '';
  return { method, via, from: text('from'), to: text('to'), callId: text('call-id'), cseq: text('cseq') };
}
