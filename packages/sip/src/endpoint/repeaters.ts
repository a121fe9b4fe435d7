// Answers repeated until the far end acknowledges them: 2xx until ACK (RFC 3261, 13.3.1.4) and reliable provisional ones until PRACK (RFC 3262, 3).
import type { Context } from './context.ts';
import type { Flow } from './types.ts';

type Repeat<T> = { readonly bytes: Uint8Array; readonly flow: Flow; readonly interval: number; readonly about: T };

export type Repeaters<T> = {
  /** Sends nothing at first: the transaction did. */
  start(key: string, bytes: Uint8Array, flow: Flow, about: T): void;
  get(key: string): T | null;
  /** Acknowledged or pointless: stops and tells what it was about. */
  stop(key: string): T | null;
  /** One of our timers; the answer is what was given up, after 64*T1. */
  fired(key: string, timer: string): T | null;
  size(): number;
};

/** `prefix` sets apart the owners of timers; `cap` is the longest pause between two sendings (T2 for 2xx, none for RFC 3262). */
export function createRepeaters<T>(context: Context, prefix: string, cap: number): Repeaters<T> {
  const repeats = new Map<string, Repeat<T>>();

  function stop(key: string): T | null {
    const repeat = repeats.get(key);
    if (repeat === undefined) return null;
    repeats.delete(key);
    context.timers.stopAll(prefix + key);
    return repeat.about;
  }

  return {
    start(key, bytes, flow, about) {
      const { t1 } = context.options;
      repeats.set(key, { bytes, flow, interval: t1, about });
      // Also on reliable transports: the far end's ACK may cross a hop that is not (13.3.1.4).
      context.timers.start(prefix + key, 'again', t1);
      context.timers.start(prefix + key, 'over', 64 * t1);
    },
    get: (key) => repeats.get(key)?.about ?? null,
    stop,
    fired(key, timer) {
      const repeat = repeats.get(key);
      if (repeat === undefined) return null;
      if (timer === 'over') return stop(key);
      const interval = Math.min(repeat.interval * 2, cap);
      repeats.set(key, { ...repeat, interval });
      context.transmit(repeat.flow, repeat.bytes);
      context.timers.start(prefix + key, 'again', interval);
      return null;
    },
    size: () => repeats.size,
  };
}
