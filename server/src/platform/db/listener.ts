// LISTEN on one connection for all channels of a process, kept alive over reconnects.
import pg from 'pg';
import type { Log } from '../lifecycle/types.ts';
import { connectionConfig } from './connection.ts';

export type Listener = { listen(channel: string, heard: () => void): Promise<() => Promise<void>>; close(): Promise<void> };

export function createListener(options: { url: string; name: string; log: Log }): Listener {
  const channels = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let closed = false;
  let retryMs = 50;
  let timer: NodeJS.Timeout | null = null;

  async function connect(): Promise<void> {
    const fresh = new pg.Client(connectionConfig(options.url, options.name));
    let ended = false;
    const lost = () => {
      if (ended) return;
      ended = true;
      if (client === fresh) client = null;
      // The socket may still be half open after an error: end() is idempotent and its failure says nothing new.
      fresh.end().catch(() => undefined);
      if (!closed) again();
    };
    fresh.on('error', lost);
    fresh.on('end', lost);
    fresh.on('notification', (notice) => channels.get(notice.channel)?.forEach((heard) => heard()));
    try {
      await fresh.connect();
      for (const channel of channels.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      ended = true;
      fresh.end().catch(() => undefined);
      throw error;
    }
    if (closed) {
      await fresh.end();
      return;
    }
    client = fresh;
    retryMs = 50;
  }

  /** Reconnects with back-off, then calls every listener once, since notices may have been lost meanwhile. */
  function again(): void {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = null;
      ready().then(
        () => channels.forEach((set) => set.forEach((heard) => heard())),
        (error: unknown) => {
          options.log.warn('listener could not reconnect', { error: String(error), retryMs });
          again();
        },
      );
    }, retryMs);
    retryMs = Math.min(retryMs * 2, 5_000);
  }

  function ready(): Promise<void> {
    if (client) return Promise.resolve();
    connecting ??= connect().finally(() => (connecting = null));
    return connecting;
  }

  return {
    async listen(channel, heard) {
      const set = channels.get(channel) ?? new Set();
      const first = !channels.has(channel);
      channels.set(channel, set.add(heard));
      try {
        await ready();
        if (first) await client?.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        options.log.warn('listener is not connected yet', { channel, error: String(error) });
        again();
      }
      return async () => {
        set.delete(heard);
        if (set.size > 0 || channels.get(channel) !== set) return;
        channels.delete(channel);
        await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
      };
    },
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await connecting?.catch(() => undefined);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
}
