// The first steps of an empty centre: what is done, what comes next, and each step as a form of its own.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { changeCompany, companyQuery, takenCallQuery } from '../../api/first-steps.ts';
import { useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { useSavedNote } from '../form/saved-note.tsx';
import { useFreshLists, useList, useReadAgain } from '../form/use-list.ts';
import { useProblem } from '../settings/use-problem.ts';
import { CallStep } from './CallStep.tsx';
import { CompanyStep } from './CompanyStep.tsx';
import { HoursStep } from './HoursStep.tsx';
import { MenuStep } from './MenuStep.tsx';
import { NumberStep } from './NumberStep.tsx';
import { PeopleStep } from './PeopleStep.tsx';
import styles from './StartPage.module.css';
import { doneSteps, nextStep, stepAfter, STEPS, type Step } from './steps.ts';
import { TrunkStep } from './TrunkStep.tsx';

/** `dialler`: the browser phone that calls the number, which belongs to another part of the app. */
export function StartPage({ dialler }: { dialler: (number: string) => ReactNode }): ReactNode {
  const { t } = useTranslation();
  const there = useThere();
  const note = useSavedNote();
  const { step: asked } = useSearch({ strict: false });
  const navigate = useNavigate();
  useFreshLists();
  // Where he begins is told once: a step that is done by his own hand does not carry him off before he has seen it.
  const [begun, setBegun] = useState<Step | null>(null);
  if (there !== null && begun === null) setBegun(nextStep(there.done));
  const step = asked ?? begun;
  const go = (to: Step): void => void navigate({ to: '/start', search: { step: to } });
  return (
    <Page title={t('start.title')}>
      <div className={styles.page}>
        <p className={styles.lead}>{t('start.lead')}</p>
        {there === null || step === null ? (
          <Skeletons label={t('common.loading')} rows={6} />
        ) : (
          <div className={styles.frame}>
            <nav aria-label={t('start.steps')}>
              <p className={styles.soft}>{t('start.progress', { done: there.done.size, all: STEPS.length })}</p>
              <ol className={styles.steps}>
                {STEPS.map((each, i) => (
                  <li key={each}>
                    <Link
                      to="/start"
                      search={{ step: each }}
                      className={styles.step}
                      data-active={each === step}
                      aria-current={each === step ? 'step' : undefined}
                    >
                      <span className={styles.mark} data-done={there.done.has(each)}>
                        {there.done.has(each) ? <Icon name="check" size={14} /> : i + 1}
                      </span>
                      <span>{t(`start.step.${each}`)}</span>
                      {there.done.has(each) ? <span className="hidden-text">{t('start.done')}</span> : null}
                    </Link>
                  </li>
                ))}
              </ol>
            </nav>
            <div className={styles.content}>
              <Panel title={t(`start.step.${step}`)}>
                <StepForm key={step} step={step} onward={() => go(stepAfter(step))} dialler={dialler} />
              </Panel>
              <Finish />
            </div>
          </div>
        )}
        {note}
      </div>
    </Page>
  );
}

function StepForm({ step, onward, dialler }: { step: Step; onward: () => void; dialler: (number: string) => ReactNode }): ReactNode {
  switch (step) {
    case 'company':
      return <CompanyStep onward={onward} />;
    case 'hours':
      return <HoursStep onward={onward} />;
    case 'people':
      return <PeopleStep onward={onward} />;
    case 'menu':
      return <MenuStep onward={onward} />;
    case 'trunk':
      return <TrunkStep onward={onward} />;
    case 'number':
      return <NumberStep onward={onward} />;
    case 'call':
      return <CallStep dialler={dialler} />;
  }
}

function useThere(): { done: ReadonlySet<Step> } | null {
  const api = useApi();
  const self = useUser();
  const company = useQuery(companyQuery(api)).data;
  const taken = useQuery(takenCallQuery(api)).data;
  const [hours, users, queues, flows] = [useList('hours').data, useList('users').data, useList('queues').data, useList('flows').data];
  const [trunks, numbers] = [useList('trunks').data, useList('numbers').data];
  if (!company || taken === undefined || !hours || !users || !queues || !flows || !trunks || !numbers) return null;
  const agents = users.filter(({ agent, active }) => agent !== null && active).map(({ id }) => ({ user: id }));
  return { done: doneSteps({ company, hours, agents, self: self.id, queues, flows, trunks, numbers, taken: taken !== null }) };
}

function Finish(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const readAgain = useReadAgain();
  const company = useQuery(companyQuery(api)).data;
  const finish = useMutation({ mutationFn: () => changeCompany(api, { setUp: true }), onSuccess: readAgain });
  const finished = company?.setUpAt !== null && company !== undefined;
  return (
    <Panel title={t('start.finish.title')}>
      <div className={styles.stack}>
        <p>{t(finished ? 'start.finish.again' : 'start.finish.text')}</p>
        <ul className={styles.links}>
          {(
            [
              ['/settings/security', 'start.finish.password'],
              ['/settings/flows', 'start.finish.flows'],
              ['/settings/users', 'start.finish.roles'],
              ['/settings/retention', 'start.finish.recording'],
            ] as const
          ).map(([to, label]) => (
            <li key={to}>
              <Link to={to} className={styles.link}>
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
        <Problem text={words(finish.error)} />
        <div className={styles.buttons}>
          {finished ? (
            <Link to="/settings" className={styles.link}>
              {t('start.finish.settings')}
            </Link>
          ) : (
            <Button variant="default" loading={finish.isPending} onClick={() => finish.mutate()}>
              {t('start.finish.done')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}
