// Nonces that need no memory (RFC 7616, section 3.3): the time, sealed with a key only we have; and the bounded memory that nonce counts do need (3.4.5).
import type { Mac, NonceLedger } from './types.ts';

/** `salt` sets apart nonces of one millisecond: counts are kept by nonce, so two dialogues of one phone must not share one. */
export function makeNonce(mac: Mac, realm: string, now: number, salt: string): string {
  const head = `${Math.floor(now).toString(16)}.${salt.replaceAll(/\W/g, '')}`;
  return `${head}.${mac(`${head}:${realm}`)}`;
}

/** When the nonce was made, or null where it is not ours. */
export function readNonce(mac: Mac, realm: string, nonce: string): number | null {
  const match = /^(([0-9a-f]{1,13})\.\w{0,64})\.(.+)$/.exec(nonce);
  if (match === null) return null;
  const [, head = '', time = '', seal = ''] = match;
  return sameText(seal, mac(`${head}:${realm}`)) ? Number.parseInt(time, 16) : null;
}

/** Compares without telling by its duration where the texts differ. */
export function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let at = 0; at < a.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}

/**
 * Remembers the highest count of each nonce in use. Bounded: beyond `max` nonces the expired ones go, then the oldest; a nonce that was
 * pushed out is refused from then on as a replay would be (its holder is challenged again), never accepted unseen: `floor` sees to that.
 */
export function createNonceLedger(max: number): NonceLedger {
  const counts = new Map<string, { count: number; expiresAt: number }>();
  /** Nonces that expire at or before this may have been forgotten. */
  let floor = -Infinity;

  function makeRoom(now: number): void {
    for (const [nonce, entry] of counts) if (entry.expiresAt <= now) counts.delete(nonce);
    for (const [nonce, entry] of counts) {
      if (counts.size < max) return;
      floor = Math.max(floor, entry.expiresAt);
      counts.delete(nonce);
    }
  }

  return {
    accept(nonce, count, expiresAt, now) {
      const known = counts.get(nonce);
      if (known === undefined) {
        if (expiresAt <= floor) return false;
        if (counts.size >= max) makeRoom(now);
        counts.set(nonce, { count, expiresAt });
        return true;
      }
      if (count <= known.count) return false;
      known.count = count;
      return true;
    },
    size: () => counts.size,
  };
}
