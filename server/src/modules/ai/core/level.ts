// Speech made ready for a telephone: silence cut at both ends, and as loud as the shipped prompts, so that a sentence of both sounds like one.

const RATE = 8_000;
const FRAME = RATE / 50;
/** Mean power of the spoken frames, and the highest peak, in dB of full scale: those of tools/prompts/make.mjs. */
const TARGET_DB = -20;
const PEAK_DB = -2;
/** A frame below this is silence. */
const SILENT_DB = -45;
/** What is cut at the ends is below this: a first "f" and a last "th" are far quieter than the vowel between them. */
const EDGE_DB = -66;
const LEAD = RATE * 0.04;
const TAIL = RATE * 0.12;

/** 8 kHz samples in and out. Empty where nothing was heard. */
export function level(samples: Int16Array): Int16Array {
  let power = 0;
  let spoken = 0;
  let first = -1;
  let last = 0;
  for (let at = 0; at < samples.length; at += FRAME) {
    const frame = samples.subarray(at, at + FRAME);
    const sum = frame.reduce((total, sample) => total + sample * sample, 0);
    const loudness = decibels(sum / frame.length);
    if (loudness < EDGE_DB) continue;
    if (first < 0) first = at;
    last = at + frame.length;
    if (loudness < SILENT_DB) continue;
    power += sum;
    spoken += frame.length;
  }
  if (spoken === 0) return new Int16Array(0);
  const from = Math.max(0, first - LEAD);
  const kept = samples.subarray(from, Math.min(samples.length, last + TAIL));
  const peak = kept.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  const wanted = 10 ** ((TARGET_DB - decibels(power / spoken)) / 20);
  const gain = Math.min(wanted, (32_768 * 10 ** (PEAK_DB / 20)) / peak);
  return kept.map((sample) => Math.round(sample * gain));
}

function decibels(power: number): number {
  return 10 * Math.log10(power / 32_768 ** 2);
}
