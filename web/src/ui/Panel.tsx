// A titled card of a page.
import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

export function Panel({
  title,
  aside,
  flush = false,
  children,
}: {
  title: string;
  aside?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside}
      </header>
      <div className={flush ? undefined : styles.body}>{children}</div>
    </section>
  );
}
