// Asking for a call-back: whom, which queue's agents call, and not before when.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { askCallback, type Callback } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { errorWords } from '../../api/problem.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { addressText, tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './CallbacksPage.module.css';

/** Who was chosen elsewhere: his number stands in the form, and it is his as long as it is not changed. */
export type CallbackFor = { customer?: string; number?: string };

export function NewCallback({ wanted, made }: { wanted: CallbackFor; made: (one: Callback) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const now = useServerNow();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const [address, setAddress] = useState(wanted.number ?? '');
  const [queue, setQueue] = useState('');
  const [at, setAt] = useState('');
  const [done, setDone] = useState<Callback | null>(null);
  const ask = useMutation({
    mutationFn: () => {
      const notBefore = at === '' ? null : new Date(at).getTime();
      const customer = wanted.customer !== undefined && address === wanted.number ? { customer: wanted.customer } : {};
      return askCallback(api, { ...customer, address: address.trim(), queue, ...(notBefore === null ? {} : { notBefore }) });
    },
    onSuccess: (one) => {
      setDone(one);
      setAddress('');
      setAt('');
      made(one);
    },
  });
  const past = at !== '' && new Date(at).getTime() < now;
  const ready = /\d/.test(address) && queue !== '' && !past;
  const words = ask.error ? errorWords(ask.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setDone(null);
    if (ready && !ask.isPending) ask.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t('callbacks.number')}
        description={t('callbacks.number-text')}
        type="tel"
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={64}
        pattern="[+0-9*# \(\).\-]+"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('callbacks.queue')}
        required
        withAsterisk={false}
        value={queue}
        onChange={(event) => setQueue(event.currentTarget.value)}
        data={[
          { value: '', label: t('wrap-up.choose'), disabled: true },
          ...queues.map(({ id, name }) => ({ value: id, label: tenantText(name, i18n.language) })),
        ]}
      />
      <TextInput
        label={t('callbacks.when')}
        description={t('callbacks.when-text')}
        type="datetime-local"
        value={at}
        error={past ? t('callbacks.past') : null}
        onChange={(event) => setAt(event.currentTarget.value)}
      />
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <p role="status">{done ? t('callbacks.done', { number: addressText(done.address ?? '') }) : ''}</p>
      <Button type="submit" disabled={!ready} loading={ask.isPending}>
        {t('callbacks.ask')}
      </Button>
    </form>
  );
}
