// Reads a WAV file (RIFF; PCM 16 bit or G.711) far enough to draw it: the loudest moment of each slice of each channel.
import { decodeTable } from '@tandem/rtp/g711.ts';
import { A_LAW, MU_LAW, openWav, PCM } from '@tandem/rtp/wav.ts';

export type WavLayout = { channels: number; sampleRate: number; format: 'pcm16' | 'mulaw' | 'alaw'; dataStart: number; frames: number };

const FORMATS: Record<number, WavLayout['format']> = { [PCM]: 'pcm16', [A_LAW]: 'alaw', [MU_LAW]: 'mulaw' };

/** Where the samples are, or null where this is no WAV we can draw. A data chunk whose length was never filled in runs to the end. */
export function wavLayout(file: ArrayBuffer): WavLayout | null {
  const found = openWav(new Uint8Array(file));
  const format = found ? FORMATS[found.format] : undefined;
  if (!found || !format || found.channels === 0 || found.sampleRate === 0 || found.bits !== 8 * bytesOf(format)) return null;
  const { channels, sampleRate, at: dataStart, bytes } = found;
  return { channels, sampleRate, format, dataStart, frames: Math.floor(bytes / (channels * bytesOf(format))) };
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
  if (format === 'pcm16') return view.getInt16(at, true) / 32_768;
  return decodeTable(format === 'mulaw' ? 'PCMU' : 'PCMA')[view.getUint8(at)]! / 32_768;
}
