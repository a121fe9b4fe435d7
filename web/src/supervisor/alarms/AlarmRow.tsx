// One alarm: what is wrong where, since when, and who takes care of it.
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { shortTime } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { alarmWords } from './alarm-words.ts';
import styles from './AlarmList.module.css';
import { TakeAlarm } from './TakeAlarm.tsx';

type AlarmRowProps = { alarm: Alarm; measures: readonly LiveMeasure[]; mayTake: boolean; now: number };

export function AlarmRow({ alarm, measures, mayTake, now }: AlarmRowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const [taking, setTaking] = useState(false);
  const { acknowledged: taken, clearedAt, contact, level } = alarm;
  const lasts = clearedAt === null;
  const { name, where, value, limit } = alarmWords(alarm, measures, t, i18n.language);
  return (
    <li className={styles.row} data-over={!lasts} data-taken={lasts && taken !== null}>
      {lasts ? (
        <StateBadge
          tone={taken !== null ? 'quiet' : level === 'alarm' ? 'danger' : 'ringing'}
          icon={taken !== null ? 'person' : 'bell'}
          label={t(`alarms.level.${level}`)}
        />
      ) : (
        <StateBadge tone="quiet" icon="check" label={t('alarms.cleared')} />
      )}
      <span className={styles.what}>
        <strong>{name}</strong>{' '}
        {contact === null ? (
          where
        ) : (
          <Link to="/interactions/$id" params={{ id: contact.interaction }} className={styles.contact}>
            {where || t('room.to-contact')}
          </Link>
        )}
        <span className={styles.value}>{t('alarms.crossed', { value, limit })}</span>
        {taken === null ? null : (
          <span className={styles.value}>
            {t('room.taken', { name: taken.by?.name || t('room.machine'), time: shortTime(taken.at, now, i18n.language) })}
            {taken.note === null ? null : <q className={styles.note}>{taken.note}</q>}
          </span>
        )}
      </span>
      <span className={styles.time} title={shortTime(alarm.raisedAt, now, i18n.language)}>
        {clearedAt === null ? (
          <Elapsed from={alarm.raisedAt} to={null} now={now} />
        ) : (
          <time dateTime={new Date(clearedAt).toISOString()}>{shortTime(clearedAt, now, i18n.language)}</time>
        )}
        {mayTake && lasts && taken === null && !taking ? (
          <button type="button" className={styles.take} aria-label={t('room.take-of', { name })} onClick={() => setTaking(true)}>
            {t('room.take')}
          </button>
        ) : null}
      </span>
      {taking && lasts && taken === null ? <TakeAlarm alarm={alarm} close={() => setTaking(false)} /> : null}
    </li>
  );
}
