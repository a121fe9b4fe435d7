// Tones by which parties are known: written as one packet that can be repeated, and found again in what was heard (Goertzel's filter).
import { decodeTable, encodeAudio, FRAME_SAMPLES, SAMPLE_RATE } from '@tandem/rtp';

const AMPLITUDE = 8_000;
/** Mean power per sample below which audio counts as silent. */
const SILENT = 10_000;
/** Share of the power that a tone must have to be what is heard. */
export const MOST = 0.6;

export const toneSample = (hz: number, at: number): number => Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE));

/** The mu-law payload that, repeated, is the tone: of a multiple of 50 Hz, 20 ms hold whole periods. */
export function tonePayload(hz: number): Uint8Array {
  const payload = new Uint8Array(FRAME_SAMPLES);
  encodeAudio(
    'PCMU',
    Int16Array.from(payload, (_unused, at) => toneSample(hz, at)),
    payload,
    0,
  );
  return payload;
}

const powerOf = (samples: Int16Array): number => samples.reduce((sum, sample) => sum + sample * sample, 0);

/** Share (0..1) of the power of some milliseconds of audio that lies at `hz`; 0 of what is quiet. */
export function toneShare(samples: Int16Array, hz: number, power = powerOf(samples)): number {
  if (samples.length === 0 || power < SILENT * samples.length) return 0;
  const k = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let [s1, s2] = [0, 0];
  for (const sample of samples) {
    const s0 = sample + k * s1 - s2;
    s2 = s1;
    s1 = s0;
  }
  return Math.min(1, (2 * (s1 * s1 + s2 * s2 - k * s1 * s2)) / samples.length / power);
}

const LINEAR = decodeTable('PCMU');

/** Which of the tones makes up most of a mu-law packet; null where none does. */
export function heardTone(payload: Uint8Array, tonesHz: readonly number[]): number | null {
  const samples = Int16Array.from(payload, (byte) => LINEAR[byte]!);
  const power = powerOf(samples);
  const at = tonesHz.findIndex((hz) => toneShare(samples, hz, power) > MOST);
  return at < 0 ? null : at;
}

/** Two tones at once, by which many parties can be told apart with few frequencies, as keys are in DTMF. */
export type Chord = { low: number; high: number };

/** As `tonePayload`: of multiples of 50 Hz. */
export function chordPayload({ low, high }: Chord): Uint8Array {
  const payload = new Uint8Array(FRAME_SAMPLES);
  encodeAudio(
    'PCMU',
    Int16Array.from(payload, (_unused, at) => toneSample(low, at) + toneSample(high, at)),
    payload,
    0,
  );
  return payload;
}

/**
 * Each tone of a chord has half of the power; a stranger beside him would take from it. A packet that a jitter buffer shortened or filled up is
 * bent: up to 0.37 of its power was then found at a tone 50 Hz from the true one.
 */
const HALF = 0.42;

/** The chord that makes up most of a mu-law packet; null where none does. */
export function heardChord(payload: Uint8Array, lowsHz: readonly number[], highsHz: readonly number[]): Chord | null {
  const samples = Int16Array.from(payload, (byte) => LINEAR[byte]!);
  const power = powerOf(samples);
  const low = lowsHz.find((hz) => toneShare(samples, hz, power) > HALF);
  if (low === undefined) return null;
  const high = highsHz.find((hz) => toneShare(samples, hz, power) > HALF);
  return high === undefined ? null : { low, high };
}
