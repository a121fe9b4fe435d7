// What a REGISTER does to a device's bindings (RFC 3261, section 10.3). One binding a device in this form: the newest wins.

export type Binding = {
  /** The Contact URI as text: where requests for the device are addressed to. */
  contact: string;
  /** Where they are sent: the address the REGISTER came from (RFC 5626's idea for phones behind NAT). */
  transport: 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';
  socket: string;
  ip: string;
  port: number;
  callId: string;
  cseq: number;
  /** UTC epoch ms. */
  expiresAt: number;
  /** A fingerprint of the password it was proven with. */
  proof?: string;
};

export type Register = Omit<Binding, 'expiresAt' | 'contact' | 'proof'> & {
  /** Contact URIs with their own expires parameter; '*' asks to remove all. */
  contacts: '*' | readonly { uri: string; expires: number | null }[];
  /** The Expires header, seconds. */
  expires: number | null;
};

export type Registered = { ok: true; binding: Binding | null; changed: boolean } | { ok: false; status: 400 | 423 | 500; why: string };

export const MIN_EXPIRES_S = 30;
export const MAX_EXPIRES_S = 3_600;
const DEFAULT_EXPIRES_S = 300;

export function register(current: Binding | null, request: Register, now: number): Registered {
  const alive = current !== null && current.expiresAt > now ? current : null;
  // A late or repeated request of the same registration must not undo a newer one (step 7).
  if (alive && alive.callId === request.callId && request.cseq <= alive.cseq) return { ok: false, status: 500, why: 'CSeq out of order' };
  if (request.contacts === '*') {
    if (request.expires !== 0) return { ok: false, status: 400, why: 'Contact: * needs Expires: 0' };
    return { ok: true, binding: null, changed: alive !== null };
  }
  // No Contact: a query; the answer lists what is there.
  const chosen = request.contacts[0];
  if (chosen === undefined) return { ok: true, binding: alive, changed: false };
  const asked = chosen.expires ?? request.expires ?? DEFAULT_EXPIRES_S;
  if (asked === 0) {
    // Removing another contact than the one we keep leaves ours alone.
    const same = alive !== null && alive.contact === chosen.uri;
    return { ok: true, binding: same ? null : alive, changed: same };
  }
  if (asked < MIN_EXPIRES_S) return { ok: false, status: 423, why: 'interval too brief' };
  const { transport, socket, ip, port, callId, cseq } = request;
  const expiresAt = now + Math.min(asked, MAX_EXPIRES_S) * 1_000;
  return { ok: true, binding: { contact: chosen.uri, transport, socket, ip, port, callId, cseq, expiresAt }, changed: true };
}
