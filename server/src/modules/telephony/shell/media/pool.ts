// Our own media behind the MediaTransport port: worker threads that hold the calls' rooms, and a thread that writes recordings.
import type { Worker } from 'node:worker_threads';
import type { CallId, LegId, RecordingId } from '@tandem/contract/ids.ts';
import type { ToneRegion } from '@tandem/rtp';
import type { EpochMs } from '../../../../kernel/time.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { silentLog, type Log } from '../../../../platform/lifecycle/types.ts';
import { MediaPorts } from '../../core/media-ports.ts';
import type { LegStats, MediaEvent, MediaTransport, RemoteMedia, Tap, TapDirection } from '../../ports.ts';
import { ClipStore } from './clip-store.ts';
import { fingerprintOf, makeIdentity } from './dtls/identity.ts';
import { createHeartbeat } from './heartbeat.ts';
import { otherHosts } from './other-hosts.ts';
import { qualityOf } from './leg-quality.ts';
import type { WorkerSettings } from './messages.ts';
import { RecordingThread } from './recording-thread.ts';
import { createTapRing, TapReader } from './tap-ring.ts';
import { startMediaThread, WorkerThread } from './worker-thread.ts';

export type MediaPoolOptions = {
  /** Address the RTP sockets are bound to, and the one told to far ends where it is another (needed where `host` is 0.0.0.0). */
  host: string;
  publicIp?: string | null;
  ports: { from: number; to: number };
  workers: number;
  /** Folder with `<language>/<prompt>.wav` and `music/<music>.wav`. */
  promptsDir: string;
  /** Whose call progress tones are played; Chinese ones unless told otherwise. */
  tones?: ToneRegion;
  /** How long a port rests after use. */
  quarantineMs?: number;
  /** Where in the range of ports to begin: 0 to below 1; its beginning where left out. */
  startAt?: number;
  now?: () => EpochMs;
  log?: Log;
  /** How worker threads are started; tests keep the thread to end it. */
  start?: (settings: WorkerSettings) => Worker;
};

type Seat = { worker: WorkerThread; number: number };
type OpenLeg = {
  call: CallId;
  seat: Seat;
  opened: Promise<{ ip: string; port: number }>;
  port: number | null;
  /** What it was told last: it goes with the leg into another room. */
  remote: RemoteMedia | null;
};
type OpenCall = { seat: Seat; legs: Set<LegId> };

const NOTHING = { packetsSent: 0, packetsReceived: 0, packetsLost: 0, packetsLate: 0, packetsRepaired: 0, jitterMs: 0 };
const NO_STATS: LegStats = {
  ...NOTHING,
  levelDb: -96,
  quality: qualityOf({ ...NOTHING, codec: null, encryption: null, packetsExpected: 0, bufferMs: 0, rttMs: null, remote: null }),
};
const STOP_WITHIN_MS = 2_000;

/** The port range must not be used by another pool. */
export function createMediaPool(options: MediaPoolOptions): MediaTransport {
  return new MediaPool(options);
}

