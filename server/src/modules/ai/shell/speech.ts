// Text to speech: prepares the text, takes it from what is kept, or asks the language's voices one after the other.
import type { Language } from '@tandem/contract/texts.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { Log, Metrics } from '../../../platform/lifecycle/types.ts';
import { LONGEST_TEXT, prepare } from '../core/prepare.ts';
import { durationOf } from '../core/wav.ts';
import type { Speech, SpeechProvider, TextToSpeech } from '../ports.ts';
import { speechKey, type SpeechCache } from './speech-cache.ts';

export type SpeechDeps = {
  /** In the order they are asked; the next where one has no voice or fails. */
  providers: Readonly<Record<Language, readonly SpeechProvider[]>>;
  cache: SpeechCache;
  /** Milliseconds that only run forward. */
  now: () => number;
  log: Log;
  metrics: Metrics;
};

export function createSpeech({ providers, cache, now, log, metrics }: SpeechDeps): TextToSpeech {
  /** What is being made, so that ten calls that need a sentence at once make it once. */
  const making = new Map<string, Promise<Speech>>();

  async function speak(provider: SpeechProvider, language: Language, text: string): Promise<Speech> {
    const startedAt = now();
    const count = (outcome: string): void => metrics.observe('speech_total', 1, { provider: provider.name, outcome });
    try {
      const wav = await provider.speak(text);
      metrics.observe('speech_ms', now() - startedAt, { provider: provider.name });
      count('spoken');
      return { wav, durationMs: durationOf(wav) };
    } catch (error) {
      count('failed');
      log.warn('a voice failed', { provider: provider.name, language, characters: text.length, error: String(error) });
      throw error;
    }
  }

  function made(provider: SpeechProvider, language: Language, text: string): Promise<Speech> {
    const key = speechKey(language, provider.name, text);
    const kept = cache.get(key);
    if (kept) {
      metrics.observe('speech_total', 1, { provider: provider.name, outcome: 'kept' });
      return Promise.resolve(kept);
    }
    const running = making.get(key);
    if (running) return running;
    const speech = speak(provider, language, text)
      .then((done) => {
        cache.keep(key, done);
        metrics.observe('speech_kept_bytes', cache.bytes);
        return done;
      })
      .finally(() => making.delete(key));
    making.set(key, speech);
    return speech;
  }

  return {
    async synthesise({ text, language }) {
      if (text.length > LONGEST_TEXT) throw new AppError('speech.too-long', { length: text.length, most: LONGEST_TEXT });
      const prepared = prepare(text, language);
      if (prepared === '') throw new AppError('speech.failed', { reason: 'the text holds nothing that can be spoken' });
      let failure: Error | undefined;
      for (const provider of providers[language]) {
        if (!(await provider.available()).ok) continue;
        try {
          return await made(provider, language, prepared);
        } catch (error) {
          failure = error instanceof Error ? error : new Error('a voice failed', { cause: error });
        }
      }
      if (failure === undefined) throw new AppError('speech.unavailable', { language });
      throw new AppError('speech.failed', { reason: failure.message }, { cause: failure });
    },
    async available(language) {
      let first: Awaited<ReturnType<SpeechProvider['available']>> | undefined;
      for (const provider of providers[language]) {
        const availability = await provider.available();
        if (availability.ok) return availability;
        first ??= availability;
      }
      return first ?? { ok: false, reason: 'no-espeak' };
    },
  };
}
