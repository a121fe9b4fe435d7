// The alert feed: what needs a supervisor now, what nobody has taken first, and below it what was over within a day.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { measuresQuery } from '../../api/floor.ts';
import { errorWords } from '../../api/problem.ts';
import { alertsQuery, type Alert } from '../../api/room.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { Failed } from '../../ui/Failed.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { AlertRow } from './AlertRow.tsx';
import styles from './Alerts.module.css';

const LimitsDialog = lazy(async () => ({ default: (await import('./LimitsDialog.tsx')).LimitsDialog }));

export function AlertsPage(): ReactNode {
  const { t } = useTranslation();
  const [setting, setSetting] = useState(false);
  const limits = mayDo(useUser(), 'thresholds:write') ? (
    <Button variant="default" size="xs" leftSection={<Icon name="gear" size={16} />} onClick={() => setSetting(true)}>
      {t('alerts.limits')}
    </Button>
  ) : null;
  return (
    <Page title={t('alerts.title')} after={limits}>
      <Feed />
      {setting ? (
        <Suspense>
          <LimitsDialog close={() => setSetting(false)} />
        </Suspense>
      ) : null}
    </Page>
  );
}

/** Kept true by the rail, which hears of every change. */
function Feed(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const now = useServerNow();
  const feed = useQuery(alertsQuery(api));
  const { data: measures = [] } = useQuery({ ...measuresQuery(api), enabled: mayDo(user, 'kpis:read') });
  if (feed.isPending) return <Skeletons label={t('common.loading')} rows={5} />;
  if (!feed.data) return <Failed title={t('alerts.failed')} words={errorWords(feed.error)} retry={() => void feed.refetch()} />;
  const mayTake = mayDo(user, 'alerts:take');
  const row = (alert: Alert) => <AlertRow key={alert.id} alert={alert} measures={measures} mayTake={mayTake} now={now} />;
  const lasting = feed.data.filter(({ clearedAt }) => clearedAt === null).toSorted(byNeed);
  const over = feed.data.filter(({ clearedAt }) => clearedAt !== null).toSorted((a, b) => (b.clearedAt ?? 0) - (a.clearedAt ?? 0));
  return (
    <div className={styles.feed}>
      <Panel title={t('alerts.lasting')} flush>
        {lasting.length === 0 ? (
          <p className={styles.none}>
            <strong>{t('alerts.none')}</strong>
            {t('alerts.none-text')}
          </p>
        ) : null}
        <ul aria-label={t('alerts.lasting')}>{lasting.map(row)}</ul>
      </Panel>
      {over.length === 0 ? null : (
        <Panel title={t('alerts.over')} flush>
          <ul aria-label={t('alerts.over')}>{over.map(row)}</ul>
        </Panel>
      )}
    </div>
  );
}

/** What nobody has taken, the worse before the milder, the newest first. */
function byNeed(a: Alert, b: Alert): number {
  const rank = ({ acknowledged, level }: Alert): number => (acknowledged === null ? 0 : 2) + (level === 'alarm' ? 0 : 1);
  return rank(a) - rank(b) || b.raisedAt - a.raisedAt;
}