class MediaPool implements MediaTransport {
  readonly #identity = makeIdentity();
  readonly fingerprint = fingerprintOf(this.#identity.certificate);
  readonly otherHosts: readonly string[];
  readonly #options: MediaPoolOptions;
  readonly #now: () => EpochMs;
  readonly #log: Log;
  readonly #ports: MediaPorts;
  readonly #listeners: ((event: MediaEvent) => void)[] = [];
  readonly #seats: Seat[] = [];
  readonly #legs = new Map<LegId, OpenLeg>();
  readonly #calls = new Map<CallId, OpenCall>();
  readonly #recordings = new Map<RecordingId, Seat>();
  readonly #clips = new ClipStore();
  #writer: RecordingThread;
  readonly #lostThreads = { died: 0, hung: 0 };
  #seatNumber = 0;
  #tapNumber = 0;
  #stopped = false;

  constructor(options: MediaPoolOptions) {
    this.#options = options;
    this.otherHosts = otherHosts(options.host, options.publicIp ?? options.host);
    this.#now = options.now ?? Date.now;
    this.#log = options.log ?? silentLog;
    this.#ports = new MediaPorts(options.ports, options.quarantineMs ?? 3_000, options.startAt);
    this.#writer = this.#startWriter();
    for (let i = 0; i < Math.max(1, options.workers); i++) this.#seats.push(this.#startWorker());
  }

  open(leg: LegId, call: CallId): Promise<{ ip: string; port: number }> {
    const known = this.#legs.get(leg);
    if (known !== undefined) return known.opened;
    if (this.#stopped) return Promise.reject(new AppError('media.failed', { leg, detail: 'media is shut down' }));
    const room = this.#calls.get(call) ?? { seat: this.#leastBusy(), legs: new Set<LegId>() };
    this.#calls.set(call, room);
    room.legs.add(leg);
    room.seat.worker.legs++;
    const entry: OpenLeg = { call, seat: room.seat, port: null, remote: null, opened: Promise.resolve({ ip: '', port: 0 }) };
    this.#legs.set(leg, entry);
    entry.opened = this.#bind(leg, entry).catch((error: unknown) => {
      this.#forget(leg);
      throw error;
    });
    return entry.opened;
  }

  setRemote: MediaTransport['setRemote'] = (leg, remote) => {
    const entry = this.#legs.get(leg);
    if (entry === undefined) return;
    entry.remote = remote;
    entry.seat.worker.tell({ do: 'remote', leg, remote });
  };

