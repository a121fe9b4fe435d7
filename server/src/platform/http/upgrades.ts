// Doors for WebSockets on the HTTP server: one handler a path, everything else is refused.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

export type Upgrade = {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  url: URL;
  /** Of the client, behind trusted proxies. */ ip: string;
  /** As the client addressed us. */ host: string | undefined;
};
export type UpgradeHandler = (upgrade: Upgrade) => void;

export type Upgrades = {
  on(path: string, handler: UpgradeHandler): void;
  /** For every path that is one name between these two, which the handler is given. */
  under(before: string, after: string, handler: (upgrade: Upgrade, name: string) => void): void;
  /** From now on nothing is let in. */
  stop(): void;
};

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Answers an upgrade with a plain HTTP error and closes the socket. */
export function refuseUpgrade(socket: Duplex, status: number, body = '', contentType = 'text/plain'): void {
  const head = `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\nConnection: close\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.end(head + body);
}

export function createUpgrades(server: Server, where: (request: IncomingMessage) => { ip: string; host: string | undefined }): Upgrades {
  const handlers = new Map<string, UpgradeHandler>();
  const families: { before: string; after: string; handler: (upgrade: Upgrade, name: string) => void }[] = [];
  let open = true;
  const named = (path: string): UpgradeHandler | undefined => {
    for (const { before, after, handler } of families) {
      const name = path.startsWith(before) && path.endsWith(after) ? path.slice(before.length, -after.length) : '';
      if (name !== '' && !name.includes('/')) return (upgrade) => handler(upgrade, name);
    }
    return undefined;
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A peer that goes away before it is let in is no fault; without a listener it would end the process.
    socket.on('error', () => socket.destroy());
    if (!open) return refuseUpgrade(socket, 503);
    const url = URL.parse(request.url ?? '', 'http://tandem');
    const handler = url === null ? undefined : (handlers.get(url.pathname) ?? named(url.pathname));
    if (url === null || !handler) return refuseUpgrade(socket, 404);
    handler({ request, socket, head, url, ...where(request) });
  });
  return {
    on: (path, handler) => void handlers.set(path, handler),
    under: (before, after, handler) => void families.push({ before, after, handler }),
    stop: () => void (open = false),
  };
}
