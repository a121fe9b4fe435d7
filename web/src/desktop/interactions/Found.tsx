// How many contacts an outcome has: the number of a report that led here, and why there may be fewer contacts than it counted.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { contactCountQuery } from '../../api/interactions.ts';
import { useClock } from '../../live/LiveProvider.tsx';
import { toApiFilter, type Filters } from './filters.ts';
import styles from './InteractionsPage.module.css';

export function Found({ filters }: { filters: Filters }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const clock = useClock();
  const { data } = useQuery(contactCountQuery(api, toApiFilter(filters, clock.now())));
  if (!data) return <p className={styles.found} />;
  const { contacts, most, times } = data;
  return (
    <p className={styles.found} role="status">
      {contacts >= most ? t('search.found-most', { count: most }) : t('search.found', { count: contacts })}
      {times === null || times === contacts || contacts >= most ? null : ` · ${t('search.times', { count: times })}`}
    </p>
  );
}
