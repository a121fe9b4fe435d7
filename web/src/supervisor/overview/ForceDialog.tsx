// Setting what an agent declares, or putting him out: a choice, and why, which he is shown.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { forcePresence, logOutAgent } from '../../api/supervision.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Segments } from '../../ui/Segments.tsx';
import styles from './Dialogs.module.css';

const CHOICES = ['ready', 'off-queue', 'away', 'log-out'] as const;
type Choice = (typeof CHOICES)[number];

export function ForceDialog({ agent, close }: { agent: AgentView; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const narrow = useMediaQuery('(max-width: 640px)');
  const [choice, setChoice] = useState<Choice | null>(null);
  const [note, setNote] = useState('');
  const force = useMutation({
    mutationFn: (wanted: Choice) => {
      const why = note.trim();
      if (wanted === 'log-out') return logOutAgent(api, agent.id, why);
      return forcePresence(api, agent.id, {
        presence: wanted === 'away' ? 'away' : 'available',
        onQueue: wanted === 'ready',
        note: why,
      });
    },
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
  const ready = choice !== null && note.trim() !== '';
  const words = force.error ? errorWords(force.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (choice !== null && ready && !force.isPending) force.mutate(choice);
  };
  const busy = agent.state === 'on-contact';
  return (
    <Modal
      opened
      onClose={close}
      title={t('floor.force-of', { name: agent.name })}
      fullScreen={narrow ?? false}
      size={480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('floor.close') }}
    >
      <form className={styles.form} onSubmit={submit}>
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
        <TextInput
          label={t('floor.note')}
          description={t('floor.note-agent')}
          required
          withAsterisk={false}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
        <div className={styles.buttons}>
          <Button type="submit" disabled={!ready} loading={force.isPending} className={choice === 'log-out' ? styles.danger : undefined}>
            {choice === 'log-out' ? t('floor.choice.log-out') : t('floor.set')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('floor.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
