// Mandarin (and English where flite fails) by espeak-ng, a program of the operating system that is run and never linked (GPL).
import type { Language } from '@tandem/contract/texts.ts';
import type { Availability, NoVoice, SpeechProvider } from '../ports.ts';
import { runProgram } from './run-program.ts';
import type { SpeechThread } from './speech-thread.ts';

export type EspeakSettings = { command: string; timeoutMs: number; recheckMs: number; atOnce: number };

type Voice = { voice: string; speed: string; pitch: string; gap: string };

/** In the order they are tried. In espeak-ng 1.51 `cmn` spells many characters out in English; there `cmn-latn-pinyin` reads them. */
const VOICES: Readonly<Record<Language, readonly Voice[]>> = {
  'zh-CN': ['cmn', 'cmn-latn-pinyin'].map((voice) => ({ voice, speed: '180', pitch: '50', gap: '0' })),
  en: [{ voice: 'en-us', speed: '150', pitch: '45', gap: '3' }],
};
/** Common characters; a voice that spells one out switches its phonemes to English. */
const PROBES: Readonly<Record<Language, string>> = { 'zh-CN': '您好，欢迎致电，客服代表正忙。', en: 'hello' };
/** Two minutes of speech at 22 kHz. */
const MOST_BYTES = 6_000_000;

export function createEspeak(language: Language, thread: SpeechThread, settings: EspeakSettings, now: () => number): SpeechProvider {
  const missing: NoVoice = 'no-espeak';
  const takeTurn = turns(settings.atOnce);
  let known: { voice: Voice | null; reason: NoVoice; at: number } | null = null;
  let looking: Promise<void> | null = null;

  const run = (args: readonly string[], input: string): Promise<Buffer> =>
    runProgram({ command: settings.command, args: ['-b', '1', ...args], input, timeoutMs: settings.timeoutMs, mostBytes: MOST_BYTES });

  async function look(): Promise<void> {
    let reason: NoVoice = missing;
    for (const voice of VOICES[language]) {
      // A program or a voice that is not there fails; there is nothing else to learn from how.
      const phonemes = await run(['-q', '-x', '-v', voice.voice, '--stdin'], PROBES[language]).catch(() => null);
      if (phonemes === null) continue;
      if (phonemes.length > 0 && !phonemes.includes('(en)')) {
        known = { voice, reason, at: now() };
        return;
      }
      reason = 'no-mandarin-voice';
    }
    known = { voice: null, reason, at: now() };
  }

  async function voiceNow(): Promise<Voice | null> {
    // What is missing may be installed any minute, what is there seldom goes.
    const fresh = known !== null && now() - known.at <= (known.voice ? settings.recheckMs : settings.recheckMs / 4);
    if (!fresh) await (looking ??= look().finally(() => (looking = null)));
    return known?.voice ?? null;
  }

  return {
    name: `espeak-ng-${language}`,
    async available(): Promise<Availability> {
      return (await voiceNow()) ? { ok: true } : { ok: false, reason: known?.reason ?? missing };
    },
    async speak(text) {
      const found = await voiceNow();
      if (!found) throw new Error(`espeak-ng has no voice for ${language}`);
      const { voice, speed, pitch, gap } = found;
      try {
        const wav = await takeTurn(() => run(['-v', voice, '-s', speed, '-p', pitch, '-g', gap, '--stdin', '--stdout'], text));
        return await thread.ask({ wav });
      } catch (error) {
        // It may have been taken away since: look again before the next sentence.
        known = null;
        throw error;
      }
    },
  };
}

/** Runs at most `atOnce` at a time, the others in the order they came. */
function turns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
