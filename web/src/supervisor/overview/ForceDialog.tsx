// Setting what an agent declares, or putting him out: a choice, and why, which he is shown.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { forcePresence, logOutAgent } from '../../api/supervision.ts';
import { Segments } from '../../ui/Segments.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import styles from './ReasonDialog.module.css';

const CHOICES = ['ready', 'off-queue', 'away', 'log-out'] as const;
type Choice = (typeof CHOICES)[number];

export function ForceDialog({ agent, close }: { agent: AgentView; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [choice, setChoice] = useState<Choice | null>(null);
  const force = useMutation({
    mutationFn: ({ to, note }: { to: Choice; note: string }) => {
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
      <Segments
        size="small"
        label={t('floor.to')}
        showLabel
        options={CHOICES.map((value) => ({ value, label: t(`floor.choice.${value}`) }))}
        value={choice}
        onChange={setChoice}
      />
      <p role="status" className={styles.text}>
        {choice === null ? t('floor.choose') : t(`floor.means.${choice}`)}
        {busy && choice !== null ? ` ${t('floor.goes-on')}` : ''}
      </p>
    </ReasonDialog>
  );
}
