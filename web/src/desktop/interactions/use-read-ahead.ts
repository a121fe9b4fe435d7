// Reads a contact as soon as somebody is about to open it: when he rests on its row, comes to it by key, or presses the button down.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useApi } from '../../api/context.tsx';
import { EVENT_PAGES, interactionEventsQuery, interactionQuery } from '../../api/interactions.ts';

/** Who only passes over a row does not want it; a held arrow key repeats faster than this, too. */
const RESTS_MS = 90;

export type ReadAhead = {
  /** He may be about to. */
  near: (id: string) => void;
  away: () => void;
  /** He is. */
  now: (id: string) => void;
};

export function useReadAhead(): ReadAhead {
  const api = useApi();
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    const now = (id: string): void => {
      clearTimeout(timer.current);
      // What fails here is read again, and told, by the page itself.
      void queries.prefetchQuery(interactionQuery(api, id));
      void queries.prefetchQuery(interactionEventsQuery(api, id, EVENT_PAGES));
    };
    return {
      now,
      near(id) {
        clearTimeout(timer.current);
        timer.current = setTimeout(() => now(id), RESTS_MS);
      },
      away: () => clearTimeout(timer.current),
    };
  }, [api, queries]);
}
