// Queues as rows: waiting, longest wait, who serves, and the service level as a bar against its target.
import type { LiveQueue } from '@tandem/contract/api/kpis.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, percent } from '../../ui/format.ts';
import styles from './OverviewPage.module.css';

export function QueueList({ queues, grown }: { queues: readonly LiveQueue[]; grown: number }): ReactNode {
  const { t, i18n } = useTranslation();
  if (queues.length === 0) return <p className={styles.none}>{t('overview.no-queues')}</p>;
  return (
    <div className={styles.scroll} role="region" tabIndex={0} aria-label={t('overview.queues')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('overview.column.queue')}</th>
            <th scope="col">{t('overview.column.waiting')}</th>
            <th scope="col">{t('overview.column.longest')}</th>
            <th scope="col">{t('overview.column.talking')}</th>
            <th scope="col">{t('overview.column.service-level')}</th>
          </tr>
        </thead>
        <tbody>
          {queues.map((one) => (
            <tr key={one.queue.id}>
              <th scope="row">{one.queue.name}</th>
              <td data-tone={one.waiting > 0 ? 'ringing' : undefined}>{one.waiting}</td>
              <td>{one.waiting > 0 ? clockText(one.longestWaitMs + grown) : '–'}</td>
              <td>{one.talking + one.ringing + one.wrappingUp}</td>
              <td>
                {one.serviceLevelToday === null ? (
                  '–'
                ) : (
                  <span
                    className={styles.level}
                    data-met={one.serviceLevelTarget === null || one.serviceLevelToday >= one.serviceLevelTarget}
                  >
                    <span className={styles.bar} aria-hidden="true">
                      <span style={{ width: `${one.serviceLevelToday * 100}%` }} />
                      {one.serviceLevelTarget === null ? null : <i style={{ left: `${one.serviceLevelTarget * 100}%` }} />}
                    </span>
                    {percent(one.serviceLevelToday, i18n.language)}
                    {one.serviceLevelTarget === null ? null : (
                      <span className={styles.target}>
                        {t('overview.target', { target: percent(one.serviceLevelTarget, i18n.language) })}
                      </span>
                    )}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
