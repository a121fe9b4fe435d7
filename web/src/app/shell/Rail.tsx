// The rail: where one can go, how one is seen by the routing, and who one is.
import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { Icon, Mark, type IconName } from '../../ui/icons.tsx';
import { PresenceMenu } from './PresenceMenu.tsx';
import styles from './Rail.module.css';
import { UserMenu } from './UserMenu.tsx';

type Place = { to: '/interactions' | '/overview'; icon: IconName; label: string };

export function Rail(): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const places: Place[] = [{ to: '/interactions', icon: 'contacts', label: t('shell.contacts') }];
  if (mayDoBeyondOwn(user, 'kpis:read')) places.push({ to: '/overview', icon: 'overview', label: t('shell.overview') });
  return (
    <nav className={styles.rail} aria-label={t('shell.main-menu')}>
      <span className={styles.mark}>
        <Mark size={28} />
      </span>
      <ul className={styles.places}>
        {places.map(({ to, icon, label }) => (
          <li key={to}>
            <Tooltip label={label} position="right">
              <Link to={to} className={styles.place} activeProps={{ 'data-active': true }} aria-label={label}>
                <Icon name={icon} />
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={styles.own}>
        {user.agent ? <PresenceMenu agent={user.agent} /> : null}
        <UserMenu />
      </div>
    </nav>
  );
}
