// Says that the line is gone, what that means, and when it is tried again. It goes by itself when the line is back.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useHeldFor, useServerNow } from '../../live/LiveProvider.tsx';
import { Icon } from '../../ui/icons.tsx';
import styles from './OfflineBanner.module.css';

/** Shorter gaps than this heal before anybody could read about them. */
const TOLERATED_MS = 1_500;

export function OfflineBanner(): ReactNode {
  const { connection } = useConnection();
  const away = connection.phase === 'waiting' || (connection.phase === 'connecting' && connection.failures > 0);
  const shown = useHeldFor(away, TOLERATED_MS);
  return <div role="status">{shown ? <Banner /> : null}</div>;
}

function Banner(): ReactNode {
  const { t } = useTranslation();
  const { connection, retry } = useConnection();
  useServerNow();
  const seconds = connection.retryAt === null ? 0 : Math.max(0, Math.ceil((connection.retryAt - Date.now()) / 1000));
  return (
    <div className={styles.banner}>
      <Icon name="cloudOff" size={18} />
      <span>
        <strong>{t('offline.title')}</strong> {t('offline.text')}
      </span>
      <span className={styles.next} aria-hidden="true">
        {seconds > 0 ? t('offline.next', { count: seconds }) : t('offline.now')}
      </span>
      <button type="button" className={styles.retry} onClick={retry}>
        {t('offline.retry')}
      </button>
    </div>
  );
}
