// Texts that come with the one page that says them, in both languages, and not with the catalogue that every page loads.
import i18next from 'i18next';

type Texts = { [key: string]: string | Texts };

/** To be said by `useTranslation(area)`. Both languages at once: a switch needs nothing more. */
export function bringTexts<T extends Texts>(area: string, texts: { en: T; 'zh-CN': T }): void {
  for (const [language, said] of Object.entries(texts)) i18next.addResourceBundle(language, area, said);
}
