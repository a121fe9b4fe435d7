// Opens the list of keys on "?" from anywhere but a field; the list itself is loaded when it is first wanted.
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';

const ShortcutList = lazy(async () => ({ default: (await import('./ShortcutList.tsx')).ShortcutList }));
const WANTED = 'tandem:shortcuts';

/** For a button that leads to the list. */
export function showShortcuts(): void {
  window.dispatchEvent(new Event(WANTED));
}

export function Shortcuts(): ReactNode {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = (): void => setOpen(true);
    function onKey(event: KeyboardEvent): void {
      if (event.key !== '?' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.closest('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      show();
    }
    window.addEventListener(WANTED, show);
    document.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener(WANTED, show);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  if (!open) return null;
  return (
    <Suspense>
      <ShortcutList close={() => setOpen(false)} />
    </Suspense>
  );
}
