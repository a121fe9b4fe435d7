// One DTLS 1.2 association (RFC 6347) up to its SRTP keys, as client or server. It has no socket and no clock: datagrams and times are
// given to it. The far end proves to have the key of the certificate that SDP told of; what it sends afterwards is of no interest.
import { createHash } from 'node:crypto';
import type { SrtpMaster } from '@tandem/rtp';
import { ClientHandshake } from './client.ts';
import { isCertificate, type Fingerprint, type Identity } from './identity.ts';
import { DtlsRefusal, HANDSHAKE } from './messages.ts';
import { Reassembly, wholeMessage, type HandshakeMessage } from './reassembly.ts';
import { CONTENT, readRecords, writeRecord } from './record.ts';
import { finishedData, masterSecret, srtpMasters, writeKeys, type WriteKeys } from './secrets.ts';
import { ServerHandshake } from './server.ts';

export type DtlsRole = 'client' | 'server';

export type DtlsOptions = {
  readonly role: DtlsRole;
  readonly identity: Identity;
  /** Of the far end's certificate. */
  readonly fingerprint: Fingerprint;
  send(datagram: Buffer): void;
};

/** `local` is what we send with. */
export type SrtpKeys = { readonly local: SrtpMaster; readonly remote: SrtpMaster };

/** One step of a handshake for the role that takes it. */
export type Handshake = { start(): void; message(message: HandshakeMessage): void };

/** Sooner than RFC 6347, section 4.2.4.1 says, as is usual where calls wait for it; doubled up to the last. */
const FIRST_RESEND_MS = 200;
const LAST_RESEND_MS = 3_000;
/** Datagrams of ours: what passes everywhere. */
const MTU = 1_200;

type Outgoing = { type: number; epoch: 0 | 1; body: Buffer };

export class DtlsAssociation {
  keys: SrtpKeys | null = null;
  /** Why there will be no keys. */
  failure: string | null = null;
  readonly options: DtlsOptions;
  clientRandom = Buffer.alloc(0);
  serverRandom = Buffer.alloc(0);
  readonly #handshake: Handshake;
  readonly #reassembly = new Reassembly();
  readonly #transcript: Buffer[] = [];
  readonly #sequence: [number, number] = [0, 0];
  #flight: Outgoing[] = [];
  #building: Outgoing[] = [];
  #messages = 0;
  #master: Buffer = Buffer.alloc(0);
  #read: WriteKeys | null = null;
  #write: WriteKeys | null = null;
  #nowMs = 0;
  #resendMs = FIRST_RESEND_MS;
  #resendAt = Number.POSITIVE_INFINITY;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(options: DtlsOptions) {
    this.options = options;
    this.#handshake = options.role === 'client' ? new ClientHandshake(this) : new ServerHandshake(this);
  }

  /** The way to the far end is known: a client speaks first. */
  start(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#handshake.start();
  }

  receive(datagram: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.failure !== null) return;
    this.#reassembly.repeated = false;
    const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length);
    for (const { type, epoch, body } of readRecords(bytes, () => this.#read)) {
      if (type === CONTENT.handshake) {
        for (const message of this.#reassembly.add(body)) {
          // Everything up to the change of cipher comes in the clear, everything after it sealed.
          if ((epoch === 1) === (message.type === HANDSHAKE.finished)) this.#step(message);
        }
      } else if (type === CONTENT.alert && this.keys === null && body[0] === 2) this.#fail(`alert ${body[1] ?? ''}`);
      if (this.failure !== null) return;
    }
    // It did not get our last flight; not more than one of ours for a burst of theirs.
    if (this.#reassembly.repeated && nowMs - this.#sentAt > FIRST_RESEND_MS / 4) this.#transmit();
  }

  /** To be called often: sends again what nobody answered. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    if (nowMs < this.#resendAt) return;
    this.#resendMs = Math.min(LAST_RESEND_MS, this.#resendMs * 2);
    this.#transmit();
    this.#resendAt = nowMs + this.#resendMs;
  }

  // What a role's steps do.

  say(type: number, body: Buffer): void {
    const message = wholeMessage({ type, sequence: this.#messages++, body });
    this.#transcript.push(message);
    this.#building.push({ type: CONTENT.handshake, epoch: type === HANDSHAKE.finished ? 1 : 0, body: message });
  }

  changeCipher(): void {
    this.#building.push({ type: CONTENT.changeCipherSpec, epoch: 0, body: Buffer.of(1) });
  }

  /** Sends what was said since, and again until something comes back; the `last` flight of a handshake only where it is missed. */
  flight(last = false): void {
    this.#flight = this.#building;
    this.#building = [];
    this.#resendMs = FIRST_RESEND_MS;
    this.#transmit();
    this.#resendAt = last ? Number.POSITIVE_INFINITY : this.#nowMs + this.#resendMs;
  }

  heard(message: HandshakeMessage): void {
    this.#transcript.push(wholeMessage(message));
  }

  /** A first ClientHello that was answered by a cookie does not count (RFC 6347, section 4.2.1). */
  forget(): void {
    this.#transcript.length = 0;
  }

  /** All that was said and heard. */
  get transcript(): Buffer {
    return Buffer.concat(this.#transcript);
  }

  /** Throws a DtlsRefusal where it is not the certificate SDP told of. */
  known(certificate: Buffer): void {
    if (!isCertificate(certificate, this.options.fingerprint)) throw new DtlsRefusal('another certificate than SDP told of');
  }

  /** Both randoms are known, the transcript reaches up to the client's key exchange. */
  exchanged(secret: Buffer): void {
    this.#master = masterSecret(secret, this.#hash());
    const keys = writeKeys(this.#master, this.clientRandom, this.serverRandom);
    const client = this.options.role === 'client';
    this.#write = client ? keys.client : keys.server;
    this.#read = client ? keys.server : keys.client;
  }

  /** What `who` has to say in its Finished, over the transcript as it is now. */
  finished(who: DtlsRole): Buffer {
    return finishedData(this.#master, who, this.#hash());
  }

  done(): void {
    const { client, server } = srtpMasters(this.#master, this.clientRandom, this.serverRandom);
    this.keys = this.options.role === 'client' ? { local: client, remote: server } : { local: server, remote: client };
    this.#resendAt = Number.POSITIVE_INFINITY;
  }

  #step(message: HandshakeMessage): void {
    if (this.failure !== null) return;
    try {
      this.#handshake.message(message);
    } catch (error) {
      // Whatever a far end sends, also what the crypto library throws at, ends its own handshake and nobody else's call.
      // handshake_failure, so that it need not wait for its own time-out.
      this.#building = [{ type: CONTENT.alert, epoch: 0, body: Buffer.of(2, 40) }];
      this.flight(true);
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #fail(why: string): void {
    this.failure = why;
    this.#resendAt = Number.POSITIVE_INFINITY;
  }

  #hash(): Buffer {
    return createHash('sha256').update(this.transcript).digest();
  }

  #transmit(): void {
    this.#sentAt = this.#nowMs;
    let datagram: Buffer[] = [];
    let length = 0;
    for (const { type, epoch, body } of this.#flight) {
      const record = writeRecord(type, epoch, this.#sequence[epoch]++, body, epoch === 1 ? this.#write : null);
      if (length + record.length > MTU && length > 0) {
        this.options.send(Buffer.concat(datagram));
        datagram = [];
        length = 0;
      }
      datagram.push(record);
      length += record.length;
    }
    if (length > 0) this.options.send(Buffer.concat(datagram));
  }
}
