import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCursor } from './cursor.ts';
import { pageOfWhole } from './whole-list.ts';

const place = (item: { key: string }): string => item.key;

describe('pages of a whole list', () => {
  it('are all of it where no limit is asked for', () => {
    expect(pageOfWhole([{ key: 'b' }, { key: 'a' }], {}, place)).toEqual({ items: [{ key: 'a' }, { key: 'b' }], nextCursor: null });
  });

  it('go through every item once, in order, with any limit, while others come and go', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 5 }), (stay, leave, limit) => {
        const staying = stay.filter((key) => !leave.includes(key)).map((key) => ({ key }));
        let items = [...staying, ...leave.map((key) => ({ key }))];
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = pageOfWhole(items, { limit, ...(cursor === undefined ? {} : { cursor }) }, place);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(place));
          cursor = page.nextCursor ?? undefined;
          items = staying;
        } while (cursor !== undefined);
        expect(seen).toEqual(seen.toSorted());
        expect(new Set(seen).size).toBe(seen.length);
        for (const { key } of staying) expect(seen).toContain(key);
      }),
    );
  });

  it('refuse a cursor of another list', () => {
    expect(() => pageOfWhole([{ key: 'a' }], { cursor: encodeCursor({ at: 1 }) }, place)).toThrow('cursor.invalid');
  });
});
