// What is written of a wrap-up before it is sent: kept by the contact, so that a call that comes back, or another page in between, loses no word.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Disposition } from '../../api/dispositions.ts';
import { NO_FOLLOW, type Follow } from './FollowUp.tsx';

type Draft = {
  chosen: Disposition | null;
  resolved: 'yes' | 'no' | null;
  notes: string;
  follow: Follow;
  /** The title that came from the choice, as long as nobody wrote another. */
  suggested: string;
};

const EMPTY: Draft = { chosen: null, resolved: null, notes: '', follow: NO_FOLLOW, suggested: '' };
const DRAFTS_KEY = 'wrap-up-draft';

/** Forgotten with the session, as everything that was read and written in it. */
export function useDraft(interaction: string): { draft: Draft; write: (change: (old: Draft) => Draft) => void; drop: () => void } {
  const queries = useQueryClient();
  const queryKey = [DRAFTS_KEY, interaction];
  const [draft, setDraft] = useState(() => queries.getQueryData<Draft>(queryKey) ?? EMPTY);
  return {
    draft,
    write(change) {
      const next = change(queries.getQueryData<Draft>(queryKey) ?? EMPTY);
      queries.setQueryDefaults([DRAFTS_KEY], { gcTime: Infinity });
      queries.setQueryData(queryKey, next);
      setDraft(next);
    },
    drop: () => queries.removeQueries({ queryKey, exact: true }),
  };
}
