// The quiet bell: limits that are crossed now and talks that sound badly, who takes care of them, and those of the last day that came back.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { thresholdsQuery } from '../../api/floor.ts';
import { useApi } from '../../api/context.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './AlarmList.module.css';
import { AlarmRow } from './AlarmRow.tsx';
import { SoundSwitch } from './SoundSwitch.tsx';
import type { AlarmSound } from './use-alarm-sound.ts';

const ThresholdsDialog = lazy(async () => ({ default: (await import('./ThresholdsDialog.tsx')).ThresholdsDialog }));

/** Of those that came back only the newest: the list is for a glance. */
const MOST_OVER = 5;

type AlarmListProps = {
  alarms: readonly Alarm[];
  sound: AlarmSound;
  measures: readonly LiveMeasure[];
  /** The user may set limits. */
  mayWrite: boolean;
  /** He may take care of alarms. */
  mayTake: boolean;
  now: number;
};

export function AlarmList({ alarms, sound, measures, mayWrite, mayTake, now }: AlarmListProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data: thresholds } = useQuery(thresholdsQuery(useApi()));
  // What nobody has taken yet stands first.
  const lasting = alarms
    .filter(({ clearedAt }) => clearedAt === null)
    .toSorted((a, b) => Number(a.acknowledged !== null) - Number(b.acknowledged !== null));
  const over = alarms.filter(({ clearedAt }) => clearedAt !== null).slice(0, MOST_OVER);
  return (
    <Panel
      title={t('alarms.title')}
      flush
      aside={
        <span className={styles.tools}>
          <SoundSwitch sound={sound} className={styles.open} />
          <button type="button" className={styles.open} onClick={() => setOpen(true)}>
            <Icon name="gear" size={16} />
            {t('alarms.thresholds')}
          </button>
        </span>
      }
    >
      <div role="status">
        {sound.blocked ? <p className={styles.blocked}>{t('alarm-sound.blocked')}</p> : null}
        {lasting.length === 0 ? (
          <p className={styles.none}>{t(thresholds?.length === 0 ? 'alarms.no-thresholds' : 'alarms.none')}</p>
        ) : null}
        <ul>
          {lasting.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} measures={measures} mayTake={mayTake} now={now} />
          ))}
        </ul>
      </div>
      {over.length === 0 ? null : (
        <ul aria-label={t('alarms.over')}>
          {over.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} measures={measures} mayTake={mayTake} now={now} />
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
