// One alert: what, where, since when, how bad, one click to what it is about, and who takes care of it.
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveMeasure } from '../../api/floor.ts';
import type { Alert } from '../../api/room.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { clockText, shortTime } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './Alerts.module.css';
import { alertWords } from './alert-words.ts';
import { TakeAlert } from './TakeAlert.tsx';

type AlertRowProps = { alert: Alert; measures: readonly LiveMeasure[]; mayTake: boolean; now: number };

export function AlertRow({ alert, measures, mayTake, now }: AlertRowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const [taking, setTaking] = useState(false);
  const { acknowledged: taken, clearedAt, contact, level, times } = alert;
  const { name, where, says } = alertWords(alert, measures, t, i18n.language);
  const free = mayTake && clearedAt === null && taken === null;
  return (
    <li className={styles.row} data-over={clearedAt !== null} data-taken={clearedAt === null && taken !== null}>
      {clearedAt === null ? (
        <StateBadge
          tone={taken !== null ? 'quiet' : level === 'alarm' ? 'danger' : 'ringing'}
          icon={taken !== null ? 'person' : 'bell'}
          label={t(`alarms.level.${level}`)}
        />
      ) : (
        <StateBadge tone="quiet" icon="check" label={t('alarms.cleared')} />
      )}
      <span className={styles.what}>
        <strong>{name}</strong> {where}
        <span className={styles.soft}>{[says, times > 1 ? t('alerts.times', { count: times }) : ''].filter(Boolean).join(' · ')}</span>
        {taken === null ? null : (
          <span className={styles.soft}>
            {t('room.taken', { name: taken.by?.name || t('room.machine'), time: shortTime(taken.at, now, i18n.language) })}
            {alert.restsUntil === null ? '' : ` · ${t('alerts.rests-until', { time: shortTime(alert.restsUntil, now, i18n.language) })}`}
            {taken.note === null ? null : <q className={styles.note}>{taken.note}</q>}
          </span>
        )}
      </span>
      <span className={styles.time}>
        {clearedAt === null ? (
          <Elapsed from={alert.since} to={null} now={now} />
        ) : (
          <>
            <time dateTime={new Date(clearedAt).toISOString()}>{shortTime(clearedAt, now, i18n.language)}</time>
            <span className={styles.soft}>{t('alerts.lasted', { length: clockText(clearedAt - alert.raisedAt) })}</span>
          </>
        )}
      </span>
      <span className={styles.tools}>
        {contact !== null ? (
          <Link to="/interactions/$id" params={{ id: contact }} className={styles.tool}>
            {t('alerts.to-contact')}
          </Link>
        ) : alert.queue !== null || alert.agent !== null ? (
          <Link to="/overview" hash={(alert.agent ?? alert.queue)?.id ?? ''} className={styles.tool}>
            {t('alerts.to-floor')}
          </Link>
        ) : null}
        {free && !taking ? (
          <button
            type="button"
            className={styles.tool}
            aria-label={t('alerts.take-of', { name: `${name} ${where}`.trim() })}
            onClick={() => setTaking(true)}
          >
            {t('alerts.take')}
          </button>
        ) : null}
      </span>
      {taking && free ? <TakeAlert alert={alert} close={() => setTaking(false)} /> : null}
    </li>
  );
}
