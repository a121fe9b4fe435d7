// The few words of a mark: typed, Enter keeps them, Escape lets it be.
import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './Marks.module.css';

type MarkFormProps = {
  /** Where it will stand, ms. */
  atMs: number;
  initial?: string;
  busy: boolean;
  problem: string | null;
  save: (text: string) => void;
  close: () => void;
};

export function MarkForm({ atMs, initial = '', busy, problem, save, close }: MarkFormProps): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) save(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return (
    <form className={styles.form} onSubmit={submit} onKeyDown={onKeyDown}>
      <TextInput
        className={styles.words}
        label={t('marks.words', { time: clockText(atMs) })}
        autoFocus
        autoComplete="off"
        maxLength={200}
        size="xs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={busy}>
        {t('marks.save')}
      </Button>
      <Button size="xs" variant="default" onClick={close}>
        {t('marks.cancel')}
      </Button>
      <Problem text={problem} />
    </form>
  );
}
