// The empty and the error state of a view: what it is, and what to do now.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import styles from './Message.module.css';

export type MessageProps = {
  icon: IconName;
  title: string;
  text: string;
  /** Shown small and selectable, for support. */
  reference?: string | null | undefined;
  action?: { label: string; run: () => void } | undefined;
  /** Errors are announced; emptiness is not. */
  error?: boolean;
};

export function Message({ icon, title, text, reference, action, error = false }: MessageProps): ReactNode {
  return (
    <div className={styles.message} role={error ? 'alert' : undefined}>
      <span className={styles.icon} data-error={error}>
        <Icon name={icon} size={24} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {reference ? <code className={styles.reference}>{reference}</code> : null}
      {action ? (
        <Button variant="default" onClick={action.run}>
          {action.label}
        </Button>
      ) : null}
    </div>
  );
}
