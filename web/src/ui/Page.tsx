// The frame of a page inside the shell: its heading bar and its scrolling body.
import type { ReactNode } from 'react';
import styles from './Page.module.css';

export function Page({
  title,
  before,
  after,
  children,
}: {
  title: ReactNode;
  before?: ReactNode;
  after?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        {before}
        <h1 className={styles.title}>{title}</h1>
        {after ? <div className={styles.after}>{after}</div> : null}
      </header>
      <div className={styles.body}>{children}</div>
    </div>
  );
}
