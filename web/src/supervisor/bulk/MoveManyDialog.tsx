// Moving all who are selected: what is not chosen stays as it is; one reason for all.
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { changeMany, type BulkAnswer } from '../../api/room.ts';
import { WAITING_KEY } from '../../api/supervision.ts';
import { agentLook } from '../../ui/contact-state.ts';
import { tenantText } from '../../ui/format.ts';
import { ReasonDialog } from '../overview/ReasonDialog.tsx';

type MoveManyProps = {
  interactions: readonly string[];
  agents: readonly AgentView[];
  done: (answer: BulkAnswer) => void;
  close: () => void;
};

const AS_IS = '-';

export function MoveManyDialog({ interactions, agents, done, close }: MoveManyProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const [queue, setQueue] = useState(AS_IS);
  const [agent, setAgent] = useState(AS_IS);
  const [priority, setPriority] = useState('');
  const urgency = Number(priority);
  const whole = priority.trim() === '' || (Number.isInteger(urgency) && Math.abs(urgency) <= 1_000);
  const wish = {
    ...(queue === AS_IS ? {} : { queue }),
    ...(agent === AS_IS ? {} : { agent: agent || null }),
    ...(priority.trim() === '' ? {} : { priority: urgency }),
  };
  const act = useMutation({
    mutationFn: (wished: typeof wish & { note: string }) => changeMany(api, '/waiting/changes', { interactions, ...wished }),
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: WAITING_KEY }),
  });
  const asIs = { value: AS_IS, label: t('bulk.as-is') };
  const there = agents.filter((each) => each.presence.signedIn);
  return (
    <ReasonDialog
      title={t('bulk.move-title', { count: interactions.length })}
      size={440}
      noteText={t('floor.note-contact')}
      wish={whole && Object.keys(wish).length > 0 ? wish : null}
      act={act}
      button={t('floor.move')}
      close={close}
    >
      <NativeSelect
        label={t('floor.queue')}
        value={queue}
        data-autofocus
        onChange={(event) => setQueue(event.currentTarget.value)}
        data={[asIs, ...queues.map((each) => ({ value: each.id, label: tenantText(each.name, i18n.language) }))]}
      />
      <NativeSelect
        label={t('floor.agent')}
        description={t('floor.agent-text')}
        value={agent}
        onChange={(event) => setAgent(event.currentTarget.value)}
        data={[
          asIs,
          { value: '', label: t('floor.anybody') },
          ...there.map((each) => ({ value: each.id, label: `${each.name} · ${t(agentLook(each.state).key)}` })),
        ]}
      />
      <TextInput
        label={t('floor.priority')}
        description={t('floor.priority-text')}
        placeholder={t('bulk.as-is')}
        inputMode="numeric"
        value={priority}
        error={whole ? null : t('floor.priority-wrong')}
        onChange={(event) => setPriority(event.currentTarget.value)}
      />
    </ReasonDialog>
  );
}
