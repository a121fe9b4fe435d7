// The tone of an alarm, made by the browser: one low, soft note for a warning, two rising ones for an alarm. Unlike the ring of the phone, it does not
// repeat: it is to turn heads, not to make anybody hurry.
import type { Alarm } from '../../api/floor.ts';

const NOTES: Readonly<Record<Alarm['level'], readonly number[]>> = { warn: [349.23], alarm: [349.23, 523.25] };
const APART_S = 0.32;
const LONG_S = 0.9;
/** How loud the loudest moment is, of 1. */
const LOUD = 0.18;
/** So long no other tab of this browser sounds for the same thing. */
const ALONE_MS = 3_000;
const BEGIN_MS = 1_000;
const UNLOCKING = ['pointerdown', 'pointerup', 'keydown'] as const;

export type Tone = { play(level: Alarm['level']): Promise<void>; close(): void };

/** `blocked` is told whether the browser refuses to sound as long as nobody has clicked on the page or pressed a key, and when that is over. */
export function openTone(blocked: (is: boolean) => void): Tone {
  const audio = new AudioContext();
  let allowed = false;
  let playing = 0;

  function look(): void {
    if (!allowed && audio.state === 'running') {
      allowed = true;
      for (const type of UNLOCKING) document.removeEventListener(type, unlock, true);
      blocked(false);
      rest();
    }
  }
  function unlock(): void {
    // Refused where the browser does not count this as a click; the next one tries again.
    audio.resume().catch(() => undefined);
  }
  /** A board hangs on a wall for days: silence costs nothing. */
  function rest(): void {
    if (playing === 0 && audio.state === 'running') void audio.suspend();
  }

  audio.addEventListener('statechange', look);
  for (const type of UNLOCKING) document.addEventListener(type, unlock, true);
  unlock();
  look();
  // One that may sound takes a moment to begin.
  const late = setTimeout(() => !allowed && blocked(true), BEGIN_MS);

  async function sound(level: Alarm['level']): Promise<void> {
    playing++;
    try {
      await audio.resume();
      NOTES[level].forEach((hz, i) => note(audio, hz, audio.currentTime + 0.03 + i * APART_S));
      await new Promise((done) => setTimeout(done, ALONE_MS));
    } finally {
      playing--;
      if (audio.state !== 'closed') rest();
    }
  }

  return {
    async play(level) {
      if (!allowed) return;
      // An overview and a wallboard in one browser speak with one voice. Without HTTPS there are no locks, and each speaks for itself.
      if (!('locks' in navigator)) return sound(level);
      await navigator.locks.request('tandem.alarm-tone', { ifAvailable: true }, (lock) => (lock === null ? undefined : sound(level)));
    },
    close() {
      clearTimeout(late);
      for (const type of UNLOCKING) document.removeEventListener(type, unlock, true);
      audio.removeEventListener('statechange', look);
      void audio.close();
    },
  };
}

function note(audio: AudioContext, hz: number, at: number): void {
  const loudness = audio.createGain();
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUD, at + 0.06);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + LONG_S);
  const tone = audio.createOscillator();
  tone.frequency.value = hz;
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LONG_S);
}
