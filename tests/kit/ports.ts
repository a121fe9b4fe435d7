// Free ports on loopback, so that suites and a running Tandem never meet.
import dgram from 'node:dgram';
import net from 'node:net';

/** A port that is free now for TCP and UDP alike; `count` in a row, the first even. */
export async function freePorts(count = 1): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const first = 20_000 + 2 * Math.floor(Math.random() * 19_000);
    const all = await Promise.all(Array.from({ length: count }, (_unused, i) => isFree(first + i)));
    if (all.every(Boolean)) return first;
  }
  throw new Error('no free ports found');
}

async function isFree(port: number): Promise<boolean> {
  return (await tcpFree(port)) && (await udpFree(port));
}
function tcpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
function udpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
