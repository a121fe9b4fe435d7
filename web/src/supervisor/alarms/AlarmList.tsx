// The quiet bell: limits that are crossed now, and those of the last day that came back.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { thresholdsQuery } from '../../api/floor.ts';
import { useApi } from '../../api/context.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { shortTime, tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { measureText } from '../measures/measure-text.ts';
import styles from './AlarmList.module.css';

const ThresholdsDialog = lazy(async () => ({ default: (await import('./ThresholdsDialog.tsx')).ThresholdsDialog }));

/** Of those that came back only the newest: the list is for a glance. */
const MOST_OVER = 5;

type AlarmListProps = { alarms: readonly Alarm[]; measures: readonly LiveMeasure[]; mayWrite: boolean; now: number };

export function AlarmList({ alarms, measures, mayWrite, now }: AlarmListProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data: thresholds } = useQuery(thresholdsQuery(useApi()));
  const lasting = alarms.filter(({ clearedAt }) => clearedAt === null);
  const over = alarms.filter(({ clearedAt }) => clearedAt !== null).slice(0, MOST_OVER);
  return (
    <Panel
      title={t('alarms.title')}
      flush
      aside={
        <button type="button" className={styles.open} onClick={() => setOpen(true)}>
          <Icon name="gear" size={16} />
          {t('alarms.thresholds')}
        </button>
      }
    >
      <div role="status">
        {lasting.length === 0 ? (
          <p className={styles.none}>{t(thresholds?.length === 0 ? 'alarms.no-thresholds' : 'alarms.none')}</p>
        ) : null}
        <ul>
          {lasting.map((alarm) => (
            <Row key={alarm.id} alarm={alarm} measures={measures} now={now} />
          ))}
        </ul>
      </div>
      {over.length === 0 ? null : (
        <ul aria-label={t('alarms.over')}>
          {over.map((alarm) => (
            <Row key={alarm.id} alarm={alarm} measures={measures} now={now} />
          ))}
        </ul>
      )}
      {open ? (
        <Suspense>
          <ThresholdsDialog measures={measures} mayWrite={mayWrite} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </Panel>
  );
}

function Row({ alarm, measures, now }: { alarm: Alarm; measures: readonly LiveMeasure[]; now: number }): ReactNode {
  const { t, i18n } = useTranslation();
  const measure = measures.find(({ id }) => id === alarm.measure);
  const name = measure ? tenantText(measure.name, i18n.language) : alarm.measure;
  const text = (value: number | null) => measureText(measure?.unit ?? 'contacts', value, i18n.language);
  return (
    <li className={styles.row} data-over={alarm.clearedAt !== null}>
      {alarm.clearedAt === null ? (
        <StateBadge tone={alarm.level === 'alarm' ? 'danger' : 'ringing'} icon="bell" label={t(`alarms.level.${alarm.level}`)} />
      ) : (
        <StateBadge tone="quiet" icon="check" label={t('alarms.cleared')} />
      )}
      <span className={styles.what}>
        <strong>{name}</strong> {alarm.queue === null ? t('measures.floor') : alarm.queue.name || t('alarms.queue-gone')}
        <span className={styles.value}>{t('alarms.crossed', { value: text(alarm.value), limit: text(alarm.limit) })}</span>
      </span>
      <span className={styles.time} title={shortTime(alarm.raisedAt, now, i18n.language)}>
        {alarm.clearedAt === null ? (
          <Elapsed from={alarm.raisedAt} to={null} now={now} />
        ) : (
          <time dateTime={new Date(alarm.clearedAt).toISOString()}>{shortTime(alarm.clearedAt, now, i18n.language)}</time>
        )}
      </span>
    </li>
  );
}
