// Starts the texts: one language is loaded, the other when it is asked for, and what only some pages say with those pages; <html lang> follows.
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { browserLanguage, chosenLanguage, rememberLanguage } from '../preferences.ts';

type Texts = Record<string, unknown>;
type Catalogue = { first: () => Promise<Texts>; whole: () => Promise<Texts> };

const catalogues: Record<Language, Catalogue> = {
  en: { first: async () => (await import('./en-first.ts')).first, whole: async () => (await import('./en.ts')).en },
  'zh-CN': { first: async () => (await import('./zh-CN-first.ts')).first, whole: async () => (await import('./zh-CN.ts')).zhCN },
};

const NAMESPACE = 'translation';
/** Somebody opened a page that needs all texts: in the other language it will need them too. */
let needsWhole = false;

export async function startTexts(): Promise<void> {
  const language = chosenLanguage() ?? browserLanguage(navigator.languages);
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed;
  });
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { [NAMESPACE]: await catalogues[language].first() } },
    supportedLngs: [...LANGUAGES],
    fallbackLng: false,
    load: 'currentOnly',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** For the addresses of supervisors and administrators: their pages are shown once this is done. */
export async function loadAllTexts(): Promise<void> {
  needsWhole = true;
  const language = currentLanguage();
  if (!isWhole(language)) add(language, await catalogues[language].whole());
}

export async function switchLanguage(language: Language): Promise<void> {
  const { first, whole } = catalogues[language];
  if (needsWhole && !isWhole(language)) add(language, await whole());
  else if (!i18next.hasResourceBundle(language, NAMESPACE)) add(language, await first());
  rememberLanguage(language);
  await i18next.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18next.language === 'zh-CN' ? 'zh-CN' : 'en';
}

const add = (language: Language, texts: Texts): void => void i18next.addResourceBundle(language, NAMESPACE, texts, true, true);
/** An area that the first texts lack. */
const isWhole = (language: Language): boolean => i18next.exists('overview.title', { lng: language });
