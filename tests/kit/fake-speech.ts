// A recording that looks like a talk: two voices that take turns, bursts of tone on the left, then on the right.
import { writeWav } from '@tandem/rtp';

const RATE = 8_000;

export function speechLikeWav(seconds: number): Uint8Array {
  const samples = new Int16Array(RATE * seconds * 2);
  for (let n = 0; n < RATE * seconds; n++) {
    const t = n / RATE;
    const speaker = Math.floor(t / 3) % 2;
    const envelope = Math.abs(Math.sin(t * 9)) * Math.abs(Math.sin(t * 2.3)) * (0.6 + 0.4 * Math.sin(t * 31));
    samples[n * 2 + speaker] = Math.round(9_000 * envelope * Math.sin(2 * Math.PI * 210 * t));
  }
  return writeWav({ sampleRate: RATE, channels: 2, samples });
}
