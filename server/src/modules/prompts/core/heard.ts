// Which recording of a prompt is heard by somebody who speaks a language: his own, else another's, as a wrong language is better than silence.
import type { Slot } from '@tandem/contract/api/prompts.ts';
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';

/** `clip`: SHA-256 (hex) of its WAV. */
export type Heard = { clip: string; blob: `blb_${string}` };

export function heardIn(slots: Readonly<Partial<Record<Slot, Heard>>>, language: Language): Heard | null {
  for (const slot of [language, ...LANGUAGES, 'all'] as const) {
    const found = slots[slot];
    if (found) return found;
  }
  return null;
}
