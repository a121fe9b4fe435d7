// Synthesises the music on hold, our own work: a slow progression of soft chords with a plucked arpeggio above, looping without a seam.
import fs from 'node:fs';
import path from 'node:path';

const RATE = 8_000;
const BAR = 4; // seconds
const hz = (note) => 440 * 2 ** ((note - 69) / 12);

// Midi notes: bass, chord, arpeggio. I - vi - IV - V in D with added ninths, then a quieter turn home.
const BARS = [
  { bass: 50, chord: [62, 66, 69, 76], arpeggio: [74, 78, 81, 78, 76, 78, 81, 86] },
  { bass: 47, chord: [59, 62, 66, 73], arpeggio: [74, 78, 83, 78, 73, 78, 83, 81] },
  { bass: 43, chord: [59, 62, 67, 69], arpeggio: [74, 79, 83, 79, 81, 79, 74, 71] },
  { bass: 45, chord: [57, 61, 64, 71], arpeggio: [73, 76, 81, 76, 71, 76, 73, 69] },
  { bass: 50, chord: [62, 66, 69, 76], arpeggio: [74, 78, 81, 86, 81, 78, 76, 74] },
  { bass: 54, chord: [57, 61, 66, 69], arpeggio: [73, 78, 81, 78, 76, 73, 69, 73] },
  { bass: 43, chord: [59, 62, 66, 67], arpeggio: [74, 79, 78, 74, 71, 74, 78, 79] },
  { bass: 45, chord: [57, 62, 64, 69], arpeggio: [76, 74, 73, 69, 71, 73, 76, 73] },
];

const total = BARS.length * BAR * RATE;
const mix = new Float64Array(total);

/** Adds a note; whatever rings beyond the end goes on at the start, so the loop has no seam. */
function note(frequency, startSeconds, seconds, loudness, shape, partials) {
  const start = Math.round(startSeconds * RATE);
  const length = Math.round(seconds * RATE);
  for (let i = 0; i < length; i++) {
    const t = i / RATE;
    let value = 0;
    partials.forEach((weight, index) => {
      const partial = frequency * (index + 1);
      if (partial < 3_300) value += weight * Math.sin(2 * Math.PI * partial * t);
    });
    mix[(start + i) % total] += value * loudness * shape(t, seconds);
  }
}

const swell = (t, seconds) => Math.min(1, t / 1.2) * Math.min(1, (seconds - t) / 1.4);
const pluck = (t, seconds) => Math.min(1, t / 0.012) * Math.exp(-t * 2.6) * Math.min(1, (seconds - t) / 0.1);

BARS.forEach((bar, index) => {
  const at = index * BAR;
  note(hz(bar.bass), at, BAR + 1, 0.5, swell, [1, 0.5, 0.25, 0.1]);
  for (const tone of bar.chord) {
    // Two voices a little apart in pitch beat slowly: a pad, not an organ.
    note(hz(tone) * 1.0012, at, BAR + 1.2, 0.16, swell, [1, 0.3, 0.12]);
    note(hz(tone) * 0.9988, at, BAR + 1.2, 0.16, swell, [1, 0.3, 0.12]);
  }
  bar.arpeggio.forEach((tone, step) => note(hz(tone), at + (step * BAR) / 8, 2, step % 4 === 0 ? 0.3 : 0.22, pluck, [1, 0.35, 0.1, 0.05]));
});

// One-pole low-pass at 1.8 kHz, run twice round so that it starts in the state it ends in.
const smooth = new Float64Array(total);
const k = 1 - Math.exp((-2 * Math.PI * 1_800) / RATE);
let state = 0;
for (let round = 0; round < 2; round++) {
  for (let i = 0; i < total; i++) {
    state += k * (mix[i] - state);
    smooth[i] = state;
  }
}

// -24 dBFS mean: clearly below speech.
const mean = Math.sqrt(smooth.reduce((sum, value) => sum + value * value, 0) / total);
const gain = (32_768 * 10 ** (-24 / 20)) / mean;
const file = Buffer.alloc(44 + total * 2);
file.write('RIFF', 0);
file.writeUInt32LE(36 + total * 2, 4);
file.write('WAVEfmt ', 8);
file.writeUInt32LE(16, 16);
file.writeUInt16LE(1, 20);
file.writeUInt16LE(1, 22);
file.writeUInt32LE(RATE, 24);
file.writeUInt32LE(RATE * 2, 28);
file.writeUInt16LE(2, 32);
file.writeUInt16LE(16, 34);
file.write('data', 36);
file.writeUInt32LE(total * 2, 40);
for (let i = 0; i < total; i++) {
  const value = smooth[i] * gain;
  // A soft knee instead of clipping where many notes meet.
  file.writeInt16LE(Math.round(Math.tanh(value / 24_000) * 24_000), 44 + i * 2);
}
const target = path.resolve(import.meta.dirname, '../../assets/prompts/music/default.wav');
fs.mkdirSync(path.dirname(target), { recursive: true });
fs.writeFileSync(target, file);
console.log(`${target}: ${total / RATE} s`);
