// Moves through rows by keys: j, k and the arrows from anywhere on the page but a field; the focused row's link takes Enter by itself.
import { useEffect, useRef, useState } from 'react';
import { nextRow } from './next-row.ts';

export function useRowKeys(rows: readonly { id: string }[]) {
  const table = useRef<HTMLDivElement>(null);
  const [chosen, setCurrent] = useState<string | null>(null);
  // One row is always reachable by Tab, also after the chosen one has left the list.
  const current = rows.some((row) => row.id === chosen) ? chosen : (rows[0]?.id ?? null);

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busyElsewhere(event.target, table.current)) return;
      const inTable = table.current?.contains(document.activeElement) ?? false;
      const next = nextRow(rows, inTable ? current : null, event.key);
      if (!next) return;
      event.preventDefault();
      // A row that cannot be opened still has its number to be called.
      const link = table.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"] :is(a, button)`);
      setCurrent(next);
      link?.focus();
      link?.scrollIntoView({ block: 'nearest' });
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [rows, current]);

  return { table, current, setCurrent };
}

/** Keys belong to a field or an open menu while it has the focus, and to any control outside of the table that uses arrows. */
function busyElsewhere(target: EventTarget | null, table: HTMLElement | null): boolean {
  if (!(target instanceof HTMLElement) || table?.contains(target)) return false;
  return target.closest('input, textarea, select, [role="dialog"], [contenteditable]') !== null;
}
