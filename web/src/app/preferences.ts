// What a browser remembers about how its user likes the app: language and colours. Storage may be blocked; then nothing is remembered.
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';

const LANGUAGE_KEY = 'tandem.language';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // A private window: the choice holds until the page is closed.
  }
}

/** The language chosen here before, or null. */
export function chosenLanguage(): Language | null {
  return LANGUAGES.find((language) => language === read(LANGUAGE_KEY)) ?? null;
}

/** The first language the browser asks for that we have. */
export function browserLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
