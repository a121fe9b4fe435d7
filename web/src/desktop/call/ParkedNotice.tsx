// A customer who is parked: his place in figures one can read out across the room, how long he stays there, and fetching him.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchParked, parkedQuery, type LiveCall } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { clockText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { CallButton } from './CallButton.tsx';
import styles from './CallPanel.module.css';
import { readAgain, useAct } from './use-calls.ts';

export function ParkedNotice({ interaction, call }: { interaction: string; call: LiveCall | null }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const now = useServerNow();
  const { data = [] } = useQuery({ ...parkedQuery(useApi()), enabled: mayDo(user, 'calls:dial') });
  const parked = data.find((each) => each.interaction === interaction) ?? call?.parked ?? null;
  const fetch = useFetch();
  const act = useAct(call?.id ?? '');
  if (parked === null) return null;
  const problem = fetch.error ?? act.error;
  const words = problem ? errorWords(problem) : null;
  const mayEnd = call !== null && mayDo(user, 'interactions:control') && call.agent !== user.agent;
  return (
    <Panel title={t('calls.parked.title')}>
      <div className={styles.control}>
        <div className={styles.parked}>
          <span className={styles.place}>{parked.place}</span>
          <div className={styles.words}>
            <p>{t('calls.parked.text', { place: parked.place })}</p>
            <p className={styles.soft}>{t('calls.parked.until', { time: clockText(parked.until - now) })}</p>
          </div>
          {user.agent !== null && mayDo(user, 'calls:dial') ? (
            <CallButton icon="phone" label={t('calls.parked.fetch')} busy={fetch.isPending} onClick={() => fetch.mutate(parked.place)} />
          ) : null}
          {mayEnd ? (
            <CallButton icon="hangUp" danger label={t('calls.do.hang-up')} onClick={() => act.mutate({ action: 'hang-up' })} />
          ) : null}
        </div>
        <p role="status">{fetch.rings ? t('calls.parked.rings') : ''}</p>
        <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      </div>
    </Panel>
  );
}

/** So long the own phone rings for a parked customer; then he goes on waiting. */
const RINGS_MS = 20_000;

export function useFetch() {
  const api = useApi();
  const queries = useQueryClient();
  const [rings, setRings] = useState(false);
  const fetch = useMutation({
    mutationFn: (place: string) => fetchParked(api, place),
    onSuccess: () => setRings(true),
    onSettled: () => readAgain(queries),
  });
  useEffect(() => {
    if (!rings) return undefined;
    const timer = setTimeout(() => setRings(false), RINGS_MS);
    return () => clearTimeout(timer);
  }, [rings]);
  return { ...fetch, rings };
}
