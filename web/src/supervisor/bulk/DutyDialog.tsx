// Queues and skills of those who are selected, changed now or for a time: what is not chosen stays as it is.
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { changeMany, DUTIES_KEY, planDuties, skilledQuery, skillsQuery, type BulkAnswer } from '../../api/room.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { tenantText } from '../../ui/format.ts';
import { ReasonDialog } from '../overview/ReasonDialog.tsx';
import styles from './Bulk.module.css';
import { AS_IS, OFF, ON, spanOf, wishOf, type DutyChoices, type Span } from './duty-wish.ts';

type DutyDialogProps = {
  agents: readonly { id: string; name: string }[];
  /** With what can be taken back; null where it was planned. */
  done: (answer: BulkAnswer | null) => void;
  close: () => void;
};

const LEVELS = Array.from({ length: 10 }, (_, index) => String((index + 1) * 10));

export function DutyDialog({ agents, done, close }: DutyDialogProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const now = useServerNow();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const { data: skills = [] } = useQuery(skillsQuery(api));
  const { data: skilled = [] } = useQuery(skilledQuery(api));
  const [choices, setChoices] = useState<DutyChoices>(new Map());
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const span = spanOf(from, until, now);
  const chosen = wishOf(choices);
  const planned = from !== '' || until !== '';
  const act = useMutation({
    mutationFn: async ({ note, ...wish }: NonNullable<typeof chosen> & Span & { note: string }): Promise<BulkAnswer | null> => {
      const body = { agents: agents.map(({ id }) => id), ...wish, note };
      if (!planned) return changeMany(api, '/duty-changes', body);
      await planDuties(api, body);
      return null;
    },
    onSuccess: done,
    onSettled: () => Promise.all([DUTIES_KEY, ['queues'], ['agents']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const ids = new Set<string>(agents.map(({ id }) => id));
  const one = agents.length === 1 ? agents[0] : undefined;
  const choose = (id: string, value: string): void => setChoices(new Map(choices).set(id, value));
  /** How it is now: of one in words, of several how many have it. */
  const nowOf = (count: number, said: string): string =>
    one ? t('duty.now', { value: said }) : t('duty.now-of', { count, all: agents.length });
  const asIs = { value: AS_IS, label: t('bulk.as-is') };
  return (
    <ReasonDialog
      title={one ? t('duty.open-of', { name: one.name }) : t('duty.title', { count: agents.length })}
      size={720}
      noteText={t('duty.note')}
      wish={chosen === null || span === null ? null : { ...chosen, ...span }}
      act={act}
      button={planned ? t('duty.plan') : t('duty.save')}
      close={close}
    >
      <fieldset className={styles.group}>
        <legend>{t('duty.queues')}</legend>
        <div className={styles.grid}>
          {queues.map((queue, index) => {
            const count = queue.members.filter((agent) => ids.has(agent)).length;
            return (
              <NativeSelect
                key={queue.id}
                label={tenantText(queue.name, i18n.language)}
                description={nowOf(count, count > 0 ? t('duty.serves') : t('duty.serves-not'))}
                value={choices.get(queue.id) ?? AS_IS}
                {...(index === 0 ? { 'data-autofocus': true } : {})}
                onChange={(event) => choose(queue.id, event.currentTarget.value)}
                data={[asIs, { value: ON, label: t('duty.serves') }, { value: OFF, label: t('duty.serves-not') }]}
              />
            );
          })}
        </div>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t('duty.skills')}</legend>
        <div className={styles.grid}>
          {skills.map((skill) => {
            const its = skilled
              .filter(({ agent }) => ids.has(agent))
              .flatMap((each) => each.skills.filter((has) => has.skill === skill.id));
            const level = its[0]?.level;
            return (
              <NativeSelect
                key={skill.id}
                label={tenantText(skill.name, i18n.language)}
                description={nowOf(its.length, level === undefined ? t('duty.has-not') : t('duty.has', { level }))}
                value={choices.get(skill.id) ?? AS_IS}
                onChange={(event) => choose(skill.id, event.currentTarget.value)}
                data={[
                  asIs,
                  { value: OFF, label: t('duty.has-not') },
                  ...LEVELS.map((value) => ({ value, label: t('duty.has', { level: value }) })),
                ]}
              />
            );
          })}
        </div>
      </fieldset>
      <div className={styles.grid}>
        <TextInput
          type="datetime-local"
          label={t('duty.from')}
          description={t('duty.from-text')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('duty.until')}
          description={t('duty.until-text')}
          value={until}
          error={span === null ? t('duty.bad-time') : null}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
    </ReasonDialog>
  );
}
