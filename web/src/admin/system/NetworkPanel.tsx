// The check of network and firewall: tries our own doors from inside and by the public address, and explains one-way audio.
import { Button } from '@mantine/core';
import type { NetworkStep } from '@tandem/contract/api/system.ts';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { checkNetwork } from '../../api/system.ts';
import { timeOfDay } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { valuesText } from './figures.ts';
import styles from './SystemPage.module.css';
import { VerdictBadge } from './VerdictBadge.tsx';

export function NetworkPanel(): ReactNode {
  const { t, i18n } = useTranslation();
  const words = useProblem();
  const api = useApi();
  const check = useMutation({ mutationFn: () => checkNetwork(api) });
  const run = (
    <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
      {t(check.data ? 'system.network.again' : 'system.network.check')}
    </Button>
  );
  return (
    <Panel title={t('system.network.title')} aside={run} flush>
      <p className={styles.lead}>{t('system.network.lead')}</p>
      <Problem text={words(check.error)} />
      <div aria-live="polite">
        {check.data ? (
          <>
            <p className={styles.lead}>
              {t('system.network.done', { time: timeOfDay(check.data.checkedAt, i18n.language) })}{' '}
              <VerdictBadge verdict={check.data.verdict} />
            </p>
            <ol className={styles.list}>
              {check.data.steps.map((step) => (
                <StepLine key={step.step} step={step} />
              ))}
            </ol>
          </>
        ) : null}
      </div>
      <details className={styles.more}>
        <summary>{t('system.audio.title')}</summary>
        <p>{t('system.audio.why')}</p>
        <ul>
          <li>{t('system.audio.address')}</li>
          <li>{t('system.audio.ports')}</li>
          <li>{t('system.audio.alg')}</li>
          <li>{t('system.audio.browser')}</li>
          <li>{t('system.audio.look')}</li>
        </ul>
      </details>
    </Panel>
  );
}

function StepLine({ step: { step, verdict, reason, values } }: { step: NetworkStep }): ReactNode {
  const { t, i18n } = useTranslation();
  const texts = valuesText(values, i18n.language, (count) => t('system.days', { count }));
  return (
    <li className={styles.line} data-step={step} data-verdict={verdict}>
      <div className={styles.name}>
        <strong>{t(`system.step.${step}`)}</strong>
      </div>
      <div className={styles.told}>
        <p className={reason === null ? styles.figures : undefined}>{t(`system.found.${step}.${reason ?? 'ok'}`, texts)}</p>
      </div>
      <VerdictBadge verdict={verdict} />
    </li>
  );
}
