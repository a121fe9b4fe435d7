// The frame around every page of a signed-in user: rail, offline banner, page.
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { CallBar } from '../../desktop/call/CallBar.tsx';
import { DialProvider } from '../../desktop/call/Dial.tsx';
import { Shortcuts } from '../../desktop/keys/Shortcuts.tsx';
import { PhoneBar } from '../../desktop/phone/PhoneBar.tsx';
import { PhoneProvider } from '../../desktop/phone/PhoneProvider.tsx';
import { ScreenPop } from '../../desktop/pop/ScreenPop.tsx';
import { LaneBanner } from './LaneBanner.tsx';
import { OfflineBanner } from './OfflineBanner.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';

/** Only who takes contacts has chats. */
const ChatStrip = lazy(async () => ({ default: (await import('../../desktop/chat/ChatStrip.tsx')).ChatStrip }));

export function Shell(): ReactNode {
  const { t } = useTranslation();
  const { agent } = useUser();
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
            <LaneBanner />
            <main id="page" tabIndex={-1} className={styles.main}>
              <Outlet />
            </main>
            <ScreenPop />
            {agent === null ? null : (
              <Suspense>
                <ChatStrip agent={agent} />
              </Suspense>
            )}
            <PhoneBar />
            <CallBar />
          </div>
        </div>
        <Shortcuts />
      </DialProvider>
    </PhoneProvider>
  );
}
