// Texts read character by character as prompt names: digits, telephone numbers, letters, order numbers.
import type { Language } from '@tandem/contract/texts.ts';

/** What stands between characters and is not read. */
const SEPARATORS = /[\s.,:;/()_+·-]/g;
const LONGEST = 64;

/** Each digit; what is no digit is passed over. `yao`: 1 as 幺, as in telephone numbers (Mandarin only). Null where there is no digit. */
export function spokenDigits(text: string, language: Language, { yao = false }: { yao?: boolean } = {}): string[] | null {
  const digits = text.replaceAll(/\D/g, '');
  if (digits === '' || digits.length > LONGEST) return null;
  return Array.from(digits, (digit) => (yao && digit === '1' && language === 'zh-CN' ? 'digits/yao' : `digits/${digit}`));
}

/** Letters and digits one by one; separators are passed over. Null where anything else stands there, or nothing. */
export function spokenLetters(text: string, _language: Language): string[] | null {
  const characters = text.replaceAll(SEPARATORS, '').toLowerCase();
  if (!/^[a-z0-9]+$/.test(characters) || characters.length > LONGEST) return null;
  return Array.from(characters, (character) => (/\d/.test(character) ? `digits/${character}` : `letters/${character}`));
}
