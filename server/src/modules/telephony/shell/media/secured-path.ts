// The way of a secured leg's packets: STUN, DTLS and SRTP share one port (RFC 7983); what is left of them is plain RTP and RTCP.
import type { Socket } from 'node:dgram';
import { isStun, SrtpReceiver, SrtpSender, type SrtpReceiverState } from '@tandem/rtp';
import type { SecuredMedia } from '../../ports.ts';
import { DtlsAssociation, type SrtpKeys } from './dtls/association.ts';
import type { Fingerprint, Identity } from './dtls/identity.ts';
import { isDtls } from './dtls/record.ts';
import { IceLite, type IceState } from './ice-lite.ts';
import { SrtpPair } from './srtp-pair.ts';

/** A browser that was not reached by then will not be: it gave up itself, or nothing of ours comes through to it. */
const CONNECT_WITHIN_MS = 20_000;

/** What goes with a leg into another room's worker, so that its far end notices nothing. */
export type SecuredState = {
  readonly ice: IceState;
  readonly keys: SrtpKeys | null;
  readonly receiver: SrtpReceiverState;
  readonly agreed: Agreed;
};

/** What the association was made for. */
type Agreed = Pick<SecuredMedia, 'fingerprint' | 'role'>;

export class SecuredPath {
  readonly #identity: Identity;
  readonly #socket: Socket;
  readonly #ice: IceLite;
  #agreed: Agreed | null = null;
  #association: DtlsAssociation | null = null;
  #keys: SrtpKeys | null = null;
  #pair: SrtpPair | null = null;
  #giveUpAt = Number.POSITIVE_INFINITY;
  #started = false;
  // Private by word where it changes with each packet: as in JitterBuffer.
  private nowMs: number;
  #failure: string | null = null;

  constructor(socket: Socket, identity: Identity, nowMs: number, from: SecuredState | null) {
    this.#socket = socket;
    this.#identity = identity;
    this.nowMs = nowMs;
    this.#ice = new IceLite((message, to) => socket.send(message, to.port, to.ip), from?.ice ?? { current: null }, nowMs);
    if (from === null || from.keys === null) return;
    this.#agreed = from.agreed;
    this.#secure(from.keys, from.receiver);
  }

  /** Where packets go; port 0 while nothing may be sent. */
  get ip(): string {
    return this.#ice.current?.ip ?? '';
  }
  get port(): number {
    return this.#pair !== null && this.#ice.consents(this.nowMs) ? (this.#ice.current?.port ?? 0) : 0;
  }

  /** It has its keys: until then nothing can be sent at all. */
  get keyed(): boolean {
    return this.#pair !== null;
  }

  /** What comes out of `open` has proven where it is from. */
  accept(): boolean {
    return true;
  }

  setRemote(remote: SecuredMedia, nowMs: number): void {
    this.nowMs = nowMs;
    this.#ice.setCredentials(remote);
    // Another certificate or role is another association (RFC 8842, section 5.1); a moved leg comes with its keys.
    if (this.#agreed !== null && isSame(this.#agreed.fingerprint, remote.fingerprint) && this.#agreed.role === remote.role) return;
    this.#agreed = { fingerprint: remote.fingerprint, role: remote.role };
    this.#giveUpAt = nowMs + CONNECT_WITHIN_MS;
    this.#started = false;
    this.#association = new DtlsAssociation({
      role: remote.role,
      identity: this.#identity,
      fingerprint: remote.fingerprint,
      send: (datagram) => {
        const to = this.#ice.current;
        if (to !== null) this.#socket.send(datagram, to.port, to.ip);
      },
    });
    this.#start();
  }

  /** A datagram came: how many of its bytes are plain RTP or RTCP now, or -1. No view of them is made, which would cost more than the rest of it. */
  open(bytes: Buffer, ip: string, port: number, nowMs: number): number {
    this.nowMs = nowMs;
    if (isStun(bytes)) {
      this.#ice.check(bytes, ip, port, nowMs);
      this.#start();
      return -1;
    }
    if (!this.#ice.knows(ip, port)) return -1;
    if (isDtls(bytes)) {
      this.#association?.receive(bytes, nowMs);
      this.#progress();
      return -1;
    }
    const length = this.#pair === null ? -1 : this.#pair.open(bytes);
    if (length >= 0) this.#ice.heard(ip, port, nowMs);
    return length;
  }

  /** The RTP packet, sealed; only while there is a port. */
  seal(packet: Uint8Array): Uint8Array {
    return this.#pair!.seal(packet);
  }

  sealRtcp(packet: Uint8Array): Uint8Array {
    return this.#pair!.sealRtcp(packet);
  }

  /** To be called every tick; why there will be no media, told once. */
  tick(nowMs: number): string | null {
    this.nowMs = nowMs;
    this.#association?.tick(nowMs);
    if (nowMs >= this.#giveUpAt) {
      this.#giveUpAt = Number.POSITIVE_INFINITY;
      this.#failure = this.#ice.current === null ? 'no check of the far end reached us' : 'the DTLS handshake did not end';
    }
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }

  get state(): SecuredState | null {
    if (this.#agreed === null) return null;
    return {
      ice: { current: this.#ice.current },
      keys: this.#keys,
      receiver: this.#pair?.heard ?? { rtp: [], rtcp: [] },
      agreed: this.#agreed,
    };
  }

  /** As soon as there is a way to the far end. */
  #start(): void {
    if (this.#started || this.#association === null || this.#ice.current === null) return;
    this.#started = true;
    this.#association.start(this.nowMs);
  }

  #progress(): void {
    const { keys, failure } = this.#association!;
    if (failure !== null) {
      if (this.#giveUpAt < Number.POSITIVE_INFINITY) this.#failure = `the DTLS handshake failed: ${failure}`;
      this.#giveUpAt = Number.POSITIVE_INFINITY;
    } else if (keys !== null && keys !== this.#keys) {
      this.#giveUpAt = Number.POSITIVE_INFINITY;
      this.#secure(keys);
    }
  }

  #secure(keys: SrtpKeys, state?: SrtpReceiverState): void {
    this.#keys = keys;
    this.#pair = new SrtpPair(new SrtpSender(keys.local), new SrtpReceiver(keys.remote, state));
  }
}

const isSame = (a: Fingerprint, b: Fingerprint): boolean => a.algorithm === b.algorithm && a.value.toUpperCase() === b.value.toUpperCase();
