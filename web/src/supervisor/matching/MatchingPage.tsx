// Matching by predicted outcome: every queue with its state and what matching is worth there, and one of them with who is good at what.
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { matchingQuery, type MatchingQueue } from '../../api/matching.ts';
import { errorWords } from '../../api/problem.ts';
import { Failed } from '../../ui/Failed.tsx';
import { tenantText } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { BADGES } from './matching-words.ts';
import { MatchingOfQueue } from './MatchingOfQueue.tsx';
import styles from './Matching.module.css';
import { Measured } from './Measured.tsx';

export function MatchingPage(): ReactNode {
  const { t } = useTranslation();
  const { queue } = useSearch({ strict: false });
  return <Page title={t('matching.title')}>{typeof queue === 'string' ? <MatchingOfQueue key={queue} queue={queue} /> : <Queues />}</Page>;
}

function Queues(): ReactNode {
  const { t } = useTranslation();
  const queues = useQuery(matchingQuery(useApi()));
  if (queues.isPending) return <Skeletons label={t('common.loading')} rows={5} />;
  if (!queues.data) return <Failed title={t('matching.failed')} words={errorWords(queues.error)} retry={() => void queues.refetch()} />;
  if (queues.data.length === 0) return <Message icon="people" title={t('matching.none')} text={t('matching.none-text')} />;
  return (
    <div className={styles.page}>
      <p className={styles.lead}>{t('matching.lead')}</p>
      <Panel title={t('overview.queues')} flush>
        <div className={styles.scroll} role="region" tabIndex={0} aria-label={t('overview.queues')}>
          <table className={styles.table} aria-label={t('matching.title')}>
            <thead>
              <tr>
                <th>{t('matching.queue')}</th>
                <th>{t('matching.status')}</th>
                <th>{t('matching.cut')}</th>
                <th>{t('matching.resolved')}</th>
                <th>{t('matching.comes-true')}</th>
                <th>{t('matching.counts')}</th>
              </tr>
            </thead>
            <tbody>
              {queues.data.map((each) => (
                <QueueLine key={each.queue.id} of={each} />
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}

function QueueLine({ of }: { of: MatchingQueue }): ReactNode {
  const { t, i18n } = useTranslation();
  const { queue, state, uplift, comesTrue } = of;
  return (
    <tr>
      <th scope="row">
        <Link to="/matching" search={{ queue: queue.id }}>
          {tenantText(queue.name, i18n.language)}
        </Link>
      </th>
      <td>
        <StateBadge {...BADGES[state]} label={t(`matching.state.${state}`)} />
      </td>
      <td>
        <Measured of={uplift.cut} kind="cut" />
      </td>
      <td>
        <Measured of={uplift.resolved} kind="resolved" />
      </td>
      <td>
        <Measured of={comesTrue} kind="true" />
      </td>
      <td>
        {uplift.matched} / {uplift.heldOut}
      </td>
    </tr>
  );
}
