// The side panel in which one thing is made or changed: its fields, saving, removing, and what stands against either.
// Its sheets come with it: the first load has no dialog.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Drawer.css';
import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryOf } from '../../api/history-panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { HistoryPanel } from '../history/HistoryPanel.tsx';
import styles from './EditDrawer.module.css';
import { Removal } from './Removal.tsx';
import { tellSaved } from './saved-note.tsx';
import type { Form } from './use-form.ts';
import { useUndo } from './use-undo.ts';

export type EditDrawerProps<V extends object> = {
  title: string;
  /** A second line under the title: its key, its state. */
  under?: ReactNode;
  form: Form<V>;
  isNew: boolean;
  mayWrite: boolean;
  close: () => void;
  /** Absent where it cannot be removed. */
  remove?: { sure: string; run: () => Promise<unknown>; done: () => void } | undefined;
  /** Below the fields and not part of the form: what acts at once by itself. */
  after?: ReactNode;
  /** What its history is kept under; absent while it is new. */
  history?: HistoryOf | undefined;
  wide?: boolean;
  children: ReactNode;
};

export function EditDrawer<V extends object>({
  title,
  under,
  form,
  isNew,
  mayWrite,
  close,
  remove,
  after,
  history,
  wide = false,
  children,
}: EditDrawerProps<V>): ReactNode {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 640px)');
  const undo = useUndo();
  const [leaving, setLeaving] = useState(false);
  const removed = () => {
    tellSaved(t('form.removed', { name: title }), history ? undo(history.kind, history.id) : null);
    remove?.done();
  };
  const tryClose = () => (form.dirty && mayWrite ? setLeaving(true) : close());
  return (
    <Drawer
      opened
      onClose={tryClose}
      position="right"
      size={narrow ? '100%' : wide ? 720 : 520}
      title={
        <span className={styles.title}>
          {title}
          {under === undefined ? null : <span className={styles.under}>{under}</span>}
        </span>
      }
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('form.close') }}
      classNames={{ content: styles.content!, body: styles.body!, header: styles.header! }}
      overlayProps={{ backgroundOpacity: 0.2 }}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 's' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            form.submit();
          }
        }}
      >
        <div className={styles.fields}>
          <fieldset className={styles.all} disabled={!mayWrite}>
            {children}
          </fieldset>
          {after}
          {history ? <HistoryPanel {...history} /> : null}
        </div>
        <footer className={styles.foot}>
          {form.overtaken ? <p className={styles.note}>{t('form.overtaken')}</p> : null}
          <Problem text={form.problem} />
          {leaving ? (
            <div className={styles.row} role="alertdialog" aria-label={t('form.unsaved')}>
              <span className={styles.grow}>{t('form.unsaved')}</span>
              <Button variant="default" autoFocus onClick={() => setLeaving(false)}>
                {t('form.stay')}
              </Button>
              <Button className={styles.danger} onClick={close}>
                {t('form.discard')}
              </Button>
            </div>
          ) : mayWrite ? (
            <Removal isNew={isNew} {...(remove ? { remove: { ...remove, done: removed } } : {})}>
              <Button variant="default" onClick={tryClose}>
                {t('settings.cancel')}
              </Button>
              <Button type="submit" loading={form.saving} disabled={!isNew && !form.dirty}>
                {t(isNew ? 'form.create' : 'form.save')}
              </Button>
            </Removal>
          ) : (
            <div className={styles.row}>
              <span className={styles.grow}>{t('form.read-only')}</span>
              <Button variant="default" onClick={close}>
                {t('form.close')}
              </Button>
            </div>
          )}
        </footer>
      </form>
    </Drawer>
  );
}
