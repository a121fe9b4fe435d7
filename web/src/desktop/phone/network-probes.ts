// Tries the network as a call would use it: the way to `/sip` and back, and which ways media could take.
import type { IceServer } from '@tandem/contract/api/phones.ts';
import type { Gathered } from './verdict.ts';

const PATIENCE_MS = 6_000;
const PINGS = 5;

/**
 * Milliseconds to the server and back, the middle one of five; null where no connection came about. A keep-alive of two line ends is
 * answered with one (RFC 7118, section 6; RFC 5626, section 4.4.1): the server's own SIP stack answers, not a proxy.
 */
export function roundTrip(): Promise<number | null> {
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sip`, 'sip');
  const times: number[] = [];
  return new Promise((resolve) => {
    const done = (result: number | null): void => {
      clearTimeout(timer);
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(() => done(null), PATIENCE_MS);
    let sentAt = 0;
    const ping = (): void => {
      sentAt = performance.now();
      socket.send('\r\n\r\n');
    };
    socket.addEventListener('open', ping);
    socket.addEventListener('error', () => done(null));
    socket.addEventListener('message', () => {
      times.push(performance.now() - sentAt);
      if (times.length < PINGS) ping();
      else done(times.toSorted((a, b) => a - b)[Math.floor(PINGS / 2)] ?? null);
    });
  });
}

/** Gathers as a call does, with the configured servers. */
export async function gather(servers: readonly IceServer[]): Promise<Gathered> {
  const named = (scheme: string): boolean => servers.some(({ urls }) => urls.some((url) => url.startsWith(scheme)));
  const connection = new RTCPeerConnection({ iceServers: servers as RTCIceServer[] });
  const kinds = new Set<string>();
  const complete = new Promise<void>((resolve) => {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type) kinds.add(candidate.type);
      if (candidate === null) resolve();
    });
    setTimeout(resolve, PATIENCE_MS);
  });
  try {
    connection.addTransceiver('audio');
    await connection.setLocalDescription();
    await complete;
  } finally {
    connection.close();
  }
  return { kinds, stun: named('stun'), turn: named('turn') };
}
