// How far a run is: its step with a bar and a way to stop it; or why it has no result.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { cancelWhatIf, isOpen, WHAT_IF_KEY, type WhatIfRun } from '../../api/what-if.ts';
import { Problem } from '../../ui/Problem.tsx';
import { useProblem } from '../settings/use-problem.ts';
import styles from './WhatIf.module.css';

export function RunState({ run }: { run: WhatIfRun }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelWhatIf(api, run.id),
    onSettled: () => queries.invalidateQueries({ queryKey: WHAT_IF_KEY }),
  });
  if (run.state === 'failed') return <Problem text={run.problem && `${run.problem.title}${t('what-if.colon')}${run.problem.detail}`} />;
  if (run.state === 'cancelled') return <p role="status">{t('what-if.state.cancelled')}</p>;
  if (!isOpen(run)) return null;
  const share = run.step === 'playing' ? run.progress : 0;
  const step =
    run.step === null
      ? t('what-if.state.queued')
      : t(`what-if.step.${run.step}`, { share: new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(share) });
  return (
    <div className={styles.running}>
      <p role="status">{step}</p>
      <progress className={styles.bar} aria-label={t('what-if.progress')} max={1} {...(share > 0 ? { value: share } : {})} />
      <Problem text={words(cancel.error)} />
      <div>
        <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('what-if.cancel')}
        </Button>
      </div>
    </div>
  );
}
