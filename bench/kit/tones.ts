// A tone for every party, 50 Hz apart: one 20 ms packet holds whole periods of each, so that who is heard can be told packet by packet.
import { decodeTable, encodeAudio, FRAME_SAMPLES, SAMPLE_RATE } from '@tandem/rtp';

const STEP_HZ = 50;
const AMPLITUDE = 8_000;
/** Mean power per sample below which a packet counts as silent. */
const SILENT = 10_000;
/** Share of a packet's power that a tone must have to be what is heard. */
const MOST = 0.6;

/** Callers lie below agents. */
export const callerHz = (n: number): number => 400 + n * STEP_HZ;
export const agentHz = (n: number): number => 1_800 + n * STEP_HZ;

/** The mu-law payload that, repeated, is the tone. */
export function tonePayload(hz: number): Uint8Array {
  const samples = Int16Array.from({ length: FRAME_SAMPLES }, (_unused, i) =>
    Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE)),
  );
  const payload = new Uint8Array(FRAME_SAMPLES);
  encodeAudio('PCMU', samples, payload, 0);
  return payload;
}

const LINEAR = decodeTable('PCMU');

/** Which of the tones makes up most of a mu-law packet; null where none does. */
export function heardTone(payload: Uint8Array, tonesHz: readonly number[]): number | null {
  let power = 0;
  for (const byte of payload) power += LINEAR[byte]! ** 2;
  if (power < SILENT * payload.length) return null;
  const at = tonesHz.findIndex((hz) => toneShareOf(payload, hz, power) > MOST);
  return at < 0 ? null : at;
}

/** Goertzel's filter over one packet. */
function toneShareOf(payload: Uint8Array, hz: number, power: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let [s1, s2] = [0, 0];
  for (const byte of payload) [s1, s2] = [LINEAR[byte]! + k * s1 - s2, s1];
  return (2 * (s1 * s1 + s2 * s2 - k * s1 * s2)) / payload.length / power;
}
