// Reads a WAV file that somebody sent: which it is, how long, and its samples as one channel of 16 bits. Anything else is told by its reason.
import type { PromptKind } from '@tandem/contract/api/prompts.ts';
import { LONGEST_MS } from '@tandem/contract/api/prompts.ts';

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
const [PCM, EXTENSIBLE] = [1, 0xfffe];

type Format = { code: number; channels: number; rate: number; bits: number };
const no = (reason: BadAudio): Read => ({ ok: false, reason });

export function readUpload(bytes: Uint8Array, kind: PromptKind): Read {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return no('prompt.no-wav');
  let format: Format | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ' && size >= 16 && body + size <= bytes.length) format = formatAt(view, body, size);
    if (tag(at) === 'data') return format === null ? no('prompt.no-wav') : read(view, format, body, size, kind);
    at = body + size + (size & 1);
  }
  return no('prompt.no-wav');
}

/** WAVE_FORMAT_EXTENSIBLE keeps the real format in the first two bytes of its sub-format. */
function formatAt(view: DataView, body: number, size: number): Format {
  const code = view.getUint16(body, true);
  return {
    code: code === EXTENSIBLE && size >= 26 ? view.getUint16(body + 24, true) : code,
    channels: view.getUint16(body + 2, true),
    rate: view.getUint32(body + 4, true),
    bits: view.getUint16(body + 14, true),
  };
}

function read(view: DataView, { code, channels, rate, bits }: Format, body: number, size: number, kind: PromptKind): Read {
  if (code !== PCM) return no('prompt.no-pcm');
  if (bits !== 8 && bits !== 16 && bits !== 24 && bits !== 32) return no('prompt.bad-bits');
  if (channels !== 1 && channels !== 2) return no('prompt.bad-channels');
  if (rate < LEAST_HZ || rate > MOST_HZ) return no('prompt.bad-rate');
  if (body + size > view.byteLength) return no('prompt.cut-off');
  const width = bits / 8;
  const frames = Math.floor(size / (width * channels));
  const durationMs = Math.round((frames * 1_000) / rate);
  if (durationMs < SHORTEST_MS) return no('prompt.empty');
  if (durationMs > LONGEST_MS[kind]) return no('prompt.too-long');
  const one = sampleReader(view, width);
  const samples = new Int16Array(frames);
  for (let i = 0, at = body; i < frames; i++, at += width * channels)
    samples[i] = channels === 1 ? one(at) : Math.round((one(at) + one(at + width)) / 2);
  return { ok: true, sound: { sampleRate: rate, samples }, durationMs };
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
