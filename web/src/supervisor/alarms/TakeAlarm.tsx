// Taking care of an alarm: a line for a note, which may stay empty. Enter takes it, Escape does not.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { acknowledgeAlarm, ALARMS_KEY, type Alarm } from '../../api/floor.ts';
import { errorWords } from '../../api/problem.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './AlarmList.module.css';

export function TakeAlarm({ alarm, close }: { alarm: Alarm; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const take = useMutation({
    mutationFn: () => acknowledgeAlarm(api, alarm.id, { level: alarm.level, note: note.trim() || null }),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: ALARMS_KEY }),
  });
  const words = take.error ? errorWords(take.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!take.isPending) take.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <TextInput
        className={styles.field}
        aria-label={t('room.note')}
        placeholder={t('room.note')}
        maxLength={200}
        autoFocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" loading={take.isPending}>
        {t('room.take')}
      </Button>
      <Button variant="default" onClick={close}>
        {t('floor.cancel')}
      </Button>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
    </form>
  );
}
