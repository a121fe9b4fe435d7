// What a party says, frame by frame: a tone, silence, keys as tones, or whatever its owner writes.
import { encodeAudio, FRAME_SAMPLES, renderDigit, type G711 } from '@tandem/rtp';
import { toneSample } from './tones.ts';

/** Writes the payload of packet `n`, counted from when it was first asked, as it is to be sent. */
export type Fill = (payload: Uint8Array, n: number) => void;

export type Voice = {
  tone(hz: number | null): void;
  fill(fill: Fill): void;
  /** Keys as tones in the audio, before anything else. */
  press(keys: string): void;
  /** Samples at 8 kHz, behind what is still to be said, and before what is said all the time. */
  speak(samples: Int16Array): void;
  /** Keys or speech are still to be said. */
  readonly speaking: boolean;
  next(codec: G711, payload: Uint8Array): void;
};

const KEY_MS = 120;
const SILENCE = new Int16Array(FRAME_SAMPLES);

export function createVoice(): Voice {
  let hz: number | null = null;
  let phase = 0;
  let owner: Fill | null = null;
  let n = 0;
  let spoken: Int16Array = new Int16Array(0);

  function samples(): Int16Array {
    if (spoken.length > 0) {
      const part = spoken.subarray(0, FRAME_SAMPLES);
      spoken = spoken.subarray(FRAME_SAMPLES);
      return part;
    }
    const now = hz;
    return now === null ? SILENCE : Int16Array.from(SILENCE, () => toneSample(now, phase++));
  }

  return {
    tone(next) {
      hz = next;
      owner = null;
    },
    fill(next) {
      owner = next;
      n = 0;
    },
    press(text) {
      spoken = wholeFrames([...text].flatMap((key) => renderDigit(key, KEY_MS) ?? []));
    },
    speak(samples) {
      spoken = wholeFrames([spoken, samples]);
    },
    get speaking() {
      return spoken.length > 0;
    },
    next(codec, payload) {
      if (owner !== null && spoken.length === 0) owner(payload, n++);
      else encodeAudio(codec, samples(), payload, 0);
    },
  };
}

/** One after the other, filled up with silence to a whole number of frames. */
function wholeFrames(parts: readonly Int16Array[]): Int16Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Int16Array(Math.ceil(length / FRAME_SAMPLES) * FRAME_SAMPLES);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
