// Where a prompt is heard: the flows and queues that use it, each a link to where that can be changed.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { promptUsesQuery } from '../../api/prompts.ts';
import styles from './Recording.module.css';

export function Uses({ prompt }: { prompt: string }): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery(promptUsesQuery(useApi(), prompt));
  if (data === undefined) return null;
  const { places } = data;
  return (
    <section className={styles.recording} aria-label={t('prompts.uses')}>
      <h3 className={styles.title}>{t('prompts.uses')}</h3>
      {places.length === 0 ? <p className={styles.state}>{t('prompts.unused')}</p> : null}
      <ul className={styles.uses}>
        {places.map(({ path, message }) => {
          const [, kind, id] = path.split('/');
          return (
            <li key={path}>
              <Link to={kind === 'queues' ? '/settings/queues' : '/settings/flows'} search={{ open: id! }}>
                {message}
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
