// Fills templates and turns what a node says into what is to be heard, in the run's language.
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';
import type { Spoken, Value } from './run.ts';

const HOLE = /\{\{\s*([a-z][a-zA-Z0-9_]*)\s*\}\}/g;

/** An unset variable leaves nothing. */
export function fill(template: string, vars: Readonly<Record<string, Value>>): string {
  return template.replace(HOLE, (_, name: string) => String(Object.hasOwn(vars, name) ? vars[name] : ''));
}

export function holesOf(template: string): string[] {
  return Array.from(template.matchAll(HOLE), (match) => match[1]!);
}

export function languageOf(vars: Readonly<Record<string, Value>>, fallback: Language): Language {
  return LANGUAGES.find((language) => Object.hasOwn(vars, 'language') && vars['language'] === language) ?? fallback;
}

export function speak(say: Say, vars: Readonly<Record<string, Value>>, language: Language): Spoken[] {
  return say.flatMap((item): Spoken[] => {
    if ('silenceMs' in item) return [{ kind: 'silence', ms: item.silenceMs }];
    if ('text' in item) return [{ kind: 'text', text: item.text, language }];
    if ('digits' in item) {
      const digits = fill(item.digits, vars).replace(/[^0-9]/g, '');
      return digits === '' ? [] : [{ kind: 'digits', digits, language }];
    }
    // A variable's value could make a name that is none: such a prompt is passed over rather than asked for.
    const prompt = fill(item.prompt, vars).toLowerCase();
    return /^[a-z0-9][a-z0-9/-]*$/.test(prompt) ? [{ kind: 'prompt', prompt, language }] : [];
  });
}
