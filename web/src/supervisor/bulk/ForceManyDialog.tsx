// Setting all agents who are selected, or putting them out: one choice and one reason for all.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { changeMany, type BulkAnswer } from '../../api/room.ts';
import { ForceChoice, type Forced } from '../overview/ForceChoice.tsx';
import { ReasonDialog } from '../overview/ReasonDialog.tsx';

const WISHES: Readonly<Record<Forced, object>> = {
  ready: { presence: 'available', onQueue: true },
  'off-queue': { presence: 'available', onQueue: false },
  away: { presence: 'away', onQueue: false },
  'log-out': { logOut: true },
};

type ForceManyProps = { agents: readonly string[]; done: (answer: BulkAnswer) => void; close: () => void };

export function ForceManyDialog({ agents, done, close }: ForceManyProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [choice, setChoice] = useState<Forced | null>(null);
  const act = useMutation({
    mutationFn: ({ to, note }: { to: Forced; note: string }) => changeMany(api, '/agents/changes', { agents, ...WISHES[to], note }),
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
  return (
    <ReasonDialog
      title={t('bulk.force-title', { count: agents.length })}
      size={480}
      noteText={t('floor.note-agent')}
      wish={choice === null ? null : { to: choice }}
      act={act}
      button={choice === 'log-out' ? t('floor.choice.log-out') : t('floor.set')}
      danger={choice === 'log-out'}
      close={close}
    >
      <ForceChoice choice={choice} choose={setChoice} />
    </ReasonDialog>
  );
}
