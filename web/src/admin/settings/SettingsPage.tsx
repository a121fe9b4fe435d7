// The frame of the settings: its pages as a row of links, each shown to those who may use it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Page } from '../../ui/Page.tsx';
import styles from './SettingsPage.module.css';

export function SettingsPage({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const places = [
    { to: '/settings/security', label: t('settings.security'), shown: true },
    { to: '/settings/api-keys', label: t('settings.api-keys'), shown: mayDo(user, 'api-keys:read') },
    { to: '/settings/roles', label: t('settings.roles'), shown: mayDo(user, 'roles:read') },
  ] as const;
  return (
    <Page title={t('settings.title')}>
      <nav className={styles.places} aria-label={t('settings.title')}>
        {places
          .filter((place) => place.shown)
          .map(({ to, label }) => (
            <Link key={to} to={to} className={styles.place} activeProps={{ 'data-active': true }}>
              {label}
            </Link>
          ))}
      </nav>
      <div className={styles.content}>{children}</div>
    </Page>
  );
}
