// Who is predicted to be good at one issue, best first, with how sure that is.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchingDetail } from '../../api/matching.ts';
import { clockText, percent, tenantText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import styles from './Matching.module.css';

type Issue = MatchingDetail['issues'][number];

export function IssueTable({ of }: { of: Issue }): ReactNode {
  const { t, i18n } = useTranslation();
  const { averageMs, contacts, agents } = of;
  const difference = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const name = useIssueName()(of.issue);
  return (
    <Panel
      title={`${t('matching.who')} · ${name}`}
      aside={<span className={styles.soft}>{t('matching.average', { time: clockText(averageMs), contacts })}</span>}
      flush
    >
      <div className={styles.scroll} role="region" tabIndex={0} aria-label={name}>
        <table className={styles.table} aria-label={name}>
          <thead>
            <tr>
              <th>{t('matching.agent')}</th>
              <th>{t('matching.predicted')}</th>
              <th>{t('matching.against')}</th>
              <th>{t('matching.resolved-share')}</th>
              <th>{t('matching.contacts')}</th>
            </tr>
          </thead>
          <tbody>
            {agents.map(({ agent, handleMs, lowMs, highMs, resolved, contacts: own }) => (
              <tr key={agent.id}>
                <th scope="row">{agent.name}</th>
                <td>
                  <strong>{clockText(handleMs)}</strong>
                  <span className={styles.soft}>{t('matching.between', { low: clockText(lowMs), high: clockText(highMs) })}</span>
                </td>
                <td>{difference.format(handleMs / averageMs - 1)}</td>
                <td>{resolved === null ? t('matching.not-yet') : percent(resolved, i18n.language)}</td>
                <td>{own}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function useIssueName(): (issue: Issue['issue']) => string {
  const { t, i18n } = useTranslation();
  return (issue) => {
    if (issue === null) return t('matching.any-issue');
    const skills = issue.skills.map(({ name }) => tenantText(name, i18n.language));
    const topic = issue.topic === null ? [] : [t('matching.topic', { topic: issue.topic })];
    return [t(`matching.channel.${issue.channel}`), ...skills, ...topic].join(' · ');
  };
}
