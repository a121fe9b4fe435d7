// The ring: two soft notes, made by the browser, from the chosen speaker. Silent where the page was never clicked: browsers allow no sound then.
import { audioSettings, sendTo, type Sinkable } from './audio-settings.ts';

const NOTES = [659.26, 523.25] as const;
const EVERY_S = 2.4;

/** Rings until the returned function is called. */
export function ring(): () => void {
  const audio = new AudioContext();
  const { out } = openSpeaker(audio, audioSettings.get().speaker);
  const chime = (): void => {
    NOTES.forEach((hz, i) => note(audio, out, hz, audio.currentTime + i * 0.28));
  };
  chime();
  const timer = setInterval(chime, EVERY_S * 1_000);
  return () => {
    clearInterval(timer);
    void audio.close();
  };
}

/** One second of sound, for who tries his speaker; resolves when it is over. */
export async function tryOut(speaker: string): Promise<void> {
  const audio = new AudioContext();
  const { out, ready } = openSpeaker(audio, speaker);
  await ready;
  NOTES.forEach((hz, i) => note(audio, out, hz, audio.currentTime + i * 0.28));
  await new Promise((done) => setTimeout(done, 1_000));
  await audio.close();
}

/** Where what the context plays is heard. Firefox can choose a speaker for an element, but for no context. */
function openSpeaker(audio: AudioContext, speaker: string): { out: AudioNode; ready: Promise<void> } {
  if ('setSinkId' in audio) return { out: audio.destination, ready: sendTo(audio as Sinkable, speaker) };
  const out = audio.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  // Where it may not play the context may not either.
  const ready = sendTo(element, speaker).then(() => element.play().catch(() => undefined));
  return { out, ready };
}

function note(audio: AudioContext, out: AudioNode, hz: number, at: number): void {
  const loudness = audio.createGain();
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.25, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
  const tone = audio.createOscillator();
  tone.frequency.value = hz;
  tone.connect(loudness).connect(out);
  tone.start(at);
  tone.stop(at + 0.65);
}
