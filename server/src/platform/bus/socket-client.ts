// The using side of a port over a unix socket: connects, and connects again for as long as it is open.
import { connect, type Socket } from 'node:net';
import { clientState } from './connection-state.ts';
import { encodeFrame, frameReader, type Frame } from './frames.ts';
import type { SocketParts } from './socket-server.ts';
import type { PortClient, PortContract } from './types.ts';

const FIRST_RETRY_MS = 25;
const LAST_RETRY_MS = 1_000;

export function connectSocket<P extends PortContract>(parts: SocketParts, contract: P): PortClient<P> {
  const { path, log, maxFrame } = parts;
  const state = clientState(contract.name, log);
  let socket: Socket | null = null;
  let retry: NodeJS.Timeout | null = null;
  let retryMs = FIRST_RETRY_MS;
  let closed = false;

  function hear(frame: Frame): void {
    switch (frame.t) {
      case 'hello':
        retryMs = FIRST_RETRY_MS;
        return state.connected(true);
      case 'done':
        return state.settle(frame.id, { ok: true, output: frame.output });
      case 'fail':
        return state.settle(frame.id, { ok: false, code: frame.code, detail: frame.detail });
      case 'event':
        return state.heard(frame.name, frame.data);
      case 'call':
        return log.warn('a server sent a call', { port: contract.name });
    }
  }

  function open(): void {
    const fresh = connect(path);
    socket = fresh;
    const read = frameReader(hear, maxFrame);
    fresh.on('connect', () => fresh.write(encodeFrame({ t: 'hello', port: contract.name })));
    fresh.on('data', (chunk) => {
      try {
        read(chunk);
      } catch (error) {
        fresh.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    let reason = '';
    fresh.on('error', (error) => (reason = String(error)));
    fresh.on('close', () => {
      state.connected(false);
      if (closed) return;
      if (retryMs === FIRST_RETRY_MS) log.info('port not connected, trying again', { port: contract.name, reason });
      retry = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    });
  }

  open();
  const client: PortClient<PortContract> = {
    call: (name, input, options) =>
      state.begin(name, options?.timeoutMs, (id) => void socket?.write(encodeFrame({ t: 'call', id, name, input }, maxFrame))),
    on: (event, heard) => state.on(event, heard),
    onConnection: (changed) => state.onConnection(changed),
    async close() {
      closed = true;
      if (retry) clearTimeout(retry);
      const last = socket;
      if (!last || last.closed) return;
      await new Promise<void>((resolve) => {
        last.once('close', () => resolve());
        last.destroy();
      });
    },
  };
  return client;
}
