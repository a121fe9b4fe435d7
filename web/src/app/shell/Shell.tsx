// The frame around every page of a signed-in user: rail, offline banner, page.
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { OfflineBanner } from './OfflineBanner.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';

export function Shell(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.shell}>
      <a href="#page" className={styles.skip}>
        {t('shell.skip')}
      </a>
      <Rail />
      <div className={styles.column}>
        <OfflineBanner />
        <main id="page" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}
