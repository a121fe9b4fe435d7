// How long the wrap-up still lasts by itself, and a minute more where the queue gives it.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { moreWrapUp } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { clockText } from '../../ui/format.ts';
import { useAltKeys } from '../call/use-alt-keys.ts';
import styles from './WrapUp.module.css';

/** Warmer before it is late. */
const SOON_MS = 10_000;
export const MORE_LETTER = 'L';

type TimeLeftProps = { interaction: string; until: number; moreMs: number };

export function TimeLeft({ interaction, until, moreMs }: TimeLeftProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const left = until - useServerNow();
  const more = useMutation({
    mutationFn: () => moreWrapUp(api, interaction),
    onSuccess: (detail) => queries.setQueryData(['interaction', interaction], detail),
  });
  const ask = (): void => {
    if (moreMs > 0 && left > 0 && !more.isPending) more.mutate();
  };
  useAltKeys((code) => {
    if (code !== `Key${MORE_LETTER}`) return false;
    ask();
    return true;
  });
  const words = more.error ? errorWords(more.error) : null;
  return (
    <div className={styles.time}>
      <span role="timer" aria-label={t('desk.wrap-up.left')} className={styles.left} data-soon={left < SOON_MS}>
        {left > 0 ? clockText(left + 999) : t('desk.wrap-up.over')}
      </span>
      {moreMs > 0 && left > 0 ? (
        <Button
          size="compact-xs"
          variant="default"
          loading={more.isPending}
          title={t('calls.key', { letter: MORE_LETTER })}
          aria-keyshortcuts={`Alt+${MORE_LETTER}`}
          onClick={ask}
        >
          {t('desk.wrap-up.more')}
        </Button>
      ) : null}
      {words ? (
        <span role="alert" className={styles.problem}>
          {words.detail ?? t(words.key)}
        </span>
      ) : null}
    </div>
  );
}
