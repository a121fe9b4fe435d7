// Earlier versions of a list: when, by whom; any of them can be taken into the form and saved again.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { dispositionHistoryQuery, type Disposition } from '../../api/dispositions.ts';
import { fullTime } from '../../ui/format.ts';
import styles from './Dispositions.module.css';

export function Versions({ queue, take }: { queue: string | null; take: (items: readonly Disposition[]) => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const { data = [] } = useQuery(dispositionHistoryQuery(useApi(), queue));
  if (data.length === 0) return null;
  return (
    <details className={styles.versions}>
      <summary>{t('desk.list.history')}</summary>
      <ul>
        {data.map(({ version, items, at, by }) => {
          const parts = { version, time: fullTime(at, i18n.language), name: by?.name ?? t('desk.list.system') };
          return (
            <li key={version} className={styles.version}>
              <span>{t(items === null ? 'desk.list.history-dropped' : 'desk.list.history-of', parts)}</span>
              {items === null ? null : (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`${t('desk.list.restore')}: ${String(version)}`}
                  onClick={() => take(items)}
                >
                  {t('desk.list.restore')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
