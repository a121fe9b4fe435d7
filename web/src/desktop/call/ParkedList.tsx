// Who is parked now, by whom and for how long still; each can be fetched.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parkedQuery } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { clockText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { CallButton } from './CallButton.tsx';
import styles from './DialDialog.module.css';
import { useFetch } from './ParkedNotice.tsx';
import { useOwnCalls } from './use-calls.ts';

export function ParkedList({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation();
  const now = useServerNow();
  const parked = useQuery(parkedQuery(useApi()));
  const fetch = useFetch();
  const navigate = useNavigate();
  const id = fetch.data?.interaction ?? null;
  const up = useOwnCalls().some(({ interaction, stage }) => interaction === id && stage === 'agent');
  useEffect(() => {
    if (!up || id === null) return;
    close();
    void navigate({ to: '/interactions/$id', params: { id } });
  }, [up, id, close, navigate]);
  const error = fetch.error ?? parked.error;
  const words = error ? errorWords(error) : null;
  return (
    <section className={styles.parked} aria-label={t('calls.parked.list')}>
      <h3 className={styles.title}>{t('calls.parked.list')}</h3>
      {parked.data?.length === 0 ? <p className={styles.soft}>{t('calls.parked.none')}</p> : null}
      <ul>
        {parked.data?.map((each) => (
          <li key={each.place} className={styles.place}>
            <strong className={styles.figure}>{each.place}</strong>
            <span className={styles.words}>
              {t('calls.parked.by', { name: each.byName })}
              <span className={styles.soft}> {clockText(each.until - now)}</span>
            </span>
            <CallButton icon="phone" label={t('calls.parked.fetch')} busy={fetch.isPending} onClick={() => fetch.mutate(each.place)} />
          </li>
        ))}
      </ul>
      <p role="status">{fetch.rings ? t('calls.parked.rings') : ''}</p>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
    </section>
  );
}
