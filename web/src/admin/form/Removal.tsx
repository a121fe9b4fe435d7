// The foot of a form with its buttons, and taking the thing away: asked once more, and where it is refused, the places that still use it.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/problem.ts';
import { Problem } from '../../ui/Problem.tsx';
import { useProblem } from '../settings/use-problem.ts';
import styles from './EditDrawer.module.css';
import { UsedIn } from './UsedIn.tsx';

export type RemoveWish = { sure: string; run: () => Promise<unknown>; done: () => void };

export function Removal({ isNew, remove, children }: { isNew: boolean; remove?: RemoveWish; children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const [sure, setSure] = useState(false);
  const removing = useMutation({
    mutationFn: () => remove!.run(),
    onSuccess: () => remove!.done(),
    onError: () => setSure(false),
  });
  if (sure && remove)
    return (
      <div className={styles.row} role="alertdialog" aria-label={remove.sure}>
        <span className={styles.grow}>{remove.sure}</span>
        <Button variant="default" onClick={() => setSure(false)}>
          {t('settings.cancel')}
        </Button>
        <Button className={styles.danger} autoFocus loading={removing.isPending} onClick={() => removing.mutate()}>
          {t('form.remove')}
        </Button>
      </div>
    );
  const places = removing.error instanceof ApiError ? (removing.error.problem?.errors ?? []) : [];
  return (
    <>
      {removing.error === null ? null : places.length > 0 ? (
        <UsedIn title={(removing.error as ApiError).problem!.title} places={places} />
      ) : (
        <Problem text={words(removing.error)} />
      )}
      <div className={styles.row}>
        <span className={styles.grow}>
          {isNew || !remove ? null : (
            <Button variant="subtle" className={styles.remove} onClick={() => setSure(true)}>
              {t('form.remove')}
            </Button>
          )}
        </span>
        {children}
      </div>
    </>
  );
}
