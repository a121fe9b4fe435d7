// Tells that something was saved, and offers to take it back for as long as one notices.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ADMIN_KEY } from '../../api/admin.ts';
import { useProblem } from '../settings/use-problem.ts';
import styles from './Register.module.css';

type Note = { text: string; undo: (() => Promise<unknown>) | null };

const SHOWN_MS = 8_000;
const listeners = new Set<(note: Note) => void>();

/** From any form: the page that shows notes shows this one in place of the last. */
export function tellSaved(text: string, undo: Note['undo'] = null): void {
  for (const listener of listeners) listener({ text, undo });
}

export function useSavedNote(): ReactNode {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const words = useProblem();
  const [note, setNote] = useState<Note | null>(null);
  const undo = useMutation({
    mutationFn: (back: () => Promise<unknown>) => back(),
    onSuccess: () => setNote({ text: t('form.undone'), undo: null }),
    onError: (error) => setNote({ text: words(error) ?? '', undo: null }),
    onSettled: () => queries.invalidateQueries({ queryKey: ADMIN_KEY }),
  });
  useEffect(() => {
    listeners.add(setNote);
    return () => void listeners.delete(setNote);
  }, []);
  useEffect(() => {
    if (note === null) return undefined;
    const timer = setTimeout(() => setNote(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [note]);
  return (
    <div role="status">
      {note === null ? null : (
        <div className={styles.note}>
          <span>{note.text}</span>
          {note.undo === null ? null : (
            <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate(note.undo!)}>
              {t('form.undo')}
            </Button>
          )}
          <Button size="xs" variant="subtle" onClick={() => setNote(null)}>
            {t('form.close')}
          </Button>
        </div>
      )}
    </div>
  );
}
