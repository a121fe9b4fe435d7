// People who listen to a call beside it: its legs' taps summed to customer left and agent right, and told in pieces of 100 ms.
import type { EdgeAudio } from '@tandem/contract/ports/edge.ts';
import type { EdgeCommand } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import { FRAME_SAMPLES, muLawEncode } from '@tandem/rtp';
import type { MediaTransport, Tap } from '../../ports.ts';
import type { Log } from './context.ts';

type Order = Extract<EdgeCommand, { do: 'listen' }>;
type Listener = { left: ReadonlySet<LegId>; right: ReadonlySet<LegId>; taps: Map<LegId, Tap>; renewedAt: number };

const PIECE_MS = 100;
const FRAME_MS = 20;
const PIECE_FRAMES = PIECE_MS / FRAME_MS;
/** Core says every five seconds that somebody still listens: what it does not renew has ended, and what it does not read stays small. */
export const RENEW_WITHIN_MS = 12_000;
export const MOST_LISTENERS = 16;

export type Listening = {
  /** Begins to listen, goes on listening, or listens to other legs. */
  listen(order: Order): void;
  stop(listen: string): void;
  stopAll(): void;
};

export function createListening(options: {
  media: MediaTransport;
  log: Log;
  now: () => number;
  tell: (audio: EdgeAudio) => void;
}): Listening {
  const { media, log, now, tell } = options;
  const listeners = new Map<string, Listener>();
  const frame = new Int16Array(FRAME_SAMPLES);
  let timer: NodeJS.Timeout | null = null;

  function attend(listener: Listener): void {
    const wanted = new Set([...listener.left, ...listener.right]);
    for (const [leg, tap] of listener.taps) {
      if (wanted.has(leg)) continue;
      tap.close();
      listener.taps.delete(leg);
    }
    for (const leg of wanted) {
      const tap = listener.taps.has(leg) ? null : media.tap(leg, 'heard');
      if (tap !== null) listener.taps.set(leg, tap);
    }
  }

  function end(listen: string, listener: Listener): void {
    for (const tap of listener.taps.values()) tap.close();
    listeners.delete(listen);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  }

  /** Wall time decides how much is told, the taps what is in it: a leg that says nothing in time is silent, one that is ahead waits. */
  function tick(): void {
    for (const [listen, listener] of listeners) {
      if (now() - listener.renewedAt > RENEW_WITHIN_MS) {
        log.info('a listener is gone', { listen });
        end(listen, listener);
        continue;
      }
      tell({ listen, audio: Buffer.from(piece(listener)).toString('base64') });
    }
  }

  function piece({ left, right, taps }: Listener): Uint8Array {
    const sums = [new Int32Array(PIECE_FRAMES * FRAME_SAMPLES), new Int32Array(PIECE_FRAMES * FRAME_SAMPLES)] as const;
    for (const [leg, tap] of taps) {
      for (let n = 0; n < PIECE_FRAMES && tap.read(frame); n++) {
        if (left.has(leg)) add(sums[0], frame, n * FRAME_SAMPLES);
        if (right.has(leg)) add(sums[1], frame, n * FRAME_SAMPLES);
      }
    }
    const bytes = new Uint8Array(2 * sums[0].length);
    for (let i = 0; i < sums[0].length; i++) {
      bytes[2 * i] = muLawEncode(clamp(sums[0][i]!));
      bytes[2 * i + 1] = muLawEncode(clamp(sums[1][i]!));
    }
    return bytes;
  }

  return {
    listen({ listen, left, right }) {
      const known = listeners.get(listen);
      if (known === undefined && listeners.size >= MOST_LISTENERS) return log.warn('too many listeners', { listen });
      const listener: Listener = known ?? { left: new Set(), right: new Set(), taps: new Map(), renewedAt: 0 };
      listener.left = new Set(left);
      listener.right = new Set(right);
      listener.renewedAt = now();
      attend(listener);
      listeners.set(listen, listener);
      timer ??= setInterval(tick, PIECE_MS);
    },
    stop(listen) {
      const listener = listeners.get(listen);
      if (listener !== undefined) end(listen, listener);
    },
    stopAll() {
      for (const [listen, listener] of listeners) end(listen, listener);
    },
  };
}

function add(sum: Int32Array, frame: Int16Array, at: number): void {
  for (let i = 0; i < frame.length; i++) sum[at + i]! += frame[i]!;
}

function clamp(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
}
