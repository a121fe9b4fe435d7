// SIP over WebSocket on the HTTP port: an upgrade of `/sip` is handed to the edge byte by byte, unread. Losing this process costs phones a reconnection, never a call.
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { sameOrigin } from '../platform/http/origin.ts';
import { refuseUpgrade, type Upgrade } from '../platform/http/upgrades.ts';
import type { Log } from '../platform/log/log.ts';

export type SipRelay = {
  /** For `http.upgrades.on('/sip', relay.upgrade)`. */
  upgrade: (upgrade: Upgrade) => void;
  close(): void;
};

/** What the edge's half of the handshake needs; everything else a browser sends along, cookies among it, stays here. */
const HANDED_ON = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-protocol'] as const;

/** `path`: the edge's local socket. */
export function createSipRelay({ path, log }: { path: string; log: Log }): SipRelay {
  const open = new Set<Duplex>();
  return {
    upgrade({ request, socket, head, ip, host }) {
      // A page of somebody else's must not ring phones with what the browser of ours knows; phones send no Origin.
      if (!sameOrigin(request.headers.origin, host, true)) return refuseUpgrade(socket, 403);
      const edge = net.connect(path);
      const end = (): void => {
        open.delete(socket);
        edge.destroy();
        socket.destroy();
      };
      open.add(socket);
      let connected = false;
      edge.on('error', (error) => {
        log.debug('SIP over WebSocket: the edge', { error: error.message });
        if (connected) return end();
        open.delete(socket);
        refuseUpgrade(socket, 503);
      });
      edge.on('connect', () => {
        connected = true;
        const fields = HANDED_ON.flatMap((name) => [request.headers[name] ?? []].flat().map((value) => `${name}: ${value}`));
        const client = `x-tandem-client: ${ip} ${request.socket.remotePort ?? 0}`;
        edge.write(
          `GET /sip HTTP/1.1\r\nhost: edge\r\nconnection: Upgrade\r\nupgrade: websocket\r\n${[...fields, client].join('\r\n')}\r\n\r\n`,
        );
        edge.write(head);
        edge.pipe(socket);
        socket.pipe(edge);
      });
      edge.on('close', end);
      socket.on('error', end);
      socket.on('close', end);
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}
