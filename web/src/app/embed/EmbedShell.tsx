// The frame within the frame: the page on top, the call that rings or runs below it, and the few things always at hand.
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { CallBar } from '../../desktop/call/CallBar.tsx';
import { DIAL_LETTER, DialProvider, useDial } from '../../desktop/call/Dial.tsx';
import { Shortcuts } from '../../desktop/keys/Shortcuts.tsx';
import { PhoneBar } from '../../desktop/phone/PhoneBar.tsx';
import { PhoneMenu } from '../../desktop/phone/PhoneMenu.tsx';
import { PhoneProvider } from '../../desktop/phone/PhoneProvider.tsx';
import { ScreenPop } from '../../desktop/pop/ScreenPop.tsx';
import { Icon } from '../../ui/icons.tsx';
import { OfflineBanner } from '../shell/OfflineBanner.tsx';
import { PresenceMenu } from '../shell/PresenceMenu.tsx';
import rail from '../shell/Rail.module.css';
import { UserMenu } from '../shell/UserMenu.tsx';
import styles from './Embed.module.css';
import { HostBridge } from './HostBridge.tsx';

export function EmbedShell({ origins }: { origins: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const { agent } = useUser();
  return (
    <PhoneProvider>
      <DialProvider>
        <div className={styles.shell}>
          <OfflineBanner />
          <main className={styles.main} tabIndex={-1}>
            <Outlet />
          </main>
          <ScreenPop />
          <PhoneBar />
          <CallBar />
          <nav className={styles.bar} aria-label={t('shell.main-menu')}>
            <Dial />
            <PhoneMenu className={rail.button} />
            {agent === null ? null : <PresenceMenu agent={agent} />}
            <UserMenu />
          </nav>
        </div>
        <HostBridge origins={origins} />
        <Shortcuts />
      </DialProvider>
    </PhoneProvider>
  );
}

function Dial(): ReactNode {
  const { t } = useTranslation();
  const dial = useDial();
  if (dial === null) return null;
  const label = t('calls.dial.rail', { key: t('calls.key', { letter: DIAL_LETTER }) });
  return (
    <button type="button" className={rail.button} aria-label={label} title={label} onClick={() => dial({})}>
      <Icon name="phone" />
    </button>
  );
}
