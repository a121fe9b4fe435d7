// The history of one thing, folded away below its form until it is asked for.
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HISTORY_ACTIONS } from '@tandem/contract/history.ts';
import type { HistoryOf } from '../../api/history-panel.tsx';
import { useUser } from '../../api/session.ts';
import { Entries } from './Entries.tsx';
import styles from './History.module.css';

/** Shown to who may set up all of the kind: who may have it as it was. */
export function HistoryPanel({ kind, id, restored }: HistoryOf): ReactNode {
  const { t } = useTranslation();
  const { permissions } = useUser();
  const panel = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  if (!permissions.some(({ action, scope }) => action === HISTORY_ACTIONS[kind] && scope === 'tenant')) return null;
  return (
    <details
      ref={panel}
      className={styles.panel}
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        // It opens at the lower end of a form, where nobody would see it.
        if (event.currentTarget.open) requestAnimationFrame(() => panel.current?.scrollIntoView({ block: 'start' }));
      }}
    >
      <summary className={styles.summary}>{t('history.panel')}</summary>
      {open ? (
        <div className={styles.inside}>
          <Entries kind={kind} id={id} restored={restored} />
        </div>
      ) : null}
    </details>
  );
}