  async move(leg: LegId, call: CallId): Promise<void> {
    const entry = this.#legs.get(leg);
    if (entry === undefined) throw new AppError('media.failed', { leg, detail: 'the leg has no media' });
    if (entry.call === call) return;
    const moved = entry.opened.then((at) => this.#carry(leg, entry, call).then(() => at));
    // Whoever closes the leg meanwhile waits for this.
    entry.opened = moved;
    await moved;
  }

  /** The same port in the other room's worker: the far end need not be told, and no other way through its NAT is needed. */
  async #carry(leg: LegId, entry: OpenLeg, call: CallId): Promise<void> {
    const { port } = entry;
    if (port === null || this.#legs.get(leg) !== entry) throw new AppError('media.failed', { leg, detail: 'the leg is closed' });
    const closed = await entry.seat.worker.ask({ do: 'close', leg }).catch(() => null);
    // Its worker died meanwhile: the leg is lost, and told so.
    if (this.#legs.get(leg) !== entry) throw new AppError('media.failed', { leg, detail: 'the media worker died' });
    const room = this.#calls.get(call) ?? { seat: this.#leastBusy(), legs: new Set<LegId>() };
    this.#calls.set(call, room);
    const left = this.#calls.get(entry.call);
    left?.legs.delete(leg);
    if (left?.legs.size === 0) this.#calls.delete(entry.call);
    entry.seat.worker.legs--;
    Object.assign(entry, { call, seat: room.seat });
    room.legs.add(leg);
    room.seat.worker.legs++;
    const sealed = closed?.ok === true ? (closed.sealed ?? null) : null;
    const answer = await room.seat.worker.ask({ do: 'open', leg, call, port, sealed }).catch(() => null);
    if (answer?.ok === true) {
      if (entry.remote !== null) room.seat.worker.tell({ do: 'remote', leg, remote: entry.remote });
      return;
    }
    this.#forget(leg);
    throw new AppError('media.failed', { leg, detail: answer?.ok === false ? answer.detail : 'the media worker died' });
  }

  async close(leg: LegId): Promise<LegStats> {
    const entry = this.#legs.get(leg);
    if (entry === undefined) return NO_STATS;
    await entry.opened.catch(() => undefined);
    const answer = await entry.seat.worker.ask({ do: 'close', leg }).catch(() => null);
    this.#forget(leg);
    return answer?.ok === true ? (answer.stats ?? NO_STATS) : NO_STATS;
  }

  play: MediaTransport['play'] = (leg, play, items, loop) => {
    const entry = this.#legs.get(leg);
    if (entry !== undefined) entry.seat.worker.tell({ do: 'play', leg, play, items, clips: this.#clips.of(items), loop });
    else this.#emit({ kind: 'played', leg, play, reason: 'failed', detail: 'the leg has no media' });
  };

  clip: MediaTransport['clip'] = (clip, wav) => this.#clips.keep(clip, wav);
  keeps: MediaTransport['keeps'] = (clip) => this.#clips.keeps(clip);

  stop: MediaTransport['stop'] = (leg, play) => {
    this.#legs.get(leg)?.seat.worker.tell({ do: 'stop', leg, play: play ?? null });
  };

  sendDigit: MediaTransport['sendDigit'] = (leg, digit, durationMs) => {
    this.#legs.get(leg)?.seat.worker.tell({ do: 'digit', leg, digit, durationMs });
  };

  mix: MediaTransport['mix'] = (call, gains) => {
    this.#calls.get(call)?.seat.worker.tell({ do: 'mix', call, gains });
  };

  record: MediaTransport['record'] = (spec) => {
    const seat = this.#calls.get(spec.call)?.seat;
    if (seat === undefined) {
      this.#emit({ kind: 'recording-failed', recording: spec.recording, detail: 'the call has no media' });
      return;
    }
    this.#recordings.set(spec.recording, seat);
    seat.worker.tell({ do: 'record', spec });
  };

  stopRecording: MediaTransport['stopRecording'] = (recording) => {
    this.#recordings.get(recording)?.worker.tell({ do: 'stop-recording', recording });
  };

  tap(leg: LegId, direction: TapDirection): Tap | null {
    const entry = this.#legs.get(leg);
    if (entry === undefined) return null;
    const ring = createTapRing();
    const reader = new TapReader(ring);
    const tap = ++this.#tapNumber;
    entry.seat.worker.tell({ do: 'tap', leg, tap, direction, ring });
    return {
      get dropped() {
        return reader.dropped;
      },
      read: (into) => reader.read(into),
      close: () => entry.seat.worker.tell({ do: 'untap', leg, tap }),
    };
  }

  on(listener: (event: MediaEvent) => void): void {
    this.#listeners.push(listener);
  }

  async stats(leg: LegId): Promise<LegStats | null> {
    const entry = this.#legs.get(leg);
    const answer = await entry?.seat.worker.ask({ do: 'stats', leg }).catch(() => null);
    return answer?.ok === true ? answer.stats : null;
  }

  lostThreads(): { died: number; hung: number } {
    return { ...this.#lostThreads };
  }

  /** Ends all legs and closes all recordings; their `recording-closed` events come before this resolves. */
  async shutdown(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await Promise.all(this.#seats.map((seat) => seat.worker.stop(STOP_WITHIN_MS)));
    await this.#writer.stop();
    this.#legs.clear();
    this.#calls.clear();
    this.#recordings.clear();
  }

  async #bind(leg: LegId, entry: OpenLeg): Promise<{ ip: string; port: number }> {
    // A port that someone else on this machine holds goes to the end of the row.
    for (let tries = 0; tries < this.#ports.size; tries++) {
      const port = this.#ports.take(this.#now());
      if (port === undefined) break;
      entry.port = port;
      const answer = await entry.seat.worker.ask({ do: 'open', leg, call: entry.call, port }).catch(() => null);
      if (answer?.ok === true) return { ip: this.#options.publicIp ?? this.#options.host, port };
      // Where the worker died, its legs have been forgotten already, and their ports released.
      if (this.#legs.get(leg) === entry) this.#ports.release(port, this.#now());
      entry.port = null;
      if (answer === null) throw new AppError('media.failed', { leg, detail: 'the media worker died' });
      this.#log.warn('media port cannot be used', { port, reason: answer.ok ? '' : answer.detail });
      if (!answer.ok && answer.code !== 'EADDRINUSE' && answer.code !== 'EACCES')
        throw new AppError('media.failed', { leg, detail: answer.detail });
    }
    const { from, to } = this.#options.ports;
    throw new AppError('media.no-ports', { from, to });
  }

  #forget(leg: LegId): void {
    const entry = this.#legs.get(leg);
    if (entry === undefined) return;
    this.#legs.delete(leg);
    entry.seat.worker.legs--;
    if (entry.port !== null) this.#ports.release(entry.port, this.#now());
    const call = this.#calls.get(entry.call);
    call?.legs.delete(leg);
    if (call?.legs.size === 0) this.#calls.delete(entry.call);
  }

  #leastBusy(): Seat {
    for (const seat of this.#seats) if (!seat.worker.alive) this.#replace(seat);
    // Not into one that makes no ticks at the moment, unless there is no other.
    const ticking = this.#seats.filter(({ worker }) => !worker.mute);
    return (ticking.length > 0 ? ticking : this.#seats).reduce((best, seat) => (seat.worker.legs < best.worker.legs ? seat : best));
  }

  #replace(seat: Seat): void {
    const index = this.#seats.indexOf(seat);
    if (index >= 0) this.#seats[index] = this.#startWorker();
  }

  #startWorker(): Seat {
    const { host, promptsDir, tones = 'cn', start = startMediaThread } = this.#options;
    const number = ++this.#seatNumber;
    const heartbeat = createHeartbeat();
    const thread = start({ host, promptsDir, tones, recordings: this.#writer.connect(number), heartbeat, identity: this.#identity });
    const seat: Seat = {
      number,
      worker: new WorkerThread(thread, heartbeat, {
        event: (event) => this.#emit(event),
        note: (message, fields) => this.#log.info(message, fields),
        died: (detail, how) => void this.#lose(seat, detail, how),
      }),
    };
    return seat;
  }

  /** A worker died: its calls have no media, what it recorded stays as far as it was handed over; other workers' calls go on. */
  async #lose(seat: Seat, detail: string, how: 'died' | 'hung'): Promise<void> {
    this.#lostThreads[how]++;
    const legs = [...this.#legs].filter(([, entry]) => entry.seat === seat).map(([leg]) => leg);
    const recordings = [...this.#recordings].filter(([, owner]) => owner === seat).map(([recording]) => recording);
    this.#log.error(how === 'hung' ? 'media worker hung and was ended' : 'media worker died', {
      worker: seat.number,
      legs: legs.length,
      detail,
    });
    for (const leg of legs) this.#forget(leg);
    for (const recording of recordings) this.#recordings.delete(recording);
    await this.#writer.abandon(seat.number);
    this.#emit({ kind: 'lost', legs, recordings, detail });
  }

  #startWriter(): RecordingThread {
    return new RecordingThread({
      event: (event) => this.#emit(event),
      died: (detail) => this.#writerDied(detail),
    });
  }

  /** What was being recorded is lost from here on, and told; calls go on, new recordings go to a new writer. */
  #writerDied(detail: string): void {
    this.#log.error('recording writer died', { detail });
    if (this.#stopped) return;
    const lost = [...this.#recordings.keys()];
    this.#writer = this.#startWriter();
    for (const seat of this.#seats) seat.worker.tell({ do: 'recordings', port: this.#writer.connect(seat.number) });
    for (const recording of lost) this.#emit({ kind: 'recording-failed', recording, detail: 'the recording writer died' });
  }

  #emit(event: MediaEvent): void {
    if (event.kind === 'recording-closed' || event.kind === 'recording-failed') this.#recordings.delete(event.recording);
    for (const listener of this.#listeners) listener(event);
  }
}
