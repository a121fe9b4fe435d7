// Which rows of a list are selected; with Shift and an arrow key the selection goes on from row to row.
import { useCallback, useState, type KeyboardEvent } from 'react';

export type Selection<I extends string> = {
  /** Of those that are still in the list. */
  chosen: readonly I[];
  has: (id: I) => boolean;
  /** Changes with the selection only; also those who left the list. */
  picked: ReadonlySet<string>;
  set: (id: I, on: boolean) => void;
  all: (on: boolean) => void;
  /** For what is around the rows, whose checkboxes carry `data-pick`. */
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
};

const NONE: ReadonlySet<string> = new Set();

export function useSelection<I extends string>(ids: readonly I[]): Selection<I> {
  const [picked, setPicked] = useState<ReadonlySet<string>>(NONE);
  const set = useCallback((id: I, on: boolean) => {
    setPicked((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  return {
    chosen: ids.filter((id) => picked.has(id)),
    has: (id) => picked.has(id),
    picked,
    set,
    all: (on) => setPicked(on ? new Set(ids) : NONE),
    onKeyDown(event) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const from = event.target;
      if (step === 0 || !(from instanceof HTMLInputElement) || from.dataset['pick'] === undefined) return;
      const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[data-pick]')];
      const to = boxes[boxes.indexOf(from) + step];
      // The list itself would scroll.
      event.preventDefault();
      if (to === undefined) return;
      to.focus();
      if (!event.shiftKey) return;
      set(from.dataset['pick'] as I, true);
      set(to.dataset['pick'] as I, true);
    },
  };
}
