// Settings, system: every part of the installation with a verdict and what to do, and the check of network and firewall.
import type { HealthCheck } from '@tandem/contract/api/system.ts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { healthQuery } from '../../api/system.ts';
import { timeOfDay } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { useProblem } from '../settings/use-problem.ts';
import { ageText, valuesText } from './figures.ts';
import { NetworkPanel } from './NetworkPanel.tsx';
import styles from './SystemPage.module.css';
import { VerdictBadge } from './VerdictBadge.tsx';

export function SystemPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const words = useProblem();
  const { data: health, error, isPending } = useQuery(healthQuery(useApi()));
  const days = (count: number): string => t('system.days', { count });
  return (
    <SettingsPage>
      <Panel title={t('system.health')} aside={health ? <VerdictBadge verdict={health.verdict} /> : null} flush>
        <Problem text={words(error)} />
        {isPending ? <Skeletons label={t('common.loading')} rows={8} /> : null}
        {health ? (
          <>
            <p className={styles.lead}>
              {t('system.about', {
                version: health.version,
                age: ageText(health.checkedAt - health.startedAt, days),
                time: timeOfDay(health.checkedAt, i18n.language),
              })}
            </p>
            <ul className={styles.list}>
              {health.checks.map((check) => (
                <CheckLine key={`${check.check} ${check.subject}`} check={check} days={days} />
              ))}
            </ul>
          </>
        ) : null}
      </Panel>
      <NetworkPanel />
    </SettingsPage>
  );
}

function CheckLine({
  check: { check, subject, verdict, reason, values },
  days,
}: {
  check: HealthCheck;
  days: (count: number) => string;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const texts = valuesText(values, i18n.language, days);
  // Of a trunk that nobody asks there is no time to tell.
  const figures = Object.keys(values).length > 0 && !(check === 'trunk' && values['rttMs'] === null);
  const place = check === 'disk' && subject !== null ? t(`system.disk.${subject}`) : subject;
  return (
    <li className={styles.line} data-check={check} data-verdict={verdict}>
      <div className={styles.name}>
        <strong>{t(`system.check.${check}`)}</strong>
        {place === null ? null : <span className={styles.subject}>{place}</span>}
      </div>
      <div className={styles.told}>
        {figures ? <p className={styles.figures}>{t(`system.figures.${check}`, texts)}</p> : null}
        {reason === null ? null : <p>{t(`system.todo.${check}.${reason}`, texts)}</p>}
      </div>
      <VerdictBadge verdict={verdict} />
    </li>
  );
}
