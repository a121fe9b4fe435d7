// Values as they are spoken: lists of prompt names in the order they are heard, by kind of value. The one door of this folder.
import type { Language } from '@tandem/contract/texts.ts';
import { spokenDigits, spokenLetters } from './characters.ts';
import { spokenDate, spokenTime } from './dates.ts';
import { spokenDuration, spokenPosition, spokenWait } from './durations.ts';
import { readMoney, spokenMoney } from './money.ts';
import { spokenNumber, spokenOrdinal } from './numbers.ts';
import { spokenPlate } from './plates.ts';

type Speaker = (text: string, language: Language) => string[] | null;

const whole = (text: string): number => (/^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN);

const SPEAKERS = {
  number: spokenNumber,
  ordinal: spokenOrdinal,
  digits: (text, language) => spokenDigits(text, language),
  phone: (text, language) => spokenDigits(text, language, { yao: true }),
  /** Order numbers are the same: letters and digits, one by one. */
  letters: spokenLetters,
  order: spokenLetters,
  date: spokenDate,
  time: spokenTime,
  /** Milliseconds. */
  duration: (text, language) => spokenDuration(whole(text), language),
  /** Milliseconds. */
  wait: (text, language) => spokenWait(whole(text), language),
  position: (text, language) => spokenPosition(whole(text), language),
  /** `12.34 CNY` */
  money(text, language) {
    const money = readMoney(text);
    return money && spokenMoney(money, language);
  },
  plate: spokenPlate,
} as const satisfies Record<string, Speaker>;

export type SpokenKind = keyof typeof SPEAKERS;
export const SPOKEN_KINDS = Object.keys(SPEAKERS) as readonly SpokenKind[];

/** The prompts `assets/prompts/<language>/<name>.wav` that say `text` as a value of that kind; null where it cannot be read as one. */
export function speakValue(kind: SpokenKind, text: string, language: Language): string[] | null {
  return SPEAKERS[kind](text, language);
}
