// SRTP with keys that are known beforehand: a leg's worker is told of an association as if the leg came from another worker with it, and nobody shakes hands.
import { randomBytes } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { SRTP_KEY_BYTES, SRTP_SALT_BYTES, type SrtpMaster } from '@tandem/rtp';

/** The part of a command to a worker that is of interest here. */
type Open = { do: string; leg?: string; secured?: unknown };

const master = (): SrtpMaster => ({ key: randomBytes(SRTP_KEY_BYTES), salt: randomBytes(SRTP_SALT_BYTES) });
const credentials = (): { ufrag: string; pwd: string } => ({ ufrag: randomBytes(6).toString('hex'), pwd: randomBytes(16).toString('hex') });

/** One association for all legs. Nobody asks for consent anew, so nothing is sent any more after half a minute (RFC 7675). */
export function createKnownKeys() {
  const keys = { local: master(), remote: master() };
  const agreed = { fingerprint: { algorithm: 'sha-256', value: '00' }, role: 'client' as const };
  const farEnds = new Map<string, { ip: string; port: number }>();
  return {
    /** What far ends seal with. */
    ofFarEnd: keys.remote,
    /** For `setRemote`. */
    media: { ...agreed, local: credentials(), remote: credentials() },
    /** That leg, once it is opened, has its far end there. */
    expect(leg: string, farEnd: { ip: string; port: number }): void {
      farEnds.set(leg, farEnd);
    },
    /** To be called before the thread is told anything. */
    giveTo(thread: Worker): void {
      const post = thread.postMessage.bind(thread) as (message: unknown, transfer?: readonly unknown[]) => void;
      thread.postMessage = (message: Open, transfer?: readonly unknown[]) => {
        const current = farEnds.get(message.leg ?? '');
        const opens = message.do === 'open' && current !== undefined;
        post(opens ? { ...message, secured: { ice: { current }, keys, receiver: { rtp: [], rtcp: [] }, agreed } } : message, transfer);
      };
    },
  };
}
