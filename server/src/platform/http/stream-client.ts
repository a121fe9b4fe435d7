// One client of the event stream: pulls its tenant's events in order, from memory or from the log, shows what it may see, waits while the
// client is slow. Nothing is buffered for it beyond the socket, so order and completeness follow from one position.
import type { StoredEvent } from '@tandem/contract/events.ts';
import { STREAM_CLOSE, type StreamFrame } from '@tandem/contract/api/stream.ts';
import { WebSocket } from 'ws';
import type { DurationMs } from '../../kernel/time.ts';
import type { EventLog } from '../eventlog/types.ts';
import type { Log } from '../log/log.ts';
import type { Hub } from './stream-hub.ts';
import { streamCursor } from './stream-cursor.ts';
import type { Caller } from './types.ts';

const PAGE = 200;

/** An event as a caller may see it; `data` may be other than in the log (personal data opened or left out). */
export type VisibleEvent = Pick<StoredEvent, 'seq' | 'type' | 'stream' | 'version' | 'at'> & { data: unknown };
/** What the caller may see of an event of his tenant, or null. Permission = action x scope, the same as on the API. */
export type Visible = (caller: Caller, event: StoredEvent) => Promise<VisibleEvent | null> | VisibleEvent | null;

export type ClientLimits = {
  /** Bytes that may wait in the socket before sending pauses. */
  bufferedBytes: number;
  /** A client that takes nothing for so long is closed; it resumes from its last cursor. */
  stalledMs: DurationMs;
};

export type ClientParts = {
  socket: WebSocket;
  /** Who listens, with what he may now; null once he may not any more. */
  caller: () => Caller | Promise<Caller | null>;
  tenant: Caller['tenant'];
  session: string;
  hub: Hub;
  log: Pick<EventLog, 'read'>;
  visible: Visible;
  limits: ClientLimits;
  logger: Log;
  sent: () => void;
  gaveUp: (reason: 'slow' | 'failed') => void;
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Runs until the socket closes. `place` tells how far the client is, for heartbeats. */
export function runClient(parts: ClientParts, from: number): { place: () => number; done: Promise<void> } {
  const { socket, tenant, hub, log, visible, limits } = parts;
  let at = from;
  let ring: () => void = () => undefined;
  let rung = false;
  const bell = () => {
    rung = true;
    ring();
  };
  const unsubscribe = hub.wake(tenant, bell);
  socket.on('close', bell);
  const open = () => socket.readyState === WebSocket.OPEN;

  /** The next events, and up to where that is all there is for this tenant. */
  async function next(): Promise<{ events: readonly StoredEvent[]; upTo: number }> {
    const near = hub.after(tenant, at, PAGE);
    if (near) return near;
    const top = hub.top();
    const events = await log.read({ after: at, limit: PAGE, tenant });
    // A page that is not full has seen all that was in the log before it was read, which is at least what the hub had heard.
    return { events, upTo: events.length < PAGE ? top : at };
  }

  /** False where the client was given up. */
  async function roomToSend(): Promise<boolean> {
    let waited = 0;
    let before = socket.bufferedAmount;
    while (open() && socket.bufferedAmount > limits.bufferedBytes) {
      if (waited >= limits.stalledMs) {
        parts.gaveUp('slow');
        socket.close(STREAM_CLOSE.slow, 'too slow: resume');
        // A peer that takes no data takes no close frame either.
        setTimeout(() => socket.terminate(), 1_000).unref();
        return false;
      }
      await pause(20);
      waited = socket.bufferedAmount < before ? 0 : waited + 20;
      before = socket.bufferedAmount;
    }
    return open();
  }

  async function send(event: StoredEvent): Promise<boolean> {
    const caller = await parts.caller();
    if (!caller) return false;
    const seen = await visible(caller, event);
    if (seen) {
      if (!(await roomToSend())) return false;
      const { type, stream, version, at: time, data } = seen;
      const frame: StreamFrame = { cursor: streamCursor(event.seq), type, stream, version, at: time, data };
      socket.send(JSON.stringify(frame));
      parts.sent();
    }
    at = event.seq;
    return true;
  }

  async function run(): Promise<void> {
    while (open()) {
      rung = false;
      const { events, upTo } = await next();
      for (const event of events) if (!(await send(event))) return;
      at = Math.max(at, upTo);
      const waits = events.length === 0 && hub.after(tenant, at, 1)?.events.length === 0;
      if (waits && !rung && open()) await new Promise<void>((resolve) => (ring = resolve));
    }
  }

  const done = run()
    .catch((error: unknown) => {
      parts.logger.error('event stream failed', { error, session: parts.session });
      parts.gaveUp('failed');
      socket.close(STREAM_CLOSE.failed, 'failed: resume');
    })
    .finally(unsubscribe);
  return { place: () => at, done };
}
