// A line to a server from another address of this machine, as from a network that has no way to loopback.
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

type Line = {
  readonly baseUrl: string;
  close(): Promise<void>;
};

/** `ip`: where it begins. */
export async function openLine(to: string, ip: string): Promise<Line> {
  const { hostname, port } = new URL(to);
  const open = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, ip);
  await once(server, 'listening');
  return {
    baseUrl: `http://${ip}:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
