// What the threads of media say to each other: pool to media worker and back, media worker to recording writer.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { CallId, LegId, RecordingId } from '@tandem/contract/ids.ts';
import type { ToneRegion } from '@tandem/rtp';
import type { MessagePort } from 'node:worker_threads';
import type { IdentityData } from './dtls/identity.ts';
import type { SealedState } from './leg.ts';
import type { Gain, LegStats, MediaEvent, RecordingSpec, RemoteMedia, TapDirection } from '../../ports.ts';

/** Given to a media worker when it starts. */
export type WorkerSettings = {
  host: string;
  promptsDir: string;
  tones: ToneRegion;
  recordings: MessagePort;
  heartbeat: SharedArrayBuffer;
  identity: IdentityData;
};

export type ToWorker =
  /** `sealed`: what a leg that comes from another room brings along. */
  | { do: 'open'; request: number; leg: LegId; call: CallId; port: number; sealed?: SealedState | null }
  | { do: 'remote'; leg: LegId; remote: RemoteMedia }
  | { do: 'close'; request: number; leg: LegId }
  | { do: 'play'; leg: LegId; play: string; items: PlayItem[]; clips: Map<string, Int16Array>; loop: boolean }
  | { do: 'stop'; leg: LegId; play: string | null }
  | { do: 'digit'; leg: LegId; digit: string; durationMs: number }
  | { do: 'mix'; call: CallId; gains: Gain[] }
  | { do: 'record'; spec: RecordingSpec }
  | { do: 'stop-recording'; recording: RecordingId }
  /** The recording writer was started anew: recordings from here on go to it. */
  | { do: 'recordings'; port: MessagePort }
  | { do: 'tap'; leg: LegId; tap: number; direction: TapDirection; ring: SharedArrayBuffer }
  | { do: 'untap'; leg: LegId; tap: number }
  | { do: 'stats'; request: number; leg: LegId }
  | { do: 'shutdown'; request: number };

export type FromWorker =
  | { kind: 'answer'; request: number; answer: WorkerAnswer }
  | { kind: 'event'; event: MediaEvent }
  | { kind: 'note'; message: string; fields: Record<string, unknown> };

export type WorkerAnswer = { ok: true; stats: LegStats | null; sealed?: SealedState | null } | { ok: false; code: string; detail: string };

/** From a media worker to the writer, over a port of its own: in order, and not through the thread that does signalling. */
export type ToRecording =
  | { do: 'begin'; recording: RecordingId; path: string; dataKey: Uint8Array; wrappedKey: string }
  | { do: 'append'; recording: RecordingId; bytes: Uint8Array }
  | { do: 'end'; recording: RecordingId };

/** From the pool to the writer. `abandon` closes what a dead worker left open. */
export type ToWriter =
  | { do: 'worker'; port: MessagePort; worker: number }
  | { do: 'abandon'; request: number; worker: number }
  | { do: 'finish'; request: number };

export type FromWriter = { kind: 'done'; request: number } | { kind: 'event'; event: MediaEvent };
