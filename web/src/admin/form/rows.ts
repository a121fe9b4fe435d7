// Finding and ordering the lines of a list. Pure.

export type Order = { key: string; down: boolean };
type Sorted<T> = { key: string; sort?: ((item: T) => string | number) | undefined };

/** Every word that was typed occurs somewhere in the item's own. */
export function matching<T>(items: readonly T[], text: string, words: (item: T) => string): T[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...items];
  return items.filter((item) => {
    const own = words(item).toLowerCase();
    return wanted.every((word) => own.includes(word));
  });
}

/** By the column that was clicked; as they came where none was. */
export function ordered<T>(items: readonly T[], columns: readonly Sorted<T>[], order: Order | null): T[] {
  const sort = order && columns.find((column) => column.key === order.key)?.sort;
  if (!order || !sort) return [...items];
  const sign = order.down ? -1 : 1;
  return items.toSorted((a, b) => {
    const [one, other] = [sort(a), sort(b)];
    return sign * (typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other)));
  });
}
