// How a name may be typed: as it is written, by its pinyin, by the first letters of its syllables or words. Pure.

/** Tells the readings of a Chinese text, one syllable a character; several where a character has several. Null while they are not there yet. */
export type Readings = ((text: string) => string[][]) | null;

const HAN = /\p{Script=Han}/u;

export const isChinese = (text: string): boolean => HAN.test(text);

/** Whether what was typed means the text. Spaces and case do not matter; a part in the middle of a syllable does not count. */
export function means(typed: string, text: string, readings: Readings): boolean {
  const wanted = typed.toLowerCase().trim();
  if (wanted === '') return true;
  if (text.toLowerCase().includes(wanted)) return true;
  const letters = wanted.replaceAll(/[\s'’]/g, '');
  if (!/^[a-z]+$/.test(letters)) return false;
  const syllables = syllablesOf(text, readings);
  return syllables.some((_, at) => spells(letters, syllables.slice(at)));
}

/** Words of Latin letters stand for themselves. */
function syllablesOf(text: string, readings: Readings): string[][] {
  return [...text.toLowerCase().matchAll(/\p{Script=Han}+|[a-z]+/gu)].flatMap(([part]) =>
    isChinese(part) ? (readings?.(part) ?? []) : [[part]],
  );
}

/** `zhw`, `zw`, `zhangwei`, `zhangw` all spell zhang-wei: of each syllable a beginning, one after the other. */
function spells(letters: string, syllables: readonly string[][]): boolean {
  if (letters === '') return true;
  const [first, ...others] = syllables;
  if (first === undefined) return false;
  return first.some((syllable) => {
    for (let taken = Math.min(syllable.length, letters.length); taken > 0; taken--)
      if (syllable.startsWith(letters.slice(0, taken)) && spells(letters.slice(taken), others)) return true;
    return false;
  });
}
