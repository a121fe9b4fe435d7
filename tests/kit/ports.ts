// Free ports on loopback, so that suites and a running Tandem never meet.
import dgram from 'node:dgram';
import net from 'node:net';

/** Below the ports that the system itself gives to whoever connects or binds to any (32768 and up on Linux): those come and go. */
const RANGE = halfOf({ from: 10_000, to: 32_000 });
/** Given out in this process: whoever asked may not have bound them yet. */
const given: { from: number; to: number }[] = [];
const TRIES = 200;

/** A port that is free now for TCP and UDP alike; `count` in a row, the first even. */
export async function freePorts(count = 1): Promise<number> {
  for (let tries = 0; tries < 2 * TRIES; tries++) {
    // Whoever asked first has bound them by now, or never will: whether they are free can be seen.
    if (tries === TRIES) given.splice(0, Math.ceil(given.length / 2));
    const first = RANGE.from + 2 * Math.floor((Math.random() * (RANGE.to - RANGE.from - count)) / 2);
    const last = first + count - 1;
    if (given.some(({ from, to }) => first <= to && last >= from)) continue;
    given.push({ from: first, to: last });
    const all = await Promise.all(Array.from({ length: count }, (_unused, i) => isFree(first + i)));
    if (all.every(Boolean)) return first;
    given.splice(
      given.findIndex(({ from }) => from === first),
      1,
    );
  }
  throw new Error('no free ports found');
}

/** Two files run at the same time: what one has asked for and not bound yet, the other must not find free. */
function halfOf({ from, to }: { from: number; to: number }): { from: number; to: number } {
  const worker = process.env['VITEST_POOL_ID'];
  if (worker === undefined) return { from, to };
  const middle = (from + to) / 2;
  return Number(worker) % 2 === 0 ? { from, to: middle } : { from: middle, to };
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
