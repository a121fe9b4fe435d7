// What people are shown of an object's state: fields that they know, without ids of its own and the program's book-keeping.
import type { HistoryKind } from '@tandem/contract/history.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { isObject } from './differences.ts';
import type { Fields } from './plans.ts';

/** Of every kind: it says which object this is, not how it is. */
const OWN = ['id'];
const HIDDEN: Readonly<Partial<Record<HistoryKind, readonly string[]>>> = {
  number: ['address'],
  device: ['kind'],
  dispositions: ['version', 'queue'],
  'agent-skills': ['agent'],
  'api-key': ['madeBy'],
};

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Which recording is heard, in place of all that are kept. */
function heard(recordings: unknown): Fields[] {
  return listOf(recordings).flatMap(({ slot, versions }) => {
    const current = listOf(versions).find((version) => version['current'] === true);
    return current
      ? [{ slot, version: current['version'], ...(typeof current['text'] === 'string' ? { text: current['text'] } : {}) }]
      : [];
  });
}

export function shownState(kind: HistoryKind, state: Fields | null): Fields | null {
  if (state === null) return null;
  const hidden = new Set([...OWN, ...(HIDDEN[kind] ?? [])]);
  const known = Object.fromEntries(Object.entries(state).filter(([name]) => !hidden.has(name)));
  if (kind === 'user') {
    const { role: _, agent, ...rest } = known;
    return { ...rest, takesWork: agent !== null };
  }
  if (kind === 'prompt') return { ...known, recordings: heard(known['recordings']) };
  if (kind === 'flow') {
    const { graph: _, ...rest } = known;
    return rest;
  }
  return known;
}

/** The user's name and address, where it is known which held. */
export function withProfile(state: Fields | null, profiles: ReadonlyMap<unknown, { name: string; email: string }>): Fields | null {
  if (state === null) return null;
  const { profile, ...rest } = state;
  const found = profiles.get(profile);
  return found ? { name: found.name, email: found.email, ...rest } : rest;
}

/** What an object is called, by whatever its kind is called by. */
export function nameOf(state: unknown): TenantText | string | null {
  if (!isObject(state)) return null;
  const name = state['name'] ?? state['display'] ?? state['username'] ?? state['measure'];
  return typeof name === 'string' || isObject(name) ? name : null;
}

/** What the elements of its lists are called, by their keys: wrap-up choices. */
export function innerNames(state: Fields | null): Map<string, TenantText | string> {
  const elements = Object.values(state ?? {}).flatMap(listOf);
  return new Map(
    elements.flatMap((element) => {
      const name = nameOf(element);
      return typeof element['key'] === 'string' && isObject(element['name']) && name !== null ? [[element['key'], name] as const] : [];
    }),
  );
}

const ID = /^[a-z]{3}_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const isId = (text: string): boolean => ID.test(text);

/** Every word that stands in a value, as a text or as the name of a field: some are ids of things that have a name. */
export function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  return isObject(value) ? Object.entries(value).flatMap(([name, each]) => [name, ...wordsIn(each)]) : [];
}

/** The value with names in the place of ids: for a refusal that people read. */
export function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => withNames(each, names));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withNames(each, names)])) : value;
}
