// Where something is used that was to be removed: each place a link to the screen on which it can be taken out.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './UsedIn.module.css';

/** Screens by the first part of a place's path. */
const SCREENS = {
  queues: '/settings/queues',
  flows: '/settings/flows',
  numbers: '/settings/numbers',
  users: '/settings/users',
  teams: '/settings/teams',
  agents: '/settings/skills',
} as const;

export function UsedIn({ title, places }: { title: string; places: readonly { path: string; message: string }[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="alert" className={styles.box}>
      <p className={styles.title}>{t('form.used', { title, count: places.length })}</p>
      <ul className={styles.list}>
        {places.map(({ path, message }) => {
          const [, kind = '', id = ''] = path.split('/');
          const screen = SCREENS[kind as keyof typeof SCREENS] as (typeof SCREENS)[keyof typeof SCREENS] | undefined;
          return (
            <li key={path}>
              <span className={styles.kind}>{t(`form.kind.${kind}`)}</span>{' '}
              {screen === undefined ? (
                message
              ) : (
                <Link to={screen} search={{ open: id }}>
                  {message}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
