// Shortcuts with Alt: heard from anywhere on the page, also out of a field, as somebody may be writing notes while he talks.
import { useEffect, useRef } from 'react';

/** `pressed` is told the key's code (`KeyH`); true where it did something. */
export function useAltKeys(pressed: (code: string) => boolean): void {
  const latest = useRef(pressed);
  useEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      // AltGr of many keyboards is Ctrl and Alt: it writes letters.
      if (event.defaultPrevented || event.repeat || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (latest.current(event.code)) event.preventDefault();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
