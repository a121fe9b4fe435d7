// Moving one who waits: to another queue, kept for an agent, sooner or later; why is asked for and kept.
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { reassign, WAITING_KEY, type ReassignWish, type WaitingContact } from '../../api/supervision.ts';
import { agentLook } from '../../ui/contact-state.ts';
import { tenantText } from '../../ui/format.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

type ReassignProps = { contact: WaitingContact; name: string; agents: readonly AgentView[]; close: () => void };

export function ReassignDialog({ contact, name, agents, close }: ReassignProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const [queue, setQueue] = useState<string>(contact.queue.id);
  const [agent, setAgent] = useState<string>(contact.reservedFor?.id ?? '');
  const [priority, setPriority] = useState(String(contact.priority));
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
  const possible = whole && Object.keys(wish).length > 0;
  // Who is signed out can be waited for by nobody.
  const there = agents.filter((each) => each.presence.signedIn || each.id === agent);
  return (
    <ReasonDialog
      title={t('floor.move-of', { name })}
      size={440}
      noteText={t('floor.note-contact')}
      wish={possible ? wish : null}
      act={move}
      button={t('floor.move')}
      close={close}
    >
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
    </ReasonDialog>
  );
}
