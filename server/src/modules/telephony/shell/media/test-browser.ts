// A browser's side of a secured leg, for tests of media: checks by ICE, shakes hands by DTLS, and carries the packets of a plain test phone. Not for product code.
import { createHmac, randomBytes } from 'node:crypto';
import dgram, { type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isRtcp, isStun, SrtpReceiver, SrtpSender } from '@tandem/rtp';
import type { MediaFingerprint, RemoteMedia } from '../../ports.ts';
import { DtlsAssociation } from './dtls/association.ts';
import { fingerprintOf, makeIdentity, readIdentity } from './dtls/identity.ts';
import { isDtls } from './dtls/record.ts';
import type { TestPhone } from './test-phone.ts';

export type Check = { username: string; pwd: string; nominates?: boolean; controlled?: boolean };

/** A connectivity check, made without the code it is to test. */
export function check({ username, pwd, nominates = true, controlled = false }: Check): Buffer {
  const attribute = (type: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  const body = Buffer.concat([
    attribute(0x0006, Buffer.from(username)),
    attribute(0x0024, Buffer.of(0x6e, 0, 0x1e, 0xff)),
    attribute(controlled ? 0x8029 : 0x802a, randomBytes(8)),
    ...(nominates ? [attribute(0x0025, Buffer.alloc(0))] : []),
  ]);
  const head = Buffer.alloc(20);
  head.writeUInt16BE(0x0001, 0);
  head.writeUInt16BE(body.length + 24, 2);
  head.writeUInt32BE(0x2112a442, 4);
  randomBytes(12).copy(head, 8);
  const covered = Buffer.concat([head, body]);
  return Buffer.concat([covered, attribute(0x0008, createHmac('sha1', pwd).update(covered).digest())]);
}

const fresh = (): { ufrag: string; pwd: string } => ({ ufrag: randomBytes(6).toString('hex'), pwd: randomBytes(16).toString('hex') });

export class TestBrowser {
  /** Answers to checks. */
  answers = 0;
  failure: string | null = null;
  readonly phone: TestPhone;
  readonly role: 'client' | 'server';
  /** Credentials of the pool's side and of its own. */
  local = fresh();
  remote = fresh();
  readonly #identity = readIdentity(makeIdentity());
  readonly #inner: Socket;
  #outer: Socket;
  #association: DtlsAssociation | null = null;
  #sender: SrtpSender | null = null;
  #receiver: SrtpReceiver | null = null;
  #timer: NodeJS.Timeout | undefined;
  #to = 0;

  private constructor(phone: TestPhone, role: 'client' | 'server', inner: Socket, outer: Socket) {
    this.phone = phone;
    this.role = role;
    this.#inner = inner;
    this.#outer = outer;
    inner.on('message', (bytes) => {
      if (this.#sender === null) return;
      const room = new Uint8Array(bytes.length + 10);
      room.set(bytes);
      this.send(room.subarray(0, this.#sender.protect(room, bytes.length)));
    });
    outer.on('message', (bytes) => this.#heard(bytes));
  }

  /** `role` in the DTLS handshake. */
  static async create(phone: TestPhone, role: 'client' | 'server' = 'server'): Promise<TestBrowser> {
    return new TestBrowser(phone, role, await bound(), await bound());
  }

  /** What the pool is to know of it. */
  media(changes: { fingerprint?: MediaFingerprint } = {}): RemoteMedia {
    const fingerprint = changes.fingerprint ?? fingerprintOf(this.#identity.certificate);
    const role = this.role === 'client' ? 'server' : 'client';
    const secured = { local: this.local, remote: this.remote, fingerprint, role } as const;
    return { ...this.phone.remote(), ip: '0.0.0.0', port: 9, rtcp: { ip: '0.0.0.0', port: 9, mux: true }, secured };
  }

  /** Where its phone sends its plain packets. */
  get port(): number {
    return this.#inner.address().port;
  }

  get connected(): boolean {
    return this.#sender !== null;
  }

  /** Checks, and shakes hands, with a leg of the pool on that port. */
  connect(port: number, fingerprint: MediaFingerprint): void {
    this.#to = port;
    this.#association = new DtlsAssociation({
      role: this.role,
      identity: this.#identity,
      fingerprint,
      send: (datagram) => this.send(datagram),
    });
    let beats = 0;
    this.#timer = setInterval(() => {
      if (beats++ % 5 === 0) this.send(check({ username: `${this.local.ufrag}:${this.remote.ufrag}`, pwd: this.local.pwd }));
      this.#association!.tick(performance.now());
    }, 20);
  }

  /** Another address, as after a change of network; with `restart` new credentials on both sides. */
  async moves(restart: boolean): Promise<void> {
    this.#outer.close();
    this.#outer = await bound();
    this.#outer.on('message', (bytes) => this.#heard(bytes));
    if (restart) [this.local, this.remote] = [fresh(), fresh()];
  }

  send(bytes: Uint8Array): void {
    this.#outer.send(bytes, this.#to, '127.0.0.1');
  }

  close(): void {
    clearInterval(this.#timer);
    this.#inner.close();
    this.#outer.close();
  }

  #heard(bytes: Buffer): void {
    const association = this.#association;
    if (isStun(bytes)) {
      this.answers++;
      association?.start(performance.now());
    } else if (isDtls(bytes) && association !== null) {
      association.receive(bytes, performance.now());
      this.failure = association.failure;
      if (association.keys === null || this.#sender !== null) return;
      this.#sender = new SrtpSender(association.keys.local);
      this.#receiver = new SrtpReceiver(association.keys.remote);
    } else if (this.#receiver !== null && !isRtcp(bytes)) {
      const length = this.#receiver.unprotect(bytes);
      if (length > 0) this.#inner.send(bytes.subarray(0, length), this.phone.remote().port, '127.0.0.1');
    }
  }
}

async function bound(): Promise<Socket> {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
