// The calls a client waits for and the listeners it has: the part of a client that no transport differs in.
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import type { Answer } from './serving.ts';

type Waiting = { resolve(output: unknown): void; reject(error: Error): void; timer: NodeJS.Timeout };

export type ClientState = {
  /** A promise for the answer to call `id`; `send` is run once it is registered. */
  begin(call: string, timeoutMs: number | undefined, send: (id: number) => void): Promise<unknown>;
  settle(id: number, answer: Answer): void;
  heard(event: string, data: unknown): void;
  on(event: string, listener: (data: unknown) => void): void;
  onConnection(changed: (connected: boolean) => void): void;
  /** At a loss every waiting call is rejected: whether it was carried out is not known, and calls are idempotent. */
  connected(now: boolean): void;
};

const TIMEOUT_MS = 5_000;

export function clientState(port: string, log: Log): ClientState {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, ((data: unknown) => void)[]>();
  const watchers: ((connected: boolean) => void)[] = [];
  let connected = false;
  let last = 0;

  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    if (found) clearTimeout(found.timer);
    waiting.delete(id);
    return found;
  };

  return {
    begin(call, timeoutMs = TIMEOUT_MS, send) {
      if (!connected) return Promise.reject(new AppError('port.unavailable', { port, call }));
      const id = ++last;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => take(id)?.reject(new AppError('port.timeout', { port, call, timeoutMs })), timeoutMs);
        waiting.set(id, { resolve, reject, timer });
        try {
          send(id);
        } catch (error) {
          take(id)?.reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    },
    settle(id, answer) {
      const found = take(id);
      if (answer.ok) found?.resolve(answer.output);
      else found?.reject(new AppError(answer.code, answer.detail));
    },
    heard(event, data) {
      for (const listener of listeners.get(event) ?? []) {
        try {
          listener(data);
        } catch (error) {
          // One listener's fault must neither stop the others nor close the connection.
          log.error('listener of a port failed', { port, event, error: String(error) });
        }
      }
    },
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    onConnection(changed) {
      watchers.push(changed);
      changed(connected);
    },
    connected(now) {
      if (connected === now) return;
      connected = now;
      if (!now) for (const id of waiting.keys()) take(id)?.reject(new AppError('port.unavailable', { port }));
      watchers.forEach((changed) => changed(now));
    },
  };
}
