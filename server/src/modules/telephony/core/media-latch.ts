// Whose RTP a leg hears and where its own goes (symmetric RTP, RFC 4961): phones behind NAT send from another port or address than their
// SDP says, and strangers who spray the port range must neither be heard nor be sent the call ("RTP bleed").
import type { EpochMs } from '../../../kernel/time.ts';

/** Another port of the same address is only followed once the present one has been quiet: a phone that restarted, not a stranger. */
const QUIET_MS = 500;
/** Packets in a row from one source behind a NAT before it is believed. */
const CONFIRMATIONS = 3;

/** Whose packets are heard, and where ours go; port 0: nowhere. */
export type Latch = { readonly ip: string; readonly port: number; accept(ip: string, port: number, ssrc: number, now: EpochMs): boolean };

export class MediaLatch implements Latch {
  /** Where to send. */
  ip = '';
  port = 0;
  readonly #agreedIp: string;
  readonly #agreedPort: number;
  readonly #followsNat: boolean;
  #locked = false;
  #lastAt: EpochMs = 0;
  #candidate = '';
  #candidateSsrc = 0;
  #seen = 0;

  constructor(agreed: { ip: string; port: number }) {
    this.ip = agreed.ip;
    this.port = agreed.port;
    this.#agreedIp = agreed.ip;
    this.#agreedPort = agreed.port;
    this.#followsNat = hiddenByNat(agreed.ip);
  }

  /** Whether a valid RTP packet from there is the leg's. */
  accept(ip: string, port: number, ssrc: number, now: EpochMs): boolean {
    if (this.#locked && port === this.port && ip === this.ip) {
      this.#lastAt = now;
      return true;
    }
    // Whatever else comes: what was agreed stands. Another port of that address may be the far end of a call that ended with a crash of ours.
    if (ip === this.#agreedIp && port === this.#agreedPort && port !== 0) {
      this.#lock(ip, port, now);
      return true;
    }
    // Port 0 asks for no answer (RFC 768): it is heard where it is expected from, and never sent to.
    if (port === 0) return ip === this.#agreedIp;
    // The agreed address, or the one believed for it: a NAT may give the same phone another port in the middle of a call.
    if (ip === this.#agreedIp || (this.#locked && ip === this.ip)) {
      if (this.#locked && this.ip === ip && now - this.#lastAt < QUIET_MS) return false;
      this.#lock(ip, port, now);
      return true;
    }
    // From elsewhere: believed once only, only where SDP gave an address that cannot be reached, and only after some packets of one source.
    if (this.#locked || !this.#followsNat) return false;
    const source = `${ip}:${port}`;
    this.#seen = source === this.#candidate && ssrc === this.#candidateSsrc ? this.#seen + 1 : 1;
    this.#candidate = source;
    this.#candidateSsrc = ssrc;
    if (this.#seen < CONFIRMATIONS) return false;
    this.#lock(ip, port, now);
    return true;
  }

  #lock(ip: string, port: number, now: EpochMs): void {
    this.ip = ip;
    this.port = port;
    this.#locked = true;
    this.#lastAt = now;
  }
}

/** Addresses that only mean something inside the far end's network: RFC 1918, RFC 6598, RFC 3927, RFC 4193, or none at all. */
export function hiddenByNat(ip: string): boolean {
  if (ip.includes(':')) return /^(fe[89ab]|f[cd])/i.test(ip);
  const [a = 0, b = 0] = ip.split('.').map(Number);
  return (
    a === 10 ||
    a === 0 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  );
}
