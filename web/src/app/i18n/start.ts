// Starts the texts: one language is loaded, the other when it is asked for; <html lang> follows.
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { browserLanguage, chosenLanguage, rememberLanguage } from '../preferences.ts';

const catalogues: Record<Language, () => Promise<Record<string, unknown>>> = {
  en: async () => (await import('./en.ts')).en,
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
};

const NAMESPACE = 'translation';

export async function startTexts(): Promise<void> {
  const language = chosenLanguage() ?? browserLanguage(navigator.languages);
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed;
  });
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { [NAMESPACE]: await catalogues[language]() } },
    supportedLngs: [...LANGUAGES],
    fallbackLng: false,
    load: 'currentOnly',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, NAMESPACE)) i18next.addResourceBundle(language, NAMESPACE, await catalogues[language]());
  rememberLanguage(language);
  await i18next.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18next.language === 'zh-CN' ? 'zh-CN' : 'en';
}
