// Call progress tones and keys as samples, rendered once and then played like any clip (ITU-T E.180 supplement 2, Q.23).

export type ToneName = 'ringback' | 'busy' | 'congestion' | 'beep';
export type ToneRegion = 'us' | 'cn';
/** Frequencies sounding together for `ms`; none is silence. */
export type ToneSegment = { hz: readonly number[]; ms: number };

const BEEP: ToneSegment[] = [{ hz: [1_000], ms: 240 }];

/** One turn of each tone's rhythm. */
export const TONE_PLANS: Record<ToneRegion, Record<ToneName, readonly ToneSegment[]>> = {
  us: {
    ringback: [
      { hz: [440, 480], ms: 2_000 },
      { hz: [], ms: 4_000 },
    ],
    busy: [
      { hz: [480, 620], ms: 500 },
      { hz: [], ms: 500 },
    ],
    congestion: [
      { hz: [480, 620], ms: 250 },
      { hz: [], ms: 250 },
    ],
    beep: BEEP,
  },
  cn: {
    ringback: [
      { hz: [450], ms: 1_000 },
      { hz: [], ms: 4_000 },
    ],
    busy: [
      { hz: [450], ms: 350 },
      { hz: [], ms: 350 },
    ],
    congestion: [
      { hz: [450], ms: 700 },
      { hz: [], ms: 700 },
    ],
    beep: BEEP,
  },
};

const RATE = 8_000;
const RAMP = 40; // samples (5 ms) of fade at both ends of a sound: no click
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1_209, 1_336, 1_477, 1_633];
const PAD = '123A456B789C*0#D';

/** `peak` is the height of the sum, -16 dB of full scale by default: the loudness of a call's own tones. */
export function renderSegments(segments: readonly ToneSegment[], peak = 5_200): Int16Array {
  const total = segments.reduce((sum, segment) => sum + Math.round((segment.ms * RATE) / 1_000), 0);
  const samples = new Int16Array(total);
  let at = 0;
  for (const { hz, ms } of segments) {
    const length = Math.round((ms * RATE) / 1_000);
    for (let i = 0; i < length && hz.length > 0; i++) {
      let value = 0;
      for (const frequency of hz) value += Math.sin((2 * Math.PI * frequency * i) / RATE);
      const fade = Math.min(1, (i + 1) / RAMP, (length - i) / RAMP);
      samples[at + i] = Math.round((value / hz.length) * peak * fade);
    }
    at += length;
  }
  return samples;
}

/** One turn of a tone's rhythm. */
export function renderTone(tone: ToneName, region: ToneRegion): Int16Array {
  return renderSegments(TONE_PLANS[region][tone]);
}

/** A key's two frequencies followed by silence, for far ends without telephone-event; undefined where `digit` is no key. */
export function renderDigit(digit: string, ms: number, gapMs = 80): Int16Array | undefined {
  const index = digit.length === 1 ? PAD.indexOf(digit.toUpperCase()) : -1;
  if (index < 0) return undefined;
  return renderSegments(
    [
      { hz: [ROWS[index >> 2]!, COLUMNS[index & 3]!], ms },
      { hz: [], ms: gapMs },
    ],
    13_000,
  );
}
