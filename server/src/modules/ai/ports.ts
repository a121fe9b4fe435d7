// What the ai module gives to others, as ports with providers behind them: today speech from text.
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';

/** `wav`: mono, 16-bit PCM, 8 kHz, as loud as the shipped prompts. */
export type Speech = { wav: Uint8Array; durationMs: number };

/** Why a language has no voice here. */
export type NoVoice = 'no-flite' | 'no-espeak' | 'no-mandarin-voice';
export type Availability = { ok: true } | { ok: false; reason: NoVoice };

export type TextToSpeech = {
  /**
   * Speaks up to 500 characters. Rejects with AppError `speech.too-long`, `speech.unavailable` (no voice for the language) or
   * `speech.failed` (no sound came, in time or at all). The same text is spoken once and then kept for a while.
   */
  synthesise(wanted: { tenant: TenantId; text: string; language: Language }): Promise<Speech>;
  /** Whether there is a voice; remembered for a minute, so it may be asked at every publishing and every call. */
  available(language: Language): Promise<Availability>;
};

/** One synthesiser in one language. `speak` is given a prepared text and answers a WAV as `Speech` wants it. */
export type SpeechProvider = {
  /** For metrics and the cache: sounds of two voices are never mixed up. */
  readonly name: string;
  available(): Promise<Availability>;
  speak(text: string): Promise<Uint8Array>;
};
