// What a day would have been with what a form holds, or with an earlier state: asked where it is changed, answered there, with the whole one click away.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { askWhatIf, isOpen, WHAT_IF_KEY, whatIfDaysQuery, whatIfRunQuery, type WhatIfRequest } from '../../api/what-if.ts';
import { Problem } from '../../ui/Problem.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { DayField } from './DayField.tsx';
import { usualDay } from './days.ts';
import { FigureTable } from './FigureTable.tsx';
import { ReplayNote } from './ReplayNote.tsx';
import { RunState } from './RunState.tsx';
import styles from './WhatIf.module.css';
import { isUnlike } from './words.ts';

export type Question = Omit<WhatIfRequest, 'day'>;

/** `queue`: whose figures are shown, where the day has some of it. */
export function DryRun({ question, queue }: { question: Question; queue?: string }): ReactNode {
  const may = mayDo(useUser(), 'what-if:run');
  return may ? <Asked question={question} queue={queue ?? null} /> : null;
}

function Asked({ question, queue }: { question: Question; queue: string | null }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const queries = useQueryClient();
  const days = useQuery(whatIfDaysQuery(api));
  const [chosen, setChosen] = useState<string | null>(null);
  const [run, setRun] = useState<{ id: string; asked: string } | null>(null);
  const found = useQuery(whatIfRunQuery(api, run?.id ?? null));
  const day = chosen ?? (days.data ? usualDay(days.data) : null);
  const asked = JSON.stringify([question, day]);
  const ask = useMutation({
    mutationFn: (of: string) => askWhatIf(api, { ...question, day: of }),
    onSuccess: (made) => {
      setRun({ id: made.id, asked });
      void queries.invalidateQueries({ queryKey: WHAT_IF_KEY });
    },
  });
  const result = found.data?.result;
  const group = result && (result.groups.find((each) => each.queue === queue && each.at === null) ?? result.groups[0]);
  return (
    <div className={styles.dry}>
      <Problem text={words(days.error)} />
      <div className={styles.ask}>
        {days.data && day !== null ? <DayField days={days.data} value={day} onChange={setChosen} /> : null}
        <Button
          variant="default"
          disabled={day === null}
          loading={ask.isPending || (found.data !== undefined && isOpen(found.data))}
          onClick={() => day !== null && ask.mutate(day)}
        >
          {t('what-if.run')}
        </Button>
      </div>
      <Problem text={words(ask.error)} />
      {run === null || found.data === undefined ? null : <RunState run={found.data} />}
      {group && result && run ? (
        <>
          {run.asked === asked ? null : <p className={styles.soft}>{t('what-if.other-settings')}</p>}
          <ReplayNote replay={result.replay} />
          {isUnlike(group.figures) ? <p className={styles.warn}>{t('what-if.unlike')}</p> : null}
          <FigureTable figures={group.figures} label={t('what-if.outcome')} />
          <a className={styles.link} href={`/settings/what-if?run=${run.id}`} target="_blank" rel="noreferrer">
            {t('what-if.whole')}
          </a>
        </>
      ) : null}
    </div>
  );
}
