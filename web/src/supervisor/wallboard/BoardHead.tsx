// The narrow line above a board: which one it is, how old its figures are, and what can be done.
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wallboard } from '../../api/floor.ts';
import { useConnection, useHeldFor, useServerNow } from '../../live/LiveProvider.tsx';
import { clockText, timeOfDay } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { SoundSwitch } from '../alarms/SoundSwitch.tsx';
import type { AlarmSound } from '../alarms/use-alarm-sound.ts';
import type { Board } from './standard.ts';
import styles from './WallboardPage.module.css';

/** Shorter gaps than this heal before anybody could read about them. */
const TOLERATED_MS = 1_500;

type BoardHeadProps = {
  board: Board;
  boards: readonly Wallboard[];
  /** When the server measured what is shown. */
  measuredAt: number;
  failing: boolean;
  light: boolean;
  /** Null for who may not see alarms. */
  sound: AlarmSound | null;
  editing: boolean;
  edit: () => void;
};

export function BoardHead({ board, boards, measuredAt, failing, light, sound, editing, edit }: BoardHeadProps): ReactNode {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const now = useServerNow();
  const { connection } = useConnection();
  const cut = useHeldFor(connection.phase !== 'open' || failing, TOLERATED_MS);
  return (
    <header className={styles.head} data-cut={cut}>
      <h1 className={styles.title}>{board.name}</h1>
      <p className={styles.age} role="status">
        <Icon name={cut ? 'cloudOff' : 'check'} size={18} />
        {cut ? t('wallboard.cut', { age: clockText(now - measuredAt) }) : t('wallboard.live')}
      </p>
      {sound?.blocked === true ? (
        <p className={styles.blocked} role="status">
          <Icon name="soundOff" size={18} />
          {t('alarm-sound.blocked')}
        </p>
      ) : null}
      {editing ? null : (
        <div className={styles.tools}>
          {boards.length > 0 ? (
            <select
              aria-label={t('wallboard.choose')}
              value={board.id}
              onChange={(event) =>
                void navigate({ to: '/wallboard', search: { board: event.currentTarget.value, light: light || undefined } })
              }
            >
              {boards.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          ) : null}
          {sound === null ? null : <SoundSwitch sound={sound} />}
          <button type="button" onClick={edit}>
            <Icon name="pen" size={18} />
            {t('wallboard.edit')}
          </button>
          <button
            type="button"
            aria-label={t(light ? 'wallboard.dark' : 'wallboard.light')}
            title={t(light ? 'wallboard.dark' : 'wallboard.light')}
            onClick={() => void navigate({ to: '/wallboard', search: (before) => ({ ...before, light: light ? undefined : true }) })}
          >
            <Icon name={light ? 'moon' : 'sun'} size={18} />
          </button>
          <button
            type="button"
            aria-label={t('wallboard.full')}
            title={t('wallboard.full')}
            onClick={() => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())}
          >
            <Icon name="screen" size={18} />
          </button>
          <Link to="/overview" aria-label={t('wallboard.back')} title={t('wallboard.back')}>
            <Icon name="leave" size={18} />
          </Link>
        </div>
      )}
      <time className={styles.clock} dateTime={new Date(now).toISOString()}>
        {timeOfDay(now, i18n.language)}
      </time>
    </header>
  );
}
