// Pages of a list that is read whole anyway (queues, numbers, live calls): in one order for all callers, going on after the last item shown.
import { Type } from 'typebox';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Page } from './types.ts';

/** As a place, of one length, so that the texts order as the numbers do. */
export const newestFirst = ({ version }: { version: number }): string => String(Number.MAX_SAFE_INTEGER - version);

const Place = Type.Object({ after: Type.String() }, { additionalProperties: false });

/** `placeOf` is unique to the item and gives the order, by code unit. All of it where no limit is asked for. */
export function pageOfWhole<T>(items: readonly T[], query: { limit?: number; cursor?: string }, placeOf: (item: T) => string): Page<T> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, Place).after;
  const rest = items
    .map((item) => ({ item, place: placeOf(item) }))
    .filter(({ place }) => after === null || place > after)
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  const shown = rest.slice(0, query.limit ?? rest.length);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextCursor: last && shown.length < rest.length ? encodeCursor({ after: last.place }) : null,
  };
}
