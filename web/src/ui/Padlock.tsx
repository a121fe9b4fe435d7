// Says that audio is encrypted, and how its keys were agreed on. Names of protocols are the same in every language.
import type { ReactNode } from 'react';
import styles from './Padlock.module.css';

const KEYS = { sdes: 'SDES, TLS', dtls: 'DTLS' } as const;

export function Padlock({ keys }: { keys: keyof typeof KEYS }): ReactNode {
  return (
    <span className={styles.padlock} title={`SRTP (${KEYS[keys]})`} data-encryption={keys}>
      <svg
        viewBox="0 0 20 20"
        width={12}
        height={12}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        aria-hidden="true"
        focusable="false"
      >
        <path d="M4.5 9h11v8h-11ZM7 9V6.5a3 3 0 0 1 6 0V9" />
      </svg>
      SRTP
    </span>
  );
}
