// The parts of a contact's priority in words: "level platinum 4 + angry 2", the sum, and what it is worth in waiting. The words are those of the page that asks.
import { clockText } from './format.ts';

/** As the API tells it (contract priority.ts): this folder knows words and no data. */
type Part = { of: string; name?: string; points: number };
/** A text of the area `points`, by its key there. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;
type Names = { say: Say; skillName: (id: string) => string };

/** An issue may be a skill, by its id. */
export function termsText(parts: readonly Part[], { say, skillName }: Names): string {
  return parts.map((part) => say('term', { what: whatOf(part, say, skillName), points: part.points })).join(' + ');
}

/** Null where there are none. */
export function pointsText({ parts, eachMs }: { parts: readonly Part[]; eachMs: number }, names: Names): string | null {
  if (parts.length === 0) return null;
  const sum = parts.reduce((all, { points }) => all + points, 0);
  return names.say('sum', { count: sum, terms: termsText(parts, names), time: worthText(sum * eachMs) });
}

/** A negative sum sets somebody back. */
export const worthText = (ms: number): string => (ms < 0 ? `−${clockText(-ms)}` : clockText(ms));

function whatOf({ of, name = '' }: Part, say: Say, skillName: (id: string) => string): string {
  if (of === 'mood') return say(`mood.${name}`);
  return say(of, { name: of === 'issue' && name.startsWith('skl_') ? skillName(name) : name });
}
