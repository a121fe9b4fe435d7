// What differs between two states of an object, field by field: elements of lists are told apart by their key, not by their place.
import type { HistoryChange } from '@tandem/contract/api/history.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What tells the elements of a list apart, where each has its own. */
const KEYS = ['id', 'key', 'skill', 'queue', 'action', 'slot'] as const;

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same text for the same value, in whatever order its fields stand. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'absent';
  const fields = Object.keys(value)
    .toSorted()
    .filter((name) => value[name] !== undefined);
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

export const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** Nothing that anybody needs to be told of a thing that was made or removed. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/**
 * Of two states, null where there was none. A field that only one of two states has is not told: it is the program that began or ceased to
 * keep it. Fields of a made or removed object that hold nothing are left out.
 */
export function differences(before: Fields | null, after: Fields | null): HistoryChange[] {
  if (before !== null && after !== null)
    return Object.keys(after)
      .filter((name) => name in before)
      .flatMap((name) => compared([name], before[name], after[name]));
  const [whole, side] = after === null ? [before ?? {}, 'before' as const] : [after, 'after' as const];
  return Object.entries(whole).flatMap(([name, value]) => (isNothing(value) ? [] : [{ path: [name], [side]: value }]));
}

function compared(path: string[], before: unknown, after: unknown): HistoryChange[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return comparedLists(path, before, after);
  if (isObject(before) && isObject(after)) return comparedFields(path, before, after);
  return [{ path, ...told('before', before), ...told('after', after) }];
}

const told = (side: 'before' | 'after', value: unknown): Pick<HistoryChange, 'before' | 'after'> =>
  value === undefined ? {} : { [side]: value };

function comparedFields(path: string[], before: Fields, after: Fields): HistoryChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => compared([...path, name], before[name], after[name]));
}

function comparedLists(path: string[], before: readonly unknown[], after: readonly unknown[]): HistoryChange[] {
  const key = KEYS.find((name) => hasOwn(before, name) && hasOwn(after, name));
  if (key !== undefined) {
    const found = comparedFields(path, keyed(before, key), keyed(after, key));
    // The same elements in another order.
    return found.length > 0 ? found : [{ path, before, after }];
  }
  const [removed, added] = [without(before, after), without(after, before)];
  return removed.length + added.length > 0 ? [{ path, removed, added }] : [{ path, before, after }];
}

function hasOwn(list: readonly unknown[], name: string): boolean {
  const keys = new Set(list.map((each) => (isObject(each) ? each[name] : undefined)));
  return keys.size === list.length && [...keys].every((each) => typeof each === 'string');
}

const keyed = (list: readonly unknown[], name: string): Fields =>
  Object.fromEntries((list as Fields[]).map((each) => [String(each[name]), each]));

/** Counted: of three alike of which one went, one is told. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = new Map<string, number>();
  for (const each of other) left.set(canonical(each), (left.get(canonical(each)) ?? 0) + 1);
  return list.filter((each) => {
    const n = left.get(canonical(each)) ?? 0;
    left.set(canonical(each), n - 1);
    return n <= 0;
  });
}
