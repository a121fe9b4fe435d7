// Chooses between our two languages by an Accept-Language header (RFC 9110, section 12.5.4); English where neither is wanted.
import type { Language } from '@tandem/contract/texts.ts';

export function acceptedLanguage(header: string | undefined): Language {
  let best: Language = 'en';
  let weight = 0;
  for (const part of (header ?? '').split(',', 20)) {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const language: Language | null = /^zh(-|$)/.test(tag) ? 'zh-CN' : /^en(-|$)/.test(tag) ? 'en' : null;
    if (language === null) continue;
    const q = params.map((param) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(param)?.[1]).find((value) => value !== undefined);
    const wanted = q === undefined ? 1 : Number(q);
    if (wanted > weight) {
      best = language;
      weight = wanted;
    }
  }
  return best;
}
