// Which of one's desk phones ring along with this browser.
import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { DEVICES_KEY, devicesQuery, ringAlong } from '../../api/phone.ts';
import { errorWords } from '../../api/problem.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './PhoneMenu.module.css';

type Wish = { id: string; on: boolean };

export function RingAlong(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data = [] } = useQuery(devicesQuery(api));
  // A switch shows at once what it was set to; the server's word comes after it.
  const [wish, setWish] = useState<Wish | null>(null);
  const change = useMutation({
    mutationFn: ({ id, on }: Wish) => ringAlong(api, id, on),
    onSettled: async (_done, _error, mine) => {
      await queries.invalidateQueries({ queryKey: DEVICES_KEY });
      setWish((now) => (now === mine ? null : now));
    },
  });
  function choose(next: Wish): void {
    setWish(next);
    change.mutate(next);
  }
  const phones = data.filter(({ kind }) => kind === 'phone');
  const problem = change.error ? errorWords(change.error) : null;
  if (phones.length === 0) return null;
  return (
    <fieldset className={styles.along}>
      <legend>{t('phone-more.devices.title')}</legend>
      <p className={styles.advice}>{t('phone-more.devices.text')}</p>
      {phones.map(({ id, username, ringsToo }) => (
        <Switch
          key={id}
          label={t('phone-more.carry.phone', { name: username })}
          checked={wish?.id === id ? wish.on : ringsToo}
          onChange={(event) => choose({ id, on: event.currentTarget.checked })}
        />
      ))}
      <Problem text={problem === null ? null : (problem.detail ?? t(problem.key))} />
    </fieldset>
  );
}
