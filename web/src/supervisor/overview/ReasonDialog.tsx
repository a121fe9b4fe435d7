// The dialog of what a supervisor does to others: choices, why, and what stood against it. Without a reason nothing is done.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorWords } from '../../api/problem.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './ReasonDialog.module.css';

export type ReasonDialogProps<W extends object> = {
  title: string;
  /** px */
  size: number;
  /** Who reads the reason. */
  noteText: string;
  /** What was chosen; null while that is nothing, or nothing that can be done. */
  wish: W | null;
  act: UseMutationResult<unknown, Error, W & { note: string }>;
  button: string;
  danger?: boolean;
  close: () => void;
  children: ReactNode;
};

export function ReasonDialog<W extends object>(props: ReasonDialogProps<W>): ReactNode {
  const { title, size, noteText, wish, act, button, danger = false, close, children } = props;
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 640px)');
  const [note, setNote] = useState('');
  const ready = wish !== null && note.trim() !== '';
  const words = act.error ? errorWords(act.error) : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !act.isPending) act.mutate({ ...wish, note: note.trim() });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      fullScreen={narrow ?? false}
      size={size}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('floor.close') }}
    >
      <form className={styles.form} onSubmit={submit}>
        {children}
        <TextInput
          label={t('floor.note')}
          description={noteText}
          required
          withAsterisk={false}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
        <div className={styles.buttons}>
          <Button type="submit" disabled={!ready} loading={act.isPending} className={danger ? styles.danger : undefined}>
            {button}
          </Button>
          <Button variant="default" onClick={close}>
            {t('floor.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
