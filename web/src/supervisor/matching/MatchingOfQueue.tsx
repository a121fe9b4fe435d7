// One queue: what matching does there, what it is worth, its settings, and who is predicted to be good at what.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { actOnMatching, MATCHING_KEY, matchingOfQuery, matchThisQueue, type MatchingDetail } from '../../api/matching.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Failed } from '../../ui/Failed.tsx';
import { fullTime, tenantText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { IssueTable } from './IssueTable.tsx';
import styles from './Matching.module.css';
import { BADGES, share } from './matching-words.ts';
import { MatchingSettingsForm } from './MatchingSettingsForm.tsx';
import { Measured } from './Measured.tsx';

export function MatchingOfQueue({ queue }: { queue: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const found = useQuery(matchingOfQuery(useApi(), queue));
  const mayWrite = mayDo(useUser(), 'matching:write');
  if (found.isPending) return <Skeletons label={t('common.loading')} rows={6} />;
  if (!found.data) return <Failed title={t('matching.failed')} words={errorWords(found.error)} retry={() => void found.refetch()} />;
  const of = found.data;
  return (
    <div className={styles.page}>
      <Link to="/matching">{t('matching.back')}</Link>
      <Panel
        title={tenantText(of.queue.name, i18n.language)}
        aside={<StateBadge {...BADGES[of.state]} label={t(`matching.state.${of.state}`)} />}
      >
        <Standing of={of} mayWrite={mayWrite} />
      </Panel>
      {of.model === 0 ? null : <Worth of={of} />}
      {mayWrite ? (
        <Panel title={t('matching.settings')}>
          <MatchingSettingsForm queue={queue} settings={of.settings} />
        </Panel>
      ) : null}
      {of.issues.map((issue, n) => (
        <IssueTable key={n} of={issue} />
      ))}
    </div>
  );
}

/** What it does now and why, and what a person can do about it. */
function Standing({ of, mayWrite }: { of: MatchingDetail; mayWrite: boolean }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const mayOrder = mayDo(useUser(), 'queues:write');
  const act = useMutation({
    mutationFn: async (what: 'learn' | 'resume' | 'order') => {
      if (what === 'order') await matchThisQueue(api, of.queue.id);
      return actOnMatching(api, of.queue.id, what === 'resume' ? 'resume' : 'learn');
    },
    onSettled: () => queries.invalidateQueries({ queryKey: MATCHING_KEY }),
  });
  const words = act.error ? errorWords(act.error) : null;
  const button = (what: 'learn' | 'resume' | 'order', label: string): ReactNode => (
    <Button size="xs" variant={what === 'learn' ? 'default' : 'filled'} loading={act.isPending} onClick={() => act.mutate(what)}>
      {label}
    </Button>
  );
  const other = of.order !== 'best-outcome';
  const spreadText = ({ general, special }: NonNullable<MatchingDetail['spread']>): string =>
    special === 0
      ? t('matching.spread-one', { general: share(general, i18n.language) })
      : t('matching.spread', { general: share(general, i18n.language), special: share(special, i18n.language) });
  const when = (at: number | null): string => (at === null ? '' : fullTime(at, i18n.language));
  return (
    <div className={styles.standing}>
      {other ? <p>{t('matching.other-order')}</p> : null}
      {of.state === 'learning' ? <p>{t('matching.learning-text')}</p> : null}
      {of.state === 'fallen-back' && of.fallBack ? (
        <p>
          {t(`matching.fell-back.${of.fallBack.reason}`, {
            at: when(of.fallBack.at),
            value: share(of.fallBack.reason === 'drift' ? of.fallBack.value : Math.abs(of.fallBack.value), i18n.language),
            bound: share(of.fallBack.reason === 'drift' ? of.fallBack.bound : Math.abs(of.fallBack.bound), i18n.language),
          })}
        </p>
      ) : null}
      {of.model > 0 ? (
        <p className={styles.soft}>
          {t('matching.learned-at', { at: when(of.learnedAt), contacts: of.contacts, since: when(of.since) })}
          {of.spread === null ? '' : ` ${spreadText(of.spread)}`}
        </p>
      ) : null}
      {mayWrite ? (
        <div className={styles.buttons}>
          {other && mayOrder ? button('order', t('matching.use-order')) : null}
          {of.state === 'fallen-back' ? button('resume', t('matching.resume')) : null}
          {other || of.state === 'off' ? null : button('learn', t('matching.learn'))}
        </div>
      ) : null}
      <Problem text={words ? (words.detail ?? t(words.key)) : null} />
    </div>
  );
}

function Worth({ of: { uplift, comesTrue } }: { of: MatchingDetail }): ReactNode {
  const { t, i18n } = useTranslation();
  const plain = uplift.plain ? share(uplift.plain.value, i18n.language) : t('matching.not-yet');
  return (
    <Panel title={t('matching.worth')}>
      <dl className={styles.figures}>
        <div>
          <dt>{t('matching.cut')}</dt>
          <dd>
            <Measured of={uplift.cut} kind="cut" />
          </dd>
        </div>
        <div>
          <dt>{t('matching.resolved')}</dt>
          <dd>
            <Measured of={uplift.resolved} kind="resolved" />
          </dd>
        </div>
        <div>
          <dt>{t('matching.comes-true')}</dt>
          <dd>
            <Measured of={comesTrue} kind="true" />
          </dd>
        </div>
        <div>
          <dt>{t('matching.counts')}</dt>
          <dd>
            <strong>
              {uplift.matched} / {uplift.heldOut}
            </strong>
          </dd>
        </div>
      </dl>
      <p className={styles.soft}>{t('matching.worth-text', { plain })}</p>
    </Panel>
  );
}
