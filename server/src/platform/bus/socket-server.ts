// The serving side of a port over a unix socket.
import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { encodeFrame, frameReader, type Frame } from './frames.ts';
import { serving } from './serving.ts';
import type { PortContract, PortHandlers, PortServer } from './types.ts';

export type SocketParts = { path: string; log: Log; maxFrame?: number };

/** sun_path: 104 bytes on macOS, 108 on Linux, the closing zero included. */
const LONGEST_PATH = 103;
/** A client that does not read is cut off before it fills our memory; it connects again and starts afresh. */
const MOST_UNSENT = 64 * 1024 * 1024;

export function checkPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes > LONGEST_PATH) throw new AppError('port.path-too-long', { path, bytes, most: LONGEST_PATH });
}

export async function serveSocket<P extends PortContract>(
  parts: SocketParts,
  contract: P,
  handlers: PortHandlers<P>,
): Promise<PortServer<P>> {
  const { path, log, maxFrame } = parts;
  const serve = serving(contract, handlers, (call, error) =>
    log.error('port call failed', { port: contract.name, call, error: String(error) }),
  );
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  const watchers: ((count: number) => void)[] = [];
  const count = () => watchers.forEach((changed) => changed(clients.size));

  function send(socket: Socket, frame: Frame): void {
    if (socket.destroyed) return;
    if (socket.writableLength > MOST_UNSENT) return void socket.destroy(new Error('client does not read'));
    socket.write(encodeFrame(frame, maxFrame));
  }

  async function answer(socket: Socket, id: number, name: string, input: unknown): Promise<void> {
    const result = await serve(name, input);
    try {
      send(socket, result.ok ? { t: 'done', id, output: result.output } : { t: 'fail', id, code: result.code, detail: result.detail });
    } catch (error) {
      send(socket, {
        t: 'fail',
        id,
        code: error instanceof AppError ? error.code : 'port.failed',
        detail: { port: contract.name, call: name },
      });
    }
  }

  function hear(socket: Socket, frame: Frame): void {
    if (frame.t === 'hello') {
      if (frame.port !== contract.name) return void socket.destroy(new Error(`asked for port ${frame.port}`));
      send(socket, { t: 'hello', port: contract.name });
      clients.add(socket);
      count();
    } else if (frame.t === 'call' && clients.has(socket)) {
      void answer(socket, frame.id, frame.name, frame.input);
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    const read = frameReader((frame) => hear(socket, frame), maxFrame);
    socket.on('data', (chunk) => {
      try {
        read(chunk);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => log.warn('port connection failed', { port: contract.name, error: String(error) }));
    socket.on('close', () => {
      sockets.delete(socket);
      if (clients.delete(socket)) count();
    });
  });
  await listen(server, path);

  return {
    emit(event, data) {
      for (const socket of clients) send(socket, { t: 'event', name: event, data });
    },
    onClients: (changed) => void watchers.push(changed),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Takes the path over where nobody listens on it any more; only the owner may connect. */
async function listen(server: Server, path: string): Promise<void> {
  try {
    await bind(server, path);
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    if (!(await lstat(path)).isSocket() || (await answers(path))) throw new AppError('port.in-use', { path }, { cause: error });
    await unlink(path);
    await bind(server, path);
  }
  await chmod(path, 0o600);
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', (error) => resolve(codeOf(error) !== 'ECONNREFUSED'));
  });
}
