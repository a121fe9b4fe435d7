// Keeps rows still under a person's eyes: while he reads further down, what is new waits above behind a button.
import { newestFirst } from '../../live/list.ts';

type Row = { id: string; startedAt: number };

/** Rows to show while the list is held below `top`, the newest row that was on screen then; and how many wait above it. */
export function holdBelow<T extends Row>(rows: readonly T[], top: Row | null): { shown: readonly T[]; waiting: number } {
  if (!top) return { shown: rows, waiting: 0 };
  const shown = rows.filter((row) => newestFirst(row, top) >= 0);
  return { shown, waiting: rows.length - shown.length };
}
