// Settings that are one form: its fields, what went wrong, save and discard, and the history below. Who may only read is told so.
import { Button } from '@mantine/core';
import type { HistoryKind } from '@tandem/contract/history.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../ui/Problem.tsx';
import { HistoryPanel } from '../history/HistoryPanel.tsx';
import styles from './SettingsPage.module.css';

type Props = {
  form: { submit: () => void; problem: string | null; saving: boolean; dirty: boolean };
  mayWrite: boolean;
  /** Has everything as it is saved. */
  discard: () => void;
  history: { kind: HistoryKind; id: string };
  lead?: string;
  /** Below the fields: what saving them would do. */
  notes?: ReactNode;
  children: ReactNode;
};

export function SettingsForm({ form, mayWrite, discard, history, lead, notes, children }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      {lead === undefined ? null : <p className={styles.text}>{lead}</p>}
      <fieldset className={styles.form} disabled={!mayWrite}>
        {children}
      </fieldset>
      {notes}
      <Problem text={form.problem} />
      {mayWrite ? (
        <div className={styles.buttons}>
          <Button type="submit" loading={form.saving} disabled={!form.dirty}>
            {t('form.save')}
          </Button>
          {form.dirty ? (
            <Button variant="default" onClick={discard}>
              {t('form.discard')}
            </Button>
          ) : null}
        </div>
      ) : (
        <p className={styles.soft}>{t('form.read-only')}</p>
      )}
      <HistoryPanel {...history} />
    </form>
  );
}
