// The checkbox of a row, and the bar that says how many are selected and what can be done with them.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Bulk.module.css';

type PickProps = { id: string; name: string; on: boolean; set: (on: boolean) => void };

export function Pick({ id, name, on, set }: PickProps): ReactNode {
  const { t } = useTranslation();
  return (
    <input
      type="checkbox"
      className={styles.pick}
      data-pick={id}
      checked={on}
      aria-label={t('bulk.pick', { name })}
      title={t('bulk.hint')}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}

type BulkBarProps = { count: number; of: number; all: (on: boolean) => void; children: ReactNode };

export function BulkBar({ count, of, all, children }: BulkBarProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.bar} data-on={count > 0}>
      <label className={styles.every}>
        <input
          type="checkbox"
          className={styles.pick}
          checked={count > 0 && count === of}
          ref={(box) => {
            if (box) box.indeterminate = count > 0 && count < of;
          }}
          onChange={(event) => all(event.currentTarget.checked)}
        />
        {count === 0 ? t('bulk.pick-all') : t('bulk.chosen', { count })}
      </label>
      {count > 0 ? <span className={styles.acts}>{children}</span> : null}
    </div>
  );
}

/** `name`: what a screen reader says, where the word on it says less. */
export function BulkButton({ label, name = label, onClick }: { label: string; name?: string; onClick: () => void }): ReactNode {
  return (
    <button type="button" className={styles.act} aria-label={name} onClick={onClick}>
      {label}
    </button>
  );
}
