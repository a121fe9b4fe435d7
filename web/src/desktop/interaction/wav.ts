// Reads a WAV file (RIFF; PCM 16 bit or G.711) far enough to draw it: the loudest moment of each slice of each channel.

export type WavLayout = { channels: number; sampleRate: number; format: 'pcm16' | 'mulaw' | 'alaw'; dataStart: number; frames: number };

const FORMATS: Record<number, WavLayout['format']> = { 1: 'pcm16', 6: 'alaw', 7: 'mulaw' };

/** Where the samples are, or null where this is no WAV we can draw. A data chunk whose length was never filled in runs to the end. */
export function wavLayout(bytes: ArrayBuffer): WavLayout | null {
  const view = new DataView(bytes);
  if (view.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return null;
  let format: WavLayout['format'] | undefined;
  let channels = 0;
  let sampleRate = 0;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const name = tag(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ' && at + 24 <= view.byteLength) {
      format = FORMATS[view.getUint16(at + 8, true)];
      channels = view.getUint16(at + 10, true);
      sampleRate = view.getUint32(at + 12, true);
      if (format === 'pcm16' && view.getUint16(at + 22, true) !== 16) return null;
    } else if (name === 'data') {
      if (!format || channels === 0 || sampleRate === 0) return null;
      const length = Math.min(size, view.byteLength - at - 8);
      return { channels, sampleRate, format, dataStart: at + 8, frames: Math.floor(length / (channels * bytesOf(format))) };
    }
    // Chunks stand on even offsets.
    at += 8 + size + (size % 2);
  }
  return null;
}

export function durationOf(layout: WavLayout): number {
  return (layout.frames / layout.sampleRate) * 1000;
}

/** `peaks[channel][slice]` in 0..1: the loudest sample of each slice. Long files are sampled: a stride keeps it at some hundred reads a slice. */
export function peaksOf(bytes: ArrayBuffer, layout: WavLayout, slices: number): Float32Array[] {
  const view = new DataView(bytes);
  const width = bytesOf(layout.format);
  const frameBytes = width * layout.channels;
  const perSlice = layout.frames / slices;
  const stride = Math.max(1, Math.floor(perSlice / 400));
  return Array.from({ length: layout.channels }, (_, channel) => {
    const peaks = new Float32Array(slices);
    for (let slice = 0; slice < slices; slice++) {
      let loudest = 0;
      const end = Math.min(layout.frames, Math.floor((slice + 1) * perSlice));
      for (let frame = Math.floor(slice * perSlice); frame < end; frame += stride) {
        const value = Math.abs(sample(view, layout.dataStart + frame * frameBytes + channel * width, layout.format));
        if (value > loudest) loudest = value;
      }
      peaks[slice] = loudest;
    }
    return peaks;
  });
}

function bytesOf(format: WavLayout['format']): number {
  return format === 'pcm16' ? 2 : 1;
}

/** One sample in -1..1. */
function sample(view: DataView, at: number, format: WavLayout['format']): number {
  switch (format) {
    case 'pcm16':
      return view.getInt16(at, true) / 32_768;
    case 'mulaw':
      return mulaw(view.getUint8(at));
    case 'alaw':
      return alaw(view.getUint8(at));
  }
}

/** ITU-T G.711, mu-law: 14-bit range. */
function mulaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return ((bits & 0x80 ? -1 : 1) * (magnitude - 0x84)) / 32_768;
}

/** ITU-T G.711, A-law: 13-bit range. */
function alaw(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits & 0x70) >> 4;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return ((bits & 0x80 ? 1 : -1) * magnitude) / 32_768;
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
