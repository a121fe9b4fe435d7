// A sentence in the reader's language.
import type { TFunction } from 'i18next';
import type { Part, Sentence } from './sentence.ts';

export function renderPart(part: Part, t: TFunction): string {
  return 'key' in part ? t(part.key) : part.text;
}

export function renderSentence({ key, parts }: Sentence, t: TFunction): string {
  const rendered = t(key, Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, renderPart(part, t)])));
  // A word that is lower case inside a sentence may have come to its head ("the customer hung up").
  return rendered.charAt(0).toUpperCase() + rendered.slice(1);
}
