// Signing in from a frame: a window of its own opens, as a password belongs under an address that can be read, and hands a session over.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bearer } from '../../api/bearer.ts';
import { SESSION_KEY } from '../../api/session.ts';
import { Mark } from '../../ui/icons.tsx';
import styles from './Embed.module.css';
import { isHandedOver } from './hand-over.ts';

export function EmbedSignIn({ bearer }: { bearer: Bearer }): ReactNode {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const opened = useRef<Window | null>(null);
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    const listen = ({ source, origin, data }: MessageEvent): void => {
      if (source === null || source !== opened.current || origin !== window.location.origin || !isHandedOver(data)) return;
      bearer.set(data.token);
      void queries.resetQueries({ queryKey: SESSION_KEY });
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [bearer, queries]);
  const open = (): void => {
    opened.current = window.open('/embed/sign-in', '_blank', 'popup,width=480,height=680');
    setBlocked(opened.current === null);
  };
  return (
    <main className={styles.signIn}>
      <Mark size={40} />
      <h1 className={styles.title}>{t('app.name')}</h1>
      <p className={styles.soft}>{t('embed.sign-in-text')}</p>
      <Button onClick={open}>{t('embed.sign-in')}</Button>
      <p role="alert" className={styles.problem}>
        {blocked ? t('embed.blocked') : null}
      </p>
    </main>
  );
}
