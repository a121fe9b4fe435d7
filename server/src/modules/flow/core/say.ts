// Fills templates and turns what a node says into what is to be heard, in the run's language.
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { LANGUAGES, type Language, type TenantText } from '@tandem/contract/texts.ts';
import type { Spoken, Variables } from './run.ts';

const HOLE = /\{\{\s*([a-z][a-zA-Z0-9_]*)\s*\}\}/g;

/** An unset variable leaves nothing. */
export function fill(template: string, vars: Variables, write: (text: string) => string = (text) => text): string {
  return template.replace(HOLE, (_, name: string) => write(String(Object.hasOwn(vars, name) ? vars[name] : '')));
}

export function holesOf(template: string): string[] {
  return Array.from(template.matchAll(HOLE), (match) => match[1]!);
}

export function languageOf(vars: Variables, fallback: Language): Language {
  return LANGUAGES.find((language) => Object.hasOwn(vars, 'language') && vars['language'] === language) ?? fallback;
}

/** What is really spoken of a text that may lack a language: a reader falls back to the other. Null where it is empty. */
export function spokenText(text: TenantText, language: Language): { text: string; language: Language } | null {
  for (const each of [language, ...LANGUAGES]) {
    const found = text[each]?.trim();
    if (found) return { text: found, language: each };
  }
  return null;
}

export function speak(say: Say, vars: Variables, language: Language): Spoken[] {
  return say.flatMap((item): Spoken[] => {
    if ('silenceMs' in item) return [{ kind: 'silence', ms: item.silenceMs }];
    if ('text' in item) {
      const text = Object.fromEntries(LANGUAGES.flatMap((each) => (item.text[each] ? [[each, fill(item.text[each], vars)]] : [])));
      return [{ kind: 'text', text, or: promptName(item.or, vars), language }];
    }
    if ('value' in item) {
      const value = fill(item.value, vars).trim();
      return [{ kind: 'value', as: item.as, value, or: promptName(item.or, vars), language }];
    }
    if ('digits' in item) {
      const digits = fill(item.digits, vars).replace(/[^0-9]/g, '');
      return digits === '' ? [] : [{ kind: 'digits', digits, language }];
    }
    const prompt = promptName(item.prompt, vars);
    return prompt === null ? [] : [{ kind: 'prompt', prompt, language }];
  });
}

/** A variable's value could make a name that is none: such a prompt is passed over rather than asked for. */
function promptName(template: string | undefined, vars: Variables): string | null {
  const prompt = template === undefined ? '' : fill(template, vars).toLowerCase();
  return /^[a-z0-9][a-z0-9/-]*$/.test(prompt) ? prompt : null;
}
