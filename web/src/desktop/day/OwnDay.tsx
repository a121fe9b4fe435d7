// The agent's own day in four figures, by the definitions of the reports: how many contacts, how long, how busy, how many missed. Live.
import { Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { ownDayQuery } from '../../api/kpis.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useTouched } from '../../live/LiveProvider.tsx';
import { clockText, percent } from '../../ui/format.ts';
import styles from './OwnDay.module.css';

/** The figures are counted from the log: what is read at once, on coming here or at a change, may be a moment behind what happened. */
const LATE_MS = 2_000;

export function OwnDay({ agent }: { agent: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const may = mayDo(useUser(), 'kpis:read');
  const { data } = useQuery({ ...ownDayQuery(useApi(), agent), enabled: may });
  const read = useCallback(() => void queries.invalidateQueries({ queryKey: ['own-day', agent] }), [queries, agent]);
  const late = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readLater = useCallback(() => {
    clearTimeout(late.current);
    late.current = setTimeout(read, LATE_MS);
  }, [read]);
  useEffect(() => {
    readLater();
    return () => clearTimeout(late.current);
  }, [readLater]);
  useTouched((touched) => {
    if (!may || !(touched === 'all' || touched.interactions.size > 0 || touched.agents.has(agent))) return;
    read();
    readLater();
  });
  if (!may) return null;
  const none = t('desk.day.none');
  const figures = [
    { key: 'contacts', value: data ? String(data.handled) : none },
    { key: 'aht', value: data?.ahtMs == null ? none : clockText(data.ahtMs) },
    { key: 'occupancy', value: data?.occupancy == null ? none : percent(data.occupancy, i18n.language) },
    { key: 'missed', value: data ? String(data.noAnswers) : none },
  ] as const;
  return (
    <section className={styles.day} aria-label={t('desk.day.title')}>
      <dl className={styles.figures}>
        {figures.map(({ key, value }) => (
          <Tooltip key={key} label={t(`desk.day.${key}-text`)} multiline maw={280}>
            <div className={styles.figure} data-figure={key}>
              <dt>{t(`desk.day.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          </Tooltip>
        ))}
      </dl>
      <Link to="/interactions" search={{ calls: 'missed' }} className={styles.log}>
        {t('desk.day.log')}
      </Link>
    </section>
  );
}
