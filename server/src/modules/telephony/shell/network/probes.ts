// Knocks at our own doors over real sockets: a STUN server's view of us, SIP over UDP and TCP, and a few media ports.
import dgram from 'node:dgram';
import net from 'node:net';
import tls from 'node:tls';
import { randomBytes, randomInt } from 'node:crypto';
import { stunAnswer, stunQuestion } from '../../core/network/stun.ts';
import type { Findings, Probe } from '../../core/network/rate.ts';

const PATIENCE_MS = 1_500;

/** Waits for `heard` to answer; `why` where it takes too long. */
function patiently<T>(
  why: string,
  work: (done: (value: T) => void, failed: (why: string) => void) => () => void,
): Promise<T | { why: string }> {
  return new Promise((resolve) => {
    let close: () => void = () => undefined;
    let over = false;
    const end = (value: T | { why: string }): void => {
      if (over) return;
      over = true;
      clearTimeout(late);
      close();
      resolve(value);
    };
    const late = setTimeout(() => end({ why }), PATIENCE_MS);
    close = work(end, (reason) => end({ why: reason }));
    if (over) close();
  });
}

const options = (via: string, to: string): string =>
  [
    `OPTIONS sip:${to} SIP/2.0`,
    `Via: SIP/2.0/${via};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
    'Max-Forwards: 1',
    `From: <sip:network-check@tandem.invalid>;tag=${randomBytes(6).toString('hex')}`,
    `To: <sip:${to}>`,
    `Call-ID: ${randomBytes(10).toString('hex')}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

const asProbe = (began: number, outcome: true | { why: string }): Probe =>
  outcome === true
    ? { reached: true, ms: Math.round(performance.now() - began), why: null }
    : { reached: false, ms: null, why: outcome.why };

/** Any answer is one: somebody who speaks SIP is there. */
export async function knockUdp(ip: string, port: number): Promise<Probe> {
  const began = performance.now();
  const outcome = await patiently<true>('no answer', (done, failed) => {
    const socket = dgram.createSocket(net.isIPv6(ip) ? 'udp6' : 'udp4');
    socket.on('error', (error) => failed(error.message));
    socket.on('message', (bytes) => bytes.toString('latin1').startsWith('SIP/2.0 ') && done(true));
    socket.bind(0, () =>
      socket.send(options(`UDP ${ip}:${socket.address().port}`, ip), port, ip, (error) => error && failed(error.message)),
    );
    return () => socket.close();
  });
  return asProbe(began, outcome);
}

export async function knockStream(transport: 'tcp' | 'tls', ip: string, port: number): Promise<Probe> {
  const began = performance.now();
  const outcome = await patiently<true>('no answer', (done, failed) => {
    const ask = (): unknown => socket.write(options(`${transport.toUpperCase()} ${ip}:${socket.localPort ?? 0}`, ip));
    // Whether anybody trusts our certificate is his affair: here it is whether the door is open.
    const socket: net.Socket =
      transport === 'tcp' ? net.connect(port, ip, ask) : tls.connect({ host: ip, port, rejectUnauthorized: false }, ask);
    socket.on('error', (error) => failed(error.message));
    socket.on('data', (bytes) => bytes.toString('latin1').startsWith('SIP/2.0 ') && done(true));
    return () => socket.destroy();
  });
  return asProbe(began, outcome);
}

/** `url`: as TANDEM_STUN has it. */
export async function askStun(url: string): Promise<NonNullable<Findings['stun']>> {
  const [, host = '', port = '3478'] = /^stuns?:(\[[^\]]+\]|[^:?]+)(?::(\d+))?/.exec(url) ?? [];
  const transaction = randomBytes(12);
  const outcome = await patiently<{ ip: string }>('no answer', (done, failed) => {
    const socket = dgram.createSocket('udp4');
    socket.on('error', (error) => failed(error.message));
    socket.on('message', (bytes) => {
      const seen = stunAnswer(bytes, transaction);
      if (seen !== null) done({ ip: seen.ip });
    });
    socket.bind(0, () => socket.send(stunQuestion(transaction), Number(port), host, (error) => error && failed(error.message)));
    return () => socket.close();
  });
  return 'ip' in outcome ? { server: url, ip: outcome.ip, why: null } : { server: url, ip: null, why: outcome.why };
}

/** Ports that calls have now are in use by us, and as good as bound. */
const BUSY = 'EADDRINUSE';

/** Binds a few even ports of the range for a moment; where there is a public address, sends to them by it. */
export async function tryRtp(
  host: string,
  range: { from: number; to: number },
  publicIp: string | null,
  count = 4,
): Promise<Findings['rtp']> {
  const pairs = Math.floor((range.to - range.from + 1) / 2);
  const first = range.from + (range.from % 2);
  const ports = new Set(Array.from({ length: Math.min(count, pairs) }, () => first + 2 * randomInt(Math.max(1, pairs - 1))));
  const tries = await Promise.all([...ports].map((port) => tryPort(host, port, publicIp)));
  const reached = tries.filter((each) => each.reached !== null);
  return {
    ...range,
    tried: tries.length,
    usable: tries.filter((each) => each.usable).length,
    why: tries.find((each) => each.why !== null)?.why ?? null,
    // A port in use cannot be listened on: it says nothing.
    reachable: publicIp === null ? null : tries.length - reached.filter((each) => each.reached === false).length,
  };
}

async function tryPort(
  host: string,
  port: number,
  publicIp: string | null,
): Promise<{ usable: boolean; why: string | null; reached: boolean | null }> {
  const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
  const bound = await new Promise<{ code: string | null }>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? error.message }));
    socket.bind(port, host, () => resolve({ code: null }));
  });
  if (bound.code !== null) {
    socket.close();
    return bound.code === BUSY ? { usable: true, why: null, reached: null } : { usable: false, why: bound.code, reached: null };
  }
  if (publicIp === null) {
    socket.close();
    return { usable: true, why: null, reached: null };
  }
  const token = randomBytes(16);
  const outcome = await patiently<true>('no answer', (done, failed) => {
    const sender = dgram.createSocket(net.isIPv6(publicIp) ? 'udp6' : 'udp4');
    sender.on('error', (error) => failed(error.message));
    socket.on('message', (bytes) => bytes.equals(token) && done(true));
    sender.send(token, port, publicIp, (error) => error && failed(error.message));
    return () => {
      sender.close();
      socket.close();
    };
  });
  return { usable: true, why: null, reached: outcome === true };
}
