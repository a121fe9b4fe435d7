// Setting what an agent declares, or putting him out: a choice, and why, which he is shown.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { forcePresence, logOutAgent } from '../../api/supervision.ts';
import { ForceChoice, type Forced } from './ForceChoice.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';

export function ForceDialog({ agent, close }: { agent: AgentView; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [choice, setChoice] = useState<Forced | null>(null);
  const force = useMutation({
    mutationFn: ({ to, note }: { to: Forced; note: string }) => {
      if (to === 'log-out') return logOutAgent(api, agent.id, note);
      return forcePresence(api, agent.id, { presence: to === 'away' ? 'away' : 'available', onQueue: to === 'ready', note });
    },
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
  const busy = agent.state === 'on-contact';
  return (
    <ReasonDialog
      title={t('floor.force-of', { name: agent.name })}
      size={480}
      noteText={t('floor.note-agent')}
      wish={choice === null ? null : { to: choice }}
      act={force}
      button={choice === 'log-out' ? t('floor.choice.log-out') : t('floor.set')}
      danger={choice === 'log-out'}
      close={close}
    >
      <ForceChoice choice={choice} choose={setChoice} also={busy ? t('floor.goes-on') : ''} />
    </ReasonDialog>
  );
}
