// Makes a WAV file that every browser plays of a recording's sound: G.711 mu-law, two channels interleaved, 8 kHz.
import { muLawDecode } from './g711.ts';
import { wavHeader } from './wav.ts';

/** 16-bit PCM stereo WAV of `muLaw` (left, right, left, ...); a torn last pair is left out. */
export function muLawStereoToWav(muLaw: Uint8Array, sampleRate = 8_000): Uint8Array {
  const count = muLaw.length & ~1;
  const header = wavHeader('pcm16', sampleRate, 2, count * 2);
  const file = new Uint8Array(header.length + count * 2);
  file.set(header);
  for (let i = 0, at = header.length; i < count; i++, at += 2) {
    const sample = muLawDecode(muLaw[i]!);
    file[at] = sample;
    file[at + 1] = sample >> 8;
  }
  return file;
}
