// Reads a WAV file that somebody sent: which it is, how long, and its samples as one channel of 16 bits. Anything else is told by its reason.
import type { PromptKind } from '@tandem/contract/api/prompts.ts';
import { LONGEST_MS } from '@tandem/contract/api/prompts.ts';
import { openWav, PCM } from '@tandem/rtp/wav.ts';

/** One channel; `sampleRate` in Hz. */
export type Sound = { sampleRate: number; samples: Int16Array };
export type BadAudio =
  | 'prompt.no-wav'
  | 'prompt.no-pcm'
  | 'prompt.bad-rate'
  | 'prompt.bad-channels'
  | 'prompt.bad-bits'
  | 'prompt.cut-off'
  | 'prompt.empty'
  | 'prompt.too-long';
export type Read = { ok: true; sound: Sound; durationMs: number } | { ok: false; reason: BadAudio };

const [LEAST_HZ, MOST_HZ] = [8_000, 48_000];
const SHORTEST_MS = 100;

const no = (reason: BadAudio): Read => ({ ok: false, reason });

export function readUpload(file: Uint8Array, kind: PromptKind): Read {
  const found = openWav(file);
  if (found === null) return no('prompt.no-wav');
  const { format, bits, channels, sampleRate, at: start, says, bytes } = found;
  if (format !== PCM) return no('prompt.no-pcm');
  if (bits !== 8 && bits !== 16 && bits !== 24 && bits !== 32) return no('prompt.bad-bits');
  if (channels !== 1 && channels !== 2) return no('prompt.bad-channels');
  if (sampleRate < LEAST_HZ || sampleRate > MOST_HZ) return no('prompt.bad-rate');
  if (bytes < says) return no('prompt.cut-off');
  const width = bits / 8;
  const frames = Math.floor(bytes / (width * channels));
  const durationMs = Math.round((frames * 1_000) / sampleRate);
  if (durationMs < SHORTEST_MS) return no('prompt.empty');
  if (durationMs > LONGEST_MS[kind]) return no('prompt.too-long');
  const one = sampleReader(new DataView(file.buffer, file.byteOffset, file.byteLength), width);
  const samples = new Int16Array(frames);
  for (let i = 0, at = start; i < frames; i++, at += width * channels)
    samples[i] = channels === 1 ? one(at) : Math.round((one(at) + one(at + width)) / 2);
  return { ok: true, sound: { sampleRate, samples }, durationMs };
}

/** The sample at a place, brought to 16 bits. Eight bits are without sign (Microsoft's RIFF PCM). */
function sampleReader(view: DataView, width: number): (at: number) => number {
  switch (width) {
    case 1:
      return (at) => (view.getUint8(at) - 128) << 8;
    case 2:
      return (at) => view.getInt16(at, true);
    case 3:
      return (at) => view.getInt16(at + 1, true);
    default:
      return (at) => view.getInt16(at + 2, true);
  }
}
