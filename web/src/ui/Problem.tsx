// What went wrong with a form, in words, where the form is. Announced when it appears.
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import styles from './Problem.module.css';

export function Problem({ text }: { text: string | null }): ReactNode {
  return (
    <div role="alert" className={styles.problem}>
      {text === null ? null : (
        <p className={styles.words}>
          <Icon name="alert" size={18} />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
