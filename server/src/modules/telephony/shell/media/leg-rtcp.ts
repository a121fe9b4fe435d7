// One leg's RTCP: its reports go out and come in, over a port of its own or the RTP port, and what they say of the call.
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { RtcpSession, type RemoteView } from '@tandem/rtp';
import type { RemoteMedia } from '../../ports.ts';
import type { LegReceiver } from './leg-receiver.ts';
import type { LegSender } from './leg-sender.ts';

/** What is done to a packet before it is sent, and to one that came to RTCP's own port: how many of its bytes are a plain one then, or -1. */
export type Sealing = { seal(packet: Uint8Array): Uint8Array; open(bytes: Buffer): number };

export class LegRtcp {
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #sender: LegSender;
  readonly #receiver: LegReceiver;
  readonly #session: RtcpSession;
  readonly #sealing: Sealing;
  #remote: RemoteMedia | null = null;
  /** Where a report of theirs really came from (symmetric RTCP, RFC 4961), behind a NAT. */
  #source: { ip: string; port: number } | null = null;

  constructor(sockets: { rtp: Socket; rtcp: Socket }, sender: LegSender, receiver: LegReceiver, sealing: Sealing) {
    this.#sealing = sealing;
    this.#rtp = sockets.rtp;
    this.#rtcp = sockets.rtcp;
    this.#sender = sender;
    this.#receiver = receiver;
    // A name of this leg alone, telling nothing of the machine (RFC 7022, section 4.2).
    const cname = randomBytes(12).toString('base64');
    this.#session = new RtcpSession({ ssrc: sender.ssrc, cname, random: Math.random });
    this.#rtcp.on('message', (bytes, from) => {
      const length = sealing.open(bytes);
      if (length >= 0) this.#heard(length === bytes.length ? bytes : bytes.subarray(0, length), from.address, from.port);
    });
  }

  get rttMs(): number | null {
    return this.#session.rttMs;
  }

  get remote(): RemoteView | null {
    return this.#session.remote;
  }

  setRemote(remote: RemoteMedia): void {
    if (remote.ip !== this.#remote?.ip || remote.port !== this.#remote.port) this.#source = null;
    this.#remote = remote;
  }

  /** RTCP came to the RTP port. */
  onRtpPort(bytes: Uint8Array, ip: string, port: number): void {
    if (this.#remote?.rtcp?.mux === true) this.#heard(bytes, ip, port);
  }

  tick(nowMs: number): void {
    if (this.#remote === null || !this.#session.due(nowMs)) return;
    this.#send(this.#session.report(epoch(), this.#sender.sending, this.#receiver.statistics));
  }

  /** Says goodbye; the sockets may be closed afterwards. */
  close(sent: () => void): void {
    if (this.#remote === null || this.#sender.packetsSent === 0) return sent();
    this.#send(this.#session.farewell(epoch(), this.#sender.sending, this.#receiver.statistics), sent);
  }

  #heard(bytes: Uint8Array, ip: string, port: number): void {
    // Whoever may be heard as RTP may report: the agreed address, the one believed for it, or the one named for RTCP.
    const { latch } = this.#receiver;
    if (this.#remote === null || latch === null) return;
    if (ip !== latch.ip && ip !== this.#remote.ip && ip !== this.#remote.rtcp?.ip) return;
    const { received, ssrc } = this.#receiver.statistics;
    const { packetsSent, unitsPerMs } = this.#sender;
    if (!this.#session.receive(bytes, epoch(), received > 0 ? ssrc : null, packetsSent, unitsPerMs)) return;
    this.#source = { ip, port };
    if (this.#session.remote !== null) this.#sender.expectLoss(this.#session.remote.loss);
  }

  #send(packet: Uint8Array, sent: () => void = () => undefined): void {
    const to = this.#destination();
    if (to === null) return sent();
    (this.#remote?.rtcp?.mux === true ? this.#rtp : this.#rtcp).send(this.#sealing.seal(packet), to.port, to.ip, sent);
  }

  #destination(): { ip: string; port: number } | null {
    const remote = this.#remote;
    const { latch } = this.#receiver;
    if (remote === null || latch === null) return null;
    const agreed = remote.rtcp ?? { ip: remote.ip, port: remote.port + 1, mux: false };
    const moved = latch.ip !== remote.ip || latch.port !== remote.port;
    const to = agreed.mux ? latch : (this.#source ?? (moved ? { ip: latch.ip, port: latch.port + 1 } : agreed));
    return to.port > 0 && to.port < 65_536 && to.ip !== '0.0.0.0' ? { ip: to.ip, port: to.port } : null;
  }
}

const epoch = (): number => performance.timeOrigin + performance.now();
