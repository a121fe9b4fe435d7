// Ports between the processes of one machine: frames over a unix socket in the data folder.
import { silentLog, type Log } from '../lifecycle/types.ts';
import { connectSocket } from './socket-client.ts';
import { checkPath, serveSocket } from './socket-server.ts';
import type { Transport } from './types.ts';

/** One path, one port: the side that serves owns the file. Throws AppError `port.path-too-long` where the system cannot name it. */
export function createSocketTransport(options: { path: string; log?: Log; maxFrame?: number }): Transport {
  checkPath(options.path);
  const parts = {
    path: options.path,
    log: options.log ?? silentLog,
    ...(options.maxFrame === undefined ? {} : { maxFrame: options.maxFrame }),
  };
  return {
    serve: (contract, handlers) => serveSocket(parts, contract, handlers),
    connect: (contract) => connectSocket(parts, contract),
  };
}
