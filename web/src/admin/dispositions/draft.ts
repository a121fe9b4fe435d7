// The list of dispositions while it is edited: entries that know each other by an id of the page, as keys may still change. Pure.
import type { Disposition } from '../../api/dispositions.ts';

export type Entry = Omit<Disposition, 'parent'> & {
  id: string;
  parent: string | null;
  /** Not saved yet: its key follows its name until somebody writes one. */
  fresh: boolean;
};

export const MOST_LEVELS = 4;
const MOST_LETTERS = 80;
const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function draftOf(items: readonly Disposition[]): Entry[] {
  return items.map((item) => ({ ...item, id: item.key, fresh: false }));
}

/** As the server takes it. */
export function treeOf(entries: readonly Entry[]): Disposition[] {
  const keys = new Map(entries.map(({ id, key }) => [id, key]));
  return entries.map(({ key, parent, name, resolved, next }) => {
    const texts = (['zh-CN', 'en'] as const).map((language) => [language, (name[language] ?? '').trim()] as const);
    return {
      key,
      parent: parent === null ? null : keys.get(parent)!,
      name: Object.fromEntries(texts.filter(([, text]) => text !== '')),
      resolved,
      next,
    };
  });
}

export function levelOf(entries: readonly Entry[], entry: Entry): number {
  const above = entries.find(({ id }) => id === entry.parent);
  return above === undefined ? 1 : levelOf(entries, above) + 1;
}

/** An entry and all below it stand together in the list. */
function endOf(entries: readonly Entry[], at: number): number {
  const below = new Set([entries[at]!.id]);
  let end = at + 1;
  for (; end < entries.length && below.has(entries[end]!.parent ?? ''); end++) below.add(entries[end]!.id);
  return end;
}

/** At the end of the group, or of the list. */
export function added(entries: readonly Entry[], parent: string | null, id: string): Entry[] {
  const entry: Entry = { id, key: '', parent, name: {}, resolved: null, next: null, fresh: true };
  const at = entries.findIndex((each) => each.id === parent);
  const place = at === -1 ? entries.length : endOf(entries, at);
  return [...entries.slice(0, place), entry, ...entries.slice(place)];
}

export function removed(entries: readonly Entry[], id: string): Entry[] {
  const at = entries.findIndex((each) => each.id === id);
  return at === -1 ? [...entries] : [...entries.slice(0, at), ...entries.slice(endOf(entries, at))];
}

/** Past its neighbour in the same group; the same list where it has none there. */
export function moved(entries: readonly Entry[], id: string, by: -1 | 1): Entry[] {
  const at = entries.findIndex((each) => each.id === id);
  const siblings = entries.map((each, place) => ({ each, place })).filter(({ each }) => each.parent === entries[at]!.parent);
  const other = siblings[siblings.findIndex(({ place }) => place === at) + by];
  if (other === undefined) return [...entries];
  const [first, second] = by === 1 ? [at, other.place] : [other.place, at];
  const [one, two] = [entries.slice(first, endOf(entries, first)), entries.slice(second, endOf(entries, second))];
  return [...entries.slice(0, first), ...two, ...one, ...entries.slice(second + two.length)];
}

export function changed(entries: readonly Entry[], id: string, part: Partial<Entry>): Entry[] {
  return entries.map((each) => {
    if (each.id !== id) return each;
    const next = { ...each, ...part };
    const follows = each.fresh && part.name !== undefined && (each.key === '' || each.key === keyFor(each.name, entries, id));
    return follows ? { ...next, key: keyFor(next.name, entries, id) } : next;
  });
}

/** Out of the name's Latin letters; a number of its own where there are none, or the key is taken. */
function keyFor(name: Entry['name'], entries: readonly Entry[], self: string): string {
  const letters = (name.en ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48);
  const stem = letters === '' ? 'item' : letters;
  const taken = new Set(entries.filter(({ id }) => id !== self).map(({ key }) => key));
  if (letters !== '' && !taken.has(stem)) return stem;
  for (let n = 2; ; n++) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`;
}

/** Key of the sentence that says what is wrong with an entry; null where nothing is. */
export function faultOf(entries: readonly Entry[], entry: Entry): 'name' | 'key' | 'depth' | null {
  const texts = Object.values(entry.name).map((text) => text.trim());
  if (texts.every((text) => text === '') || texts.some((text) => text.length > MOST_LETTERS)) return 'name';
  if (!KEY.test(entry.key) || entries.some((each) => each.id !== entry.id && each.key === entry.key)) return 'key';
  return levelOf(entries, entry) > MOST_LEVELS ? 'depth' : null;
}
