// Audio by its content: tones to send, and how long a tone stands in what was received.
import fs from 'node:fs';
import { encodeAudio, Goertzel, powerToDb, readWav, writeWav } from '@tandem/rtp';
import { MOST, toneShare } from '../../sim/tones.ts';

const RATE = 8_000;

export function tone(hz: number, seconds: number, amplitude = 8_000): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * RATE) }, (_unused, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / RATE)),
  );
}

export function writeToneWav(file: string, hz: number, seconds: number): void {
  fs.writeFileSync(file, writeWav({ sampleRate: RATE, channels: 1, samples: tone(hz, seconds) }, 'pcm16'));
}

/** Raw A-law bytes, as SIPp's rtp_stream plays them. */
export function writeToneALaw(file: string, hz: number, seconds: number): void {
  const samples = tone(hz, seconds);
  const bytes = new Uint8Array(samples.length);
  encodeAudio('PCMA', samples, bytes, 0);
  fs.writeFileSync(file, bytes);
}

/** Seconds of audio (in 20 ms blocks) in which `hz` is the main thing heard. */
export function toneSeconds(samples: Int16Array, hz: number): number {
  let blocks = 0;
  for (let at = 0; at + 160 <= samples.length; at += 160) if (toneShare(samples.subarray(at, at + 160), hz) > MOST) blocks += 1;
  return blocks * 0.02;
}

/** A tone that begins or ends within a second would otherwise spill over into all others (Hann, 1 s). */
const WINDOW = Float64Array.from({ length: RATE }, (_unused, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / RATE));

/** The loudest second of a tone, dB. */
export function toneLevel(samples: Int16Array, hz: number): number {
  let level = -96;
  for (let at = 0; at + RATE <= samples.length; at += RATE / 2) {
    const filter = new Goertzel(hz);
    filter.add(samples.subarray(at, at + RATE).map((sample, i) => sample * WINDOW[i]!));
    level = Math.max(level, powerToDb(filter.power()));
  }
  return level;
}

/** The channels of a WAV file, one array each. */
export function channelsOf(wavBytes: Uint8Array): Int16Array[] {
  const { channels, samples } = readWav(wavBytes);
  return Array.from({ length: channels }, (_unused, channel) => samples.filter((_sample, i) => i % channels === channel));
}
