// Queues as rows: who waits and how long, who serves, the service level now, today (as a bar against its target) and yesterday, who gave up.
import type { LiveQueue } from '@tandem/contract/api/kpis.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { percent } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { toldOfFew } from '../measures/few.ts';
import { Formula } from '../measures/Formula.tsx';
import { levelsOf } from '../measures/levels.ts';
import { measureText, valueNow } from '../measures/measure-text.ts';
import styles from './OverviewPage.module.css';

/** One measure each, under a shorter name. */
const COLUMNS = [
  'waiting',
  'longestWaitNowMs',
  'talking',
  'agentsReady',
  'serviceLevelNow',
  'serviceLevelToday',
  'serviceLevelYesterday',
  'abandonedInQueueToday',
  'abandonedInRingToday',
] as const;

type QueueListProps = {
  queues: readonly LiveQueue[];
  measures: ReadonlyMap<string, LiveMeasure>;
  alarms: readonly Alarm[];
  /** Ms since the figures were measured. */
  grown: number;
};

export function QueueList({ queues, measures, alarms, grown }: QueueListProps): ReactNode {
  const { t } = useTranslation();
  if (queues.length === 0) return <p className={styles.none}>{t('overview.no-queues')}</p>;
  return (
    <div className={styles.scroll} role="region" tabIndex={0} aria-label={t('overview.queues')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('overview.column.queue')}</th>
            {COLUMNS.map((id) => {
              const measure = measures.get(id);
              const short = t(`overview.column.${id}`);
              return (
                <th key={id} scope="col">
                  {measure ? <Formula measure={measure} short={short} /> : short}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {queues.map((one) => (
            <QueueRow key={one.queue.id} one={one} measures={measures} levels={levelsOf(alarms, one.queue.id)} grown={grown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type QueueRowProps = Pick<QueueListProps, 'measures' | 'grown'> & { one: LiveQueue; levels: ReadonlyMap<string, Alarm['level']> };

function QueueRow({ one, measures, levels, grown }: QueueRowProps): ReactNode {
  const { t, i18n } = useTranslation();
  return (
    <tr id={one.queue.id}>
      <th scope="row">{one.queue.name}</th>
      {COLUMNS.map((id) => {
        const level = levels.get(id);
        const value = valueNow(id, one.measures[id], grown);
        return (
          <td key={id} data-level={level} data-tone={id === 'waiting' && one.waiting > 0 ? 'ringing' : undefined}>
            {level === undefined ? null : (
              <>
                <Icon name="bell" size={14} />
                <span className="hidden-text">{t(`alarms.level.${level}`)}</span>
              </>
            )}
            {id === 'serviceLevelToday' && typeof value === 'number' ? (
              <Level value={value} text={toldOfFew(id, percent(value, i18n.language), one.measures, t)} target={one.serviceLevelTarget} />
            ) : (
              measureText(measures.get(id)?.unit ?? 'contacts', value, i18n.language)
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Level({ value, text, target }: { value: number; text: string; target: number | null }): ReactNode {
  const { t, i18n } = useTranslation();
  const aim = target === null ? undefined : t('overview.target', { target: percent(target, i18n.language) });
  return (
    <span className={styles.level} data-met={target === null || value >= target} title={aim}>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
        {target === null ? null : <i style={{ left: `${target * 100}%` }} />}
      </span>
      {text}
      {aim === undefined ? null : <span className="hidden-text">{aim}</span>}
    </span>
  );
}
