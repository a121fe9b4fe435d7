// Sound in the page: samples as a WAV file, and a file as the text that the API takes. Pure.
import { writeWav } from '@tandem/rtp/wav.ts';

/** Mono, 16 bits; `samples` from -1 to 1. */
export function wavOf(samples: Float32Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const whole = Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  return writeWav({ sampleRate, channels: 1, samples: whole });
}

/** In slices: a call takes only so many arguments. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
