// Which dispositions are offered for what was typed, in which order, and how they are named. Pure.
import type { Disposition, Dispositions } from '../../api/dispositions.ts';
import { leavesOf } from '../../api/dispositions.ts';
import { tenantText } from '../../ui/format.ts';
import { means, type Readings } from '../search/spelling.ts';

export type Offered = { item: Disposition; name: string; group: string };

/** What this desk chose lately comes first; the others in the order of the tree. */
export function offeredFor(
  typed: string,
  of: { items: readonly Disposition[]; names: ReadonlyMap<string, string[]>; recent: readonly string[]; readings: Readings },
): Offered[] {
  const { items, names, recent, readings } = of;
  const place = (key: string): number => (recent.includes(key) ? recent.indexOf(key) : recent.length);
  return leavesOf(items)
    .map((item) => {
      const path = names.get(item.key) ?? [item.key];
      return { item, name: path.at(-1)!, group: path.slice(0, -1).join(' › ') };
    })
    .filter(({ name, group, item }) => [name, group, item.key].some((text) => text !== '' && means(typed, text, readings)))
    .map((each, at) => ({ each, at }))
    .toSorted((a, b) => place(a.each.item.key) - place(b.each.item.key) || a.at - b.at)
    .map(({ each }) => each);
}

/** Of every key that was ever offered: its name under its groups, in the reader's language. */
export function namesOf(dispositions: Pick<Dispositions, 'names' | 'items'> | undefined, language: string): Map<string, string[]> {
  return new Map((dispositions?.names ?? []).map(({ key, path }) => [key, path.map((text) => tenantText(text, language))]));
}

/** What stands in a wrap-up; a key nobody ever named stands as it is. */
export function nameOf(key: string, names: ReadonlyMap<string, string[]>): string {
  return names.get(key)?.join(' › ') ?? key;
}
