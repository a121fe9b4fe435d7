// Cuts a byte stream (TCP, TLS) into messages by their Content-Length (RFC 3261, section 18.3), and sees keep-alives (RFC 5626, section 4.4.1).
import { decodeText, eachField, headEnd } from '../message/head.ts';

export type FramerLimits = {
  /** Bytes of start line and header fields; default 32 KiB. */
  maxHead?: number;
  /** Bytes of a body; default 256 KiB. */
  maxBody?: number;
};

export type Frame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** CRLF CRLF: answer with CRLF. */
  | { readonly kind: 'ping' }
  /** A single CRLF: the answer to our ping. */
  | { readonly kind: 'pong' }
  /** The stream cannot be read further: close the connection. Everything pushed later is ignored. */
  | { readonly kind: 'broken'; readonly reason: string };

export type Framer = { push(chunk: Uint8Array): Frame[] };

/** The Content-Length of a head, or why there is none. Two of them, or one that is no number, would leave the cut open to dispute. */
export function contentLength(head: string): number | string {
  let found: string | null = null;
  let count = 0;
  eachField(head, head.indexOf('\r\n') + 2, (name, value) => {
    if (name === 'content-length') {
      count += 1;
      found = value;
    }
    return count < 2;
  });
  if (count > 1) return 'two Content-Length fields';
  if (found === null) return 'no Content-Length';
  return /^\d{1,10}$/.test(found) ? Number(found) : 'bad Content-Length';
}

/** Never holds more than `maxHead + maxBody` bytes plus one chunk. */
export function createFramer(limits: FramerLimits = {}): Framer {
  const maxHead = limits.maxHead ?? 32_768;
  const maxBody = limits.maxBody ?? 262_144;
  // Unread bytes are held[start..end). The store doubles, and moves only when it is full: bytes that trickle in, or many small frames in one chunk, cost linear work.
  let held = new Uint8Array(4_096);
  let start = 0;
  let end = 0;
  /** Where to look on for the end of the head (from `start`), and the whole length once it is known. */
  let scanned = 0;
  let wanted: number | null = null;
  let broken = false;

  function hold(chunk: Uint8Array): void {
    if (end + chunk.length > held.length) {
      const size = end - start;
      const room = Math.max(4_096, size + chunk.length);
      const store = room > held.length || held.length > room * 4 ? new Uint8Array(room * 2) : held;
      store.set(held.subarray(start, end));
      held = store;
      start = 0;
      end = size;
    }
    held.set(chunk, end);
    end += chunk.length;
  }

  function drop(bytes: number): void {
    start += bytes;
    scanned = 0;
    wanted = null;
  }

  /** RFC 5626, 4.4.1: between messages, a double CRLF is a ping, a single one a pong. */
  function keepAlive(): 'ping' | 'pong' | 'wait' | null {
    const size = end - start;
    if (held[start] !== 13) return null;
    if (size === 1) return 'wait';
    if (held[start + 1] !== 10) return null;
    if (size === 3 && held[start + 2] === 13) return 'wait';
    const double = size >= 4 && held[start + 2] === 13 && held[start + 3] === 10;
    drop(double ? 4 : 2);
    return double ? 'ping' : 'pong';
  }

  function breakWith(reason: string): Frame {
    broken = true;
    held = new Uint8Array(0);
    start = 0;
    end = 0;
    return { kind: 'broken', reason };
  }

  function next(): Frame | null {
    if (start === end) return null;
    if (wanted === null) {
      const alive = keepAlive();
      if (alive === 'wait') return null;
      if (alive !== null) return { kind: alive };
      const unread = held.subarray(start, end);
      const head = headEnd(unread, Math.max(0, scanned - 3));
      scanned = unread.length;
      if (head > maxHead || (head < 0 && unread.length > maxHead)) return breakWith(`head above ${maxHead} bytes`);
      if (head < 0) return null;
      const length = contentLength(decodeText(unread.subarray(0, head)));
      if (typeof length === 'string') return breakWith(length);
      if (length > maxBody) return breakWith(`body above ${maxBody} bytes`);
      wanted = head + 4 + length;
    }
    if (end - start < wanted) return null;
    const bytes = held.slice(start, start + wanted);
    drop(wanted);
    return { kind: 'message', bytes };
  }

  return {
    push(chunk) {
      const frames: Frame[] = [];
      if (broken) return frames;
      hold(chunk);
      for (let frame = next(); frame !== null; frame = next()) {
        // A chunk full of pings gets one answer, not thousands.
        if (frame.kind === 'message' || frames.at(-1)?.kind !== frame.kind) frames.push(frame);
        if (broken) break;
      }
      return frames;
    },
  };
}
