// What recording needs from others; supplied by roles/wire.
import type { InteractionId, RecordingId } from '@tandem/contract/ids.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import type { Caller } from '../../platform/http/types.ts';

export type RecordingPorts = {
  /** Whether the caller's scope for the action reaches the recording. */
  reaches(caller: Caller, action: Action, recording: { id: RecordingId; interaction: InteractionId }): Promise<boolean>;
  /** 16-bit stereo WAV of what the edge recorded (interleaved mu-law, 8 kHz). */
  toWav(samples: Uint8Array): Uint8Array;
  /** The first 44 bytes of the same file for so many samples. */
  wavHeader(samples: number): Uint8Array;
};
