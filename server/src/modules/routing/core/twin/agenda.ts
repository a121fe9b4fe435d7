// What will happen next: things with a time, taken out in order; of the same time, first put in first.

export type Agenda<T> = {
  add(at: number, what: T): void;
  peek(): { at: number; what: T } | undefined;
  take(): { at: number; what: T } | undefined;
};

type Entry<T> = { at: number; order: number; what: T };

const before = (a: Entry<unknown>, b: Entry<unknown>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: a day's simulation puts in and takes out some five things a contact. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let count = 0;
  return {
    add(at, what) {
      const entry = { at, order: count++, what };
      let place = heap.push(entry) - 1;
      while (place > 0 && before(entry, heap[(place - 1) >> 1]!)) {
        heap[place] = heap[(place - 1) >> 1]!;
        place = (place - 1) >> 1;
      }
      heap[place] = entry;
    },
    peek: () => heap[0],
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return first;
      let place = 0;
      for (;;) {
        let child = 2 * place + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
        if (!before(heap[child]!, last)) break;
        heap[place] = heap[child]!;
        place = child;
      }
      heap[place] = last;
      return first;
    },
  };
}
