// One leg in its room: a UDP socket with a way in, a way out and what plays there.
import dgram, { type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { LegId } from '@tandem/contract/ids.ts';
import { FRAME_SAMPLES, isRtcp } from '@tandem/rtp';
import type { LegStats, MediaEvent, RemoteMedia, TapDirection } from '../../ports.ts';
import { qualityOf } from './leg-quality.ts';
import { LegReceiver } from './leg-receiver.ts';
import { LegRtcp } from './leg-rtcp.ts';
import { LegSender } from './leg-sender.ts';
import type { OpusSource } from './opus-source.ts';
import type { Player } from './player.ts';
import type { Identity } from './dtls/identity.ts';
import { SdesPath, type SdesState } from './sdes-path.ts';
import { SecuredPath, type SecuredState } from './secured-path.ts';
import { TapWriter } from './tap-ring.ts';

/** A browser sends all the time, also muted: after this its page is loading anew, crashed, asleep or without a network. Two seconds of silence are too many. */
const AWAY_MS = 1_500;

export type MediaSockets = { rtp: Socket; rtcp: Socket };

/** Who we are to secured far ends, and what was agreed with one in another room. */
export type LegSecurity = { identity: Identity; state: SealedState | null };
/** Sealed one way or the other. */
export type SealedState = SecuredState | SdesState;

export class MediaLeg {
  readonly id: LegId;
  /** Its place in the room's mixer. */
  readonly slot: number;
  /** What it says in this tick is more than silence: its room's to set. */
  sounds = false;
  readonly #sockets: MediaSockets;
  readonly #receiver: LegReceiver;
  readonly #sender: LegSender;
  readonly #rtcp: LegRtcp;
  readonly #taps = new Map<number, { direction: TapDirection; writer: TapWriter }>();
  readonly #emit: (event: MediaEvent) => void;
  readonly #out = new Int16Array(FRAME_SAMPLES);
  readonly #security: LegSecurity;
  /** A browser's, by ICE and DTLS. */
  #secured: SecuredPath | null = null;
  /** By either way, or null: plain RTP. */
  #sealed: SecuredPath | SdesPath | null = null;
  #remote: RemoteMedia | null = null;
  #player: Player | null = null;

  constructor(id: LegId, slot: number, sockets: MediaSockets, emit: (event: MediaEvent) => void, security: LegSecurity, opus: OpusSource) {
    this.id = id;
    this.slot = slot;
    this.#sockets = sockets;
    this.#security = security;
    this.#receiver = new LegReceiver(opus.reception);
    this.#sender = new LegSender((packet, port, ip) => sockets.rtp.send(this.#sealed?.seal(packet) ?? packet, port, ip), opus.encoder);
    this.#rtcp = new LegRtcp(sockets, this.#sender, this.#receiver, {
      seal: (packet) => this.#sealed?.sealRtcp(packet) ?? packet,
      // A browser has no port of its own for it.
      open: (bytes) => (this.#sealed === null ? bytes.length : this.#sealed instanceof SdesPath ? this.#sealed.open(bytes) : -1),
    });
    this.#emit = emit;
    sockets.rtp.on('message', (bytes, from) => this.#datagram(bytes, from.address, from.port));
  }

  /** What goes with the leg into another room. */
  get sealed(): SealedState | null {
    return this.#sealed?.state ?? null;
  }

  setRemote(remote: RemoteMedia): void {
    const now = performance.now();
    this.#remote = remote;
    if (remote.secured === undefined) this.#secured = null;
    else {
      this.#secured ??= new SecuredPath(this.#sockets.rtp, this.#security.identity, now, byDtls(this.#security.state));
      this.#secured.setRemote(remote.secured, now);
    }
    this.#sealed = this.#secured ?? this.#keyed(remote.sdes);
    this.#receiver.setRemote(remote, now, this.#secured);
    this.#sender.setRemote(remote);
    this.#rtcp.setRemote(remote);
  }

  press(digit: string, durationMs: number): void {
    this.#sender.press(this.#remote, digit, durationMs);
  }

  /** Plays in place of the mix, and in place of what plays. The same play again changes nothing. */
  play(player: Player): void {
    if (this.#player?.play === player.play) return;
    this.stop(null);
    this.#player = player;
  }

  plays(player: Player): boolean {
    return this.#player === player;
  }

  /** Ends the play of that name, or whatever plays. */
  stop(play: string | null, reason: 'finished' | 'stopped' | 'failed' = 'stopped', detail?: string): void {
    const player = this.#player;
    if (player === null || (play !== null && play !== player.play)) return;
    this.#player = null;
    this.#emit({ kind: 'played', leg: this.id, play: player.play, reason, ...(detail === undefined ? {} : { detail }) });
  }

  /** First half of a tick: the frame this leg says. */
  listen(frame: Int16Array, nowMs: number, skipped: number): boolean {
    const sound = this.#receiver.read(frame, nowMs);
    this.#rtcp.tick(nowMs);
    const detail = this.#secured?.tick(nowMs) ?? null;
    if (detail !== null) this.#emit({ kind: 'unsecured', leg: this.id, detail });
    this.#tell('heard', sound ? frame : null, skipped);
    const digit = this.#receiver.digit(frame, nowMs);
    if (digit !== null) this.#emit({ kind: 'digit', leg: this.id, ...digit });
    const silentMs = this.#receiver.silentMs(nowMs);
    if (silentMs > 0) this.#emit({ kind: 'silent', leg: this.id, silentMs });
    return sound;
  }

  /** Nothing comes from it although its far end never is silent. Phones on plain RTP may be. */
  isAway(nowMs: number): boolean {
    return this.#secured !== null && this.#receiver.quietMs(nowMs) >= AWAY_MS;
  }

  /** Second half: the frame this leg hears. `mix` fills a frame and says whether there is anything in it; `waiting` plays where nothing else does. */
  speak(mix: (slot: number, out: Int16Array) => boolean, skipped: number, waiting: Player | null = null): void {
    if (skipped > 0) this.#sender.skip(skipped);
    let frame: Int16Array | null = null;
    // The mix runs on under a play, so that its gains are where they should be afterwards.
    if (mix(this.slot, this.#out)) frame = this.#out;
    // What is to be heard waits for the handshake, else its first words would go nowhere.
    if (this.#player !== null && this.#secured?.keyed !== false) {
      if (this.#player.read(this.#out)) frame = this.#out;
      else {
        frame = null;
        this.stop(null, 'finished');
      }
    } else if (waiting?.read(this.#out)) frame = this.#out;
    this.#tell('sent', frame, skipped);
    const latch = this.#receiver.latch;
    // Port 0 is a refused stream (RFC 3264, section 6); one beyond the range would throw in the middle of a tick.
    if (this.#remote === null || latch === null || !this.#remote.send || !(latch.port > 0 && latch.port < 65_536)) this.#sender.pause();
    else this.#sender.send(this.#remote, latch.ip, latch.port, frame);
  }

  stats(): LegStats {
    const { statistics, late, repaired, bufferMs } = this.#receiver;
    const counted = {
      packetsSent: this.#sender.packetsSent,
      packetsReceived: statistics.received,
      packetsLost: statistics.lost,
      packetsLate: late,
      packetsRepaired: repaired,
      jitterMs: Math.round(statistics.jitterMs * 10) / 10,
    };
    const { rttMs, remote } = this.#rtcp;
    const codec = this.#remote?.codec ?? null;
    const encryption = this.#sealed === null ? null : this.#secured === null ? 'sdes' : 'dtls';
    return {
      ...counted,
      levelDb: Math.round(this.#receiver.levelDb * 10) / 10,
      quality: qualityOf({ ...counted, codec, encryption, packetsExpected: statistics.expected, bufferMs, rttMs, remote }),
    };
  }

  tap(tap: number, direction: TapDirection, ring: SharedArrayBuffer): void {
    this.#taps.set(tap, { direction, writer: new TapWriter(ring) });
  }

  untap(tap: number): void {
    this.#taps.delete(tap);
  }

  close(): void {
    this.stop(null);
    this.#taps.clear();
    this.#receiver.close();
    this.#rtcp.close(() => {
      this.#sockets.rtp.close();
      this.#sockets.rtcp.close();
    });
    this.#sender.close();
  }

  #datagram(bytes: Buffer, ip: string, port: number): void {
    const now = performance.now();
    const sealed = this.#sealed;
    const length = sealed === null ? bytes.length : sealed.open(bytes, ip, port, now);
    if (length < 0) return;
    if (isRtcp(bytes))
      return this.#rtcp.onRtpPort(length === bytes.length ? bytes : bytes.subarray(0, length), this.#secured?.ip ?? ip, port);
    const digit = this.#receiver.packet(bytes, length, ip, port, now);
    if (digit !== null) this.#emit({ kind: 'digit', leg: this.id, ...digit });
  }

  #keyed(sdes: RemoteMedia['sdes']): SdesPath | null {
    if (sdes === undefined) return null;
    if (!(this.#sealed instanceof SdesPath)) return new SdesPath(sdes, byKeys(this.#security.state));
    this.#sealed.setRemote(sdes);
    return this.#sealed;
  }

  #tell(direction: TapDirection, frame: Int16Array | null, skipped: number): void {
    if (this.#taps.size === 0) return;
    for (const tap of this.#taps.values()) {
      if (tap.direction !== direction) continue;
      if (skipped > 0) tap.writer.skip(skipped);
      tap.writer.write(frame);
    }
  }
}

const byDtls = (state: SealedState | null): SecuredState | null => (state !== null && 'ice' in state ? state : null);
const byKeys = (state: SealedState | null): SdesState | null => (state !== null && 'sdes' in state ? state : null);

/** Binds a leg's pair of ports, RTP on `port` and RTCP on the next (RFC 3550, section 11). Rejects with the system's error, e.g. EADDRINUSE. */
export async function bindMediaSockets(host: string, port: number): Promise<MediaSockets> {
  const rtp = await bindSocket(host, port);
  try {
    return { rtp, rtcp: await bindSocket(host, port + 1) };
  } catch (error) {
    rtp.close();
    throw error;
  }
}

function bindSocket(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Destinations are addresses, never names: no look-up, and none of its deferral, for a packet.
    const family = isIPv6(host) ? 6 : 4;
    const lookup = (name: string, _options: unknown, done: (error: null, address: string, family: number) => void): void =>
      done(null, name, family);
    const socket = dgram.createSocket({ type: family === 6 ? 'udp6' : 'udp4', lookup });
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      // A refused or unreachable destination is the far end's trouble (it shows as silence), not ours.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}
