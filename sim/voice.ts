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
  /** Keys are still to be said. */
  readonly pressing: boolean;
  next(codec: G711, payload: Uint8Array): void;
};

const KEY_MS = 120;
const SILENCE = new Int16Array(FRAME_SAMPLES);

export function createVoice(): Voice {
  let hz: number | null = null;
  let phase = 0;
  let owner: Fill | null = null;
  let n = 0;
  let keys: Int16Array = new Int16Array(0);

  function samples(): Int16Array {
    if (keys.length > 0) {
      const part = keys.subarray(0, FRAME_SAMPLES);
      keys = keys.subarray(FRAME_SAMPLES);
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
      const tones = [...text].flatMap((key) => [...(renderDigit(key, KEY_MS) ?? [])]);
      // Whole frames.
      keys = Int16Array.from([...tones, ...new Int16Array((FRAME_SAMPLES - (tones.length % FRAME_SAMPLES)) % FRAME_SAMPLES)]);
    },
    get pressing() {
      return keys.length > 0;
    },
    next(codec, payload) {
      if (owner !== null && keys.length === 0) owner(payload, n++);
      else encodeAudio(codec, samples(), payload, 0);
    },
  };
}
