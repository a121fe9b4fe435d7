// Leads the eye to the queue or agent whom the address names, once: from an alert to its row on the board.
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';

/** `ready`: the rows are there. */
export function useSought(ready: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    const row = ready && hash !== '' ? document.getElementById(hash) : null;
    if (row === null) return undefined;
    row.scrollIntoView({ block: 'center' });
    row.dataset['sought'] = 'true';
    return () => row.removeAttribute('data-sought');
  }, [ready, hash]);
}
