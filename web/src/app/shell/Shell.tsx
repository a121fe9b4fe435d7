// The frame around every page of a signed-in user: rail, offline banner, page.
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DialProvider } from '../../desktop/call/Dial.tsx';
import { Shortcuts } from '../../desktop/keys/Shortcuts.tsx';
import { PhoneProvider } from '../../desktop/phone/PhoneProvider.tsx';
import { OfflineBanner } from './OfflineBanner.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';

/** Not part of the first load: it has something to show only to those who are in a call. */
const CallBar = lazy(async () => ({ default: (await import('../../desktop/call/CallBar.tsx')).CallBar }));

const PhoneBar = lazy(async () => ({ default: (await import('../../desktop/phone/PhoneBar.tsx')).PhoneBar }));

const ScreenPop = lazy(async () => ({ default: (await import('../../desktop/pop/ScreenPop.tsx')).ScreenPop }));

export function Shell(): ReactNode {
  const { t } = useTranslation();
  return (
    <PhoneProvider>
      <DialProvider>
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
            <Suspense>
              <ScreenPop />
            </Suspense>
            <Suspense>
              <PhoneBar />
            </Suspense>
            <Suspense>
              <CallBar />
            </Suspense>
          </div>
        </div>
        <Shortcuts />
      </DialProvider>
    </PhoneProvider>
  );
}
