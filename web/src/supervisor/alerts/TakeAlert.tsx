// Taking care of an alert: a note, which may stay empty, and when it is to come up again. Enter takes it, Escape does not.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { ALARMS_KEY } from '../../api/floor.ts';
import { errorWords } from '../../api/problem.ts';
import { ALERTS_KEY, takeAlert, type Alert } from '../../api/room.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './Alerts.module.css';

const RESTS = [5, 15, 30, 60];

export function TakeAlert({ alert, close }: { alert: Alert; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const [rest, setRest] = useState('');
  const take = useMutation({
    mutationFn: () =>
      takeAlert(api, alert.id, { level: alert.level, note: note.trim() || null, ...(rest === '' ? {} : { restMinutes: Number(rest) }) }),
    onSuccess: close,
    onSettled: () => Promise.all([ALERTS_KEY, ALARMS_KEY].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const words = take.error ? errorWords(take.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!take.isPending) take.mutate();
  };
  // What is over by a limit's own rule knows of no rest.
  const mayRest = alert.kind !== 'limit' && alert.kind !== 'call-sound';
  return (
    <form className={styles.form} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <TextInput
        className={styles.field}
        label={t('alerts.note')}
        maxLength={200}
        autoFocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {mayRest ? (
        <NativeSelect
          label={t('alerts.rest')}
          value={rest}
          onChange={(event) => setRest(event.currentTarget.value)}
          data={[
            { value: '', label: t('alerts.rest-not') },
            ...RESTS.map((minutes) => ({ value: String(minutes), label: t('alerts.rest-minutes', { count: minutes }) })),
          ]}
        />
      ) : null}
      <span className={styles.buttons}>
        <Button type="submit" loading={take.isPending}>
          {t('alerts.take')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('floor.cancel')}
        </Button>
      </span>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
    </form>
  );
}
