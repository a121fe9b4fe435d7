// English by flite in the speech thread: needs nothing but the package.
import type { Availability, SpeechProvider } from '../ports.ts';
import { fliteProgram } from './flite-voice.ts';
import type { SpeechThread } from './speech-thread.ts';

export function createFlite(thread: SpeechThread): SpeechProvider {
  const availability: Availability = fliteProgram() === null ? { ok: false, reason: 'no-flite' } : { ok: true };
  return {
    name: 'flite-slt',
    available: async () => availability,
    speak: (text) => thread.ask({ text }),
  };
}
