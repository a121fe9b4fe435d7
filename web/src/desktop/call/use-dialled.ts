// How far a call that was dialled is, and when it is over before anybody talked, why.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { LiveCall } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { interactionQuery } from '../../api/interactions.ts';
import { useTouched } from '../../live/LiveProvider.tsx';
import { phaseOf } from './doing.ts';
import { useOwnCalls } from './use-calls.ts';

/** `own`: the own phone rings; `called`: the other's does. `ring`: it ended before the own phone was answered. */
export type Dialled =
  { at: 'own' | 'called' | 'up'; call: LiveCall | null } | { at: 'over'; ring: boolean; cause: string | null; call: null };

export function useDialled(id: string, interaction: string): Dialled {
  const queries = useQueryClient();
  const query = interactionQuery(useApi(), interaction);
  const again = useCallback(() => void queries.invalidateQueries({ queryKey: ['interaction', interaction] }), [queries, interaction]);
  const call = useOwnCalls().find((each) => each.id === id) ?? null;
  const [seen, setSeen] = useState<'own' | 'called'>('own');
  // While his own phone rings the contact is nobody's, and nobody may read it.
  const { data, isError } = useQuery({ ...query, enabled: call === null || seen === 'called' });
  const phase = call === null ? null : phaseOf(call);
  const at = phase === null ? seen : phase === 'own-phone' ? 'own' : phase === 'calling' ? 'called' : 'up';
  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.has(interaction) || touched.agents.size > 0) again();
  });
  useEffect(() => {
    if (at !== 'up') setSeen(at);
  }, [at]);
  useEffect(() => {
    if (phase === null) again();
  }, [phase, again]);
  if (call === null && data?.endedAt != null) return { at: 'over', ring: data.stage === 'ring', cause: data.cause, call };
  // He never picked up: it stayed nobody's, and what was last seen must do.
  if (call === null && isError) return { at: 'over', ring: seen === 'own', cause: null, call };
  return { at, call };
}
