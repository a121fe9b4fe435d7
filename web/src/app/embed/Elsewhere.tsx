// What the desk in a frame has no room for: it opens in a tab of its own.
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from '../../ui/Message.tsx';
import styles from './Embed.module.css';

export function Elsewhere(): ReactNode {
  const { t } = useTranslation();
  const path = useLocation({ select: ({ href }) => href });
  const whole = path.replace(/^\/embed(?=\/|$)/, '') || '/';
  return (
    <div className={styles.elsewhere}>
      <Message
        icon="screen"
        title={t('embed.elsewhere')}
        text={t('embed.elsewhere-text')}
        action={{ label: t('embed.open'), run: () => void window.open(whole, '_blank', 'noopener') }}
      />
      <Link to="/interactions">{t('embed.back')}</Link>
    </div>
  );
}
