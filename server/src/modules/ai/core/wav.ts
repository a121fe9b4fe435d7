// The WAV files that synthesisers put out and telephony takes in: mono 16-bit PCM, any rate.
import { openWav, PCM, readWav, writeWav } from '@tandem/rtp/wav.ts';

export type Sound = { sampleRate: number; samples: Int16Array };

/** Null where it is no mono 16-bit PCM WAV. A stream's header (espeak-ng --stdout) says a size that is not there: what came is taken. */
export function readSound(bytes: Uint8Array): Sound | null {
  const found = openWav(bytes);
  if (found?.format !== PCM || found.channels !== 1 || found.bits !== 16) return null;
  const { sampleRate, samples } = readWav(bytes);
  return { sampleRate, samples };
}

export function writeSound(sound: Sound): Uint8Array<ArrayBuffer> {
  return writeWav({ ...sound, channels: 1 });
}

/** Milliseconds of a WAV that `writeSound` made. */
export function durationOf(wav: Uint8Array): number {
  const sound = readSound(wav);
  return sound === null ? 0 : Math.round((sound.samples.length * 1_000) / sound.sampleRate);
}
