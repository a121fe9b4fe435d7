// Settings, what if: a day asked what it would have been with other rules or staffing; the runs of everybody, each with an address to pass on.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { askWhatIf, WHAT_IF_KEY, whatIfDaysQuery, whatIfRunQuery, whatIfRunsQuery, type WhatIfHead } from '../../api/what-if.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { shortTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { dayText } from './day-text.ts';
import { usualDay } from './days.ts';
import { Difference } from './FigureTable.tsx';
import { EMPTY, requestOf, type Draft } from './form.ts';
import { QuestionForm } from './QuestionForm.tsx';
import { RunResult } from './RunResult.tsx';
import { RunState } from './RunState.tsx';
import styles from './WhatIf.module.css';

export function WhatIfPage(): ReactNode {
  const { run } = useSearch({ strict: false });
  return (
    <SettingsPage wide>
      <div className={styles.page}>
        <Question />
        <div className={styles.right} data-open={run !== undefined}>
          {run === undefined ? null : <Shown key={run} id={run} />}
          <Runs open={run ?? null} />
        </div>
      </div>
    </SettingsPage>
  );
}

function Question(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const days = useQuery(whatIfDaysQuery(api));
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen ?? (days.data ? usualDay(days.data) : null);
  const ask = useMutation({
    mutationFn: (of: string) => askWhatIf(api, requestOf(draft, of)),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: WHAT_IF_KEY });
      await navigate({ to: '/settings/what-if', search: { run: id } });
    },
  });
  return (
    <Panel title={t('what-if.question')}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (day !== null) ask.mutate(day);
        }}
      >
        <p className={styles.soft}>{t('what-if.lead')}</p>
        <Problem text={words(days.error)} />
        {days.isPending ? <Skeletons label={t('common.loading')} rows={4} /> : null}
        {days.data && day !== null ? (
          <QuestionForm
            draft={draft}
            set={(patch) => setDraft((before) => ({ ...before, ...patch }))}
            days={days.data}
            day={day}
            setDay={setChosen}
          />
        ) : null}
        <Problem text={words(ask.error)} />
        <div>
          <Button type="submit" loading={ask.isPending} disabled={day === null}>
            {t('what-if.run')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Shown({ id }: { id: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const words = useProblem();
  const run = useQuery(whatIfRunQuery(useApi(), id));
  const [copied, setCopied] = useState(false);
  const copy = (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => void navigator.clipboard.writeText(location.href).then(() => setCopied(true))}
    >
      {t(copied ? 'what-if.copied' : 'what-if.copy')}
    </Button>
  );
  const title = run.data ? t('what-if.run-of', { date: dayText(run.data.day, i18n.language) }) : t('what-if.title');
  const top = useRef<HTMLDivElement>(null);
  // Asked at the foot of a long form: the answer is brought to where one looks.
  useEffect(() => top.current?.scrollIntoView({ block: 'start' }), []);
  return (
    <div ref={top} className={styles.shown}>
      <Panel title={title} aside={copy}>
        <Problem text={words(run.error)} />
        {run.isPending ? <Skeletons label={t('common.loading')} rows={5} /> : null}
        {run.data ? <RunState run={run.data} /> : null}
        {run.data?.result ? <RunResult run={run.data} result={run.data.result} /> : null}
      </Panel>
    </div>
  );
}

function Runs({ open }: { open: string | null }): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const runs = useQuery(whatIfRunsQuery(useApi()));
  return (
    <Panel title={t('what-if.runs')}>
      <Problem text={words(runs.error)} />
      {runs.data?.length === 0 ? <p className={styles.soft}>{t('what-if.none')}</p> : null}
      <ul className={styles.runs}>
        {(runs.data ?? []).map((run) => (
          <Run key={run.id} run={run} open={run.id === open} />
        ))}
      </ul>
    </Panel>
  );
}

function Run({ run, open }: { run: WhatIfHead; open: boolean }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useServerNow();
  const level = run.figures.find(({ figure }) => figure === 'serviceLevel');
  return (
    <li>
      <Link to="/settings/what-if" search={{ run: run.id }} className={styles.link} {...(open ? { 'aria-current': 'true' } : {})}>
        {t('what-if.run-of', { date: dayText(run.day, i18n.language) })}
      </Link>
      <span className={styles.soft}>
        {[run.user?.name, shortTime(run.at, now, i18n.language), run.state === 'done' ? null : t(`what-if.state.${run.state}`)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {level ? (
        <span>
          {t('what-if.of.serviceLevel')}
          {t('what-if.colon')}
          <Difference of={level} />
        </span>
      ) : null}
    </li>
  );
}
