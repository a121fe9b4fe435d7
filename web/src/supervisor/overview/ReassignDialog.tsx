// Moving one who waits: to another queue, kept for an agent, sooner or later; why is asked for and kept.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { errorWords } from '../../api/problem.ts';
import { reassign, WAITING_KEY, type ReassignWish, type WaitingContact } from '../../api/supervision.ts';
import { agentLook } from '../../ui/contact-state.ts';
import { tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './Dialogs.module.css';

type ReassignProps = { contact: WaitingContact; name: string; agents: readonly AgentView[]; close: () => void };

export function ReassignDialog({ contact, name, agents, close }: ReassignProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const narrow = useMediaQuery('(max-width: 640px)');
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const [queue, setQueue] = useState<string>(contact.queue.id);
  const [agent, setAgent] = useState<string>(contact.reservedFor?.id ?? '');
  const [priority, setPriority] = useState(String(contact.priority));
  const [note, setNote] = useState('');
  const move = useMutation({
    mutationFn: (wish: ReassignWish) => reassign(api, contact.interaction, wish),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: WAITING_KEY }),
  });
  const urgency = Number(priority);
  const whole = priority.trim() !== '' && Number.isInteger(urgency) && Math.abs(urgency) <= 1_000;
  const wish: Omit<ReassignWish, 'note'> = {
    ...(queue === contact.queue.id ? {} : { queue }),
    ...(agent === (contact.reservedFor?.id ?? '') ? {} : { agent: agent || null }),
    ...(urgency === contact.priority ? {} : { priority: urgency }),
  };
  const ready = whole && note.trim() !== '' && Object.keys(wish).length > 0;
  const words = move.error ? errorWords(move.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !move.isPending) move.mutate({ ...wish, note: note.trim() });
  };
  // Who is signed out can be waited for by nobody.
  const there = agents.filter((each) => each.presence.signedIn || each.id === agent);
  return (
    <Modal
      opened
      onClose={close}
      title={t('floor.move-of', { name })}
      fullScreen={narrow ?? false}
      size={440}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('floor.close') }}
    >
      <form className={styles.form} onSubmit={submit}>
        <NativeSelect
          label={t('floor.queue')}
          value={queue}
          data-autofocus
          onChange={(event) => setQueue(event.currentTarget.value)}
          data={[
            ...(queues.some(({ id }) => id === contact.queue.id)
              ? []
              : [{ value: contact.queue.id, label: contact.queue.name === null ? '–' : tenantText(contact.queue.name, i18n.language) }]),
            ...queues.map((each) => ({ value: each.id, label: tenantText(each.name, i18n.language) })),
          ]}
        />
        <NativeSelect
          label={t('floor.agent')}
          description={t('floor.agent-text')}
          value={agent}
          onChange={(event) => setAgent(event.currentTarget.value)}
          data={[
            { value: '', label: t('floor.anybody') },
            ...there.map((each) => ({ value: each.id, label: `${each.name} · ${t(agentLook(each.state).key)}` })),
          ]}
        />
        <TextInput
          label={t('floor.priority')}
          description={t('floor.priority-text')}
          inputMode="numeric"
          value={priority}
          error={whole ? null : t('floor.priority-wrong')}
          onChange={(event) => setPriority(event.currentTarget.value)}
        />
        <TextInput
          label={t('floor.note')}
          description={t('floor.note-contact')}
          required
          withAsterisk={false}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
        <div className={styles.buttons}>
          <Button type="submit" disabled={!ready} loading={move.isPending}>
            {t('floor.move')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('floor.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
