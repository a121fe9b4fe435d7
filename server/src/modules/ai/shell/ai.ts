// The ai module at work: today the voices of this machine behind one port.
import { performance } from 'node:perf_hooks';
import type { Log, Metrics } from '../../../platform/lifecycle/types.ts';
import { durationOf, type Sound } from '../core/wav.ts';
import type { Speech, TextToSpeech } from '../ports.ts';
import { createEspeak, type EspeakSettings } from './espeak.ts';
import { createFlite } from './flite.ts';
import { SpeechCache } from './speech-cache.ts';
import { SpeechThread, type SpeechThreadSettings } from './speech-thread.ts';
import { createSpeech } from './speech.ts';

export type Ai = {
  speech: TextToSpeech;
  /** A sound of any rate as the telephone carries it, at its own level. In a thread of its own: no caller's sentence waits behind it. */
  toTelephone(sound: Sound): Promise<Speech>;
  /** Ends the threads; what is being spoken fails. */
  stop(): Promise<void>;
};

export type AiDeps = {
  log: Log;
  metrics: Metrics;
  /** Other limits and programs, for tests. */
  thread?: Partial<SpeechThreadSettings>;
  espeak?: Partial<EspeakSettings>;
  cacheBytes?: number;
};

/** 500 characters of English take two seconds here; a machine may be much slower. */
const THREAD: SpeechThreadSettings = { timeoutMs: 15_000, idleMs: 60_000, waiting: 64 };
/** Five minutes at 48 kHz take two seconds here. */
const CONVERSION: SpeechThreadSettings = { timeoutMs: 60_000, idleMs: 10_000, waiting: 8 };
const ESPEAK: EspeakSettings = { command: 'espeak-ng', timeoutMs: 10_000, recheckMs: 60_000, atOnce: 2 };
/** A little over half an hour of speech, as much as the edge keeps. */
const CACHE_BYTES = 32 * 1_024 * 1_024;

export function createAi({ log, metrics, thread: threadSettings, espeak, cacheBytes }: AiDeps): Ai {
  const thread = new SpeechThread({ ...THREAD, ...threadSettings });
  const conversion = new SpeechThread(CONVERSION);
  const now = (): number => performance.now();
  const voice = (language: 'en' | 'zh-CN') => createEspeak(language, thread, { ...ESPEAK, ...espeak }, now);
  return {
    speech: createSpeech({
      providers: { en: [createFlite(thread), voice('en')], 'zh-CN': [voice('zh-CN')] },
      cache: new SpeechCache(cacheBytes ?? CACHE_BYTES),
      now,
      log,
      metrics,
    }),
    async toTelephone(sound) {
      const wav = await conversion.ask({ sound });
      return { wav, durationMs: durationOf(wav) };
    },
    async stop() {
      await Promise.all([thread.stop(), conversion.stop()]);
    },
  };
}
