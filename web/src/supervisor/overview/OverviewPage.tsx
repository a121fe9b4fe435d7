// The floor as it is now: how many wait, how long, in which queue, and who works.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsQuery } from '../../api/agents.ts';
import { CALLS_KEY, callsQuery } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { kpisLiveQuery } from '../../api/directory.ts';
import { openContactsQuery } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { WAITING_KEY } from '../../api/supervision.ts';
import { useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { clockText, percent } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { AgentList } from './AgentList.tsx';
import { CallList } from './CallList.tsx';
import styles from './OverviewPage.module.css';
import { QueueList } from './QueueList.tsx';
import { StorageNotice } from './StorageNotice.tsx';
import { WaitingList } from './WaitingList.tsx';

export function OverviewPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('overview.title')}>
      <Overview />
    </Page>
  );
}

function Overview(): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const now = useServerNow();
  const live = useQuery(kpisLiveQuery(api));
  const mayAgents = mayDo(user, 'agents:read');
  const agents = useQuery({ ...agentsQuery(api), enabled: mayAgents });
  const mayCalls = mayDo(user, 'interactions:read');
  const calls = useQuery({ ...openContactsQuery(api), enabled: mayCalls });
  const mayMonitor = mayDo(user, 'calls:monitor');
  const liveCalls = useQuery({ ...callsQuery(api), enabled: mayCalls && mayMonitor });
  const byContact = mayMonitor ? new Map((liveCalls.data ?? []).map((call) => [call.interaction as string, call])) : null;
  const mayMove = mayDo(user, 'interactions:reassign');

  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.size > 0) {
      void queries.invalidateQueries({ queryKey: ['kpis-live'] });
      void queries.invalidateQueries({ queryKey: ['open-contacts'] });
      if (mayMove) void queries.invalidateQueries({ queryKey: WAITING_KEY });
    }
    if (mayMonitor && (touched === 'all' || touched.interactions.size > 0 || touched.agents.size > 0))
      void queries.invalidateQueries({ queryKey: CALLS_KEY });
    if (mayAgents && (touched === 'all' || touched.agents.size > 0 || touched.interactions.size > 0))
      void queries.invalidateQueries({ queryKey: ['agents'] });
  });

  if (live.isPending) return <Skeletons label={t('common.loading')} rows={6} />;
  if (!live.data) {
    const words = errorWords(live.error);
    return (
      <Message
        error
        icon="alert"
        title={t('overview.failed')}
        text={words.detail ?? t(words.key)}
        reference={words.reference}
        action={{ label: t('common.retry'), run: () => void live.refetch() }}
      />
    );
  }
  const { data } = live;
  // The longest wait was measured at `at`; while anybody waits it grows with the clock.
  const longest = data.waiting > 0 ? data.longestWaitMs + Math.max(0, now - data.at) : 0;
  const tiles = [
    { key: 'waiting', value: String(data.waiting), tone: data.waiting > 0 ? 'ringing' : undefined },
    { key: 'longest', value: data.waiting > 0 ? clockText(longest) : '–', tone: undefined },
    { key: 'talking', value: String(data.talking), tone: undefined },
    { key: 'in-flow', value: String(data.inFlow), tone: undefined },
    { key: 'answered', value: `${data.answeredToday} / ${data.arrivedToday}`, tone: undefined },
    { key: 'abandoned', value: String(data.abandonedToday), tone: undefined },
    {
      key: 'service-level',
      value: data.serviceLevelToday === null ? '–' : percent(data.serviceLevelToday, i18n.language),
      tone: undefined,
    },
  ];
  return (
    <div className={styles.overview}>
      <StorageNotice />
      <dl className={styles.tiles}>
        {tiles.map(({ key, value, tone }) => (
          <div key={key} className={styles.tile}>
            <dt>{t(`overview.tile.${key}`)}</dt>
            <dd data-tone={tone}>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t('overview.queues')} flush>
            <QueueList queues={data.queues} grown={Math.max(0, now - data.at)} />
          </Panel>
          {mayMove ? <WaitingList agents={agents.data ?? []} now={now} /> : null}
          {mayCalls ? (
            <Panel title={t('overview.calls')} flush>
              {calls.data ? (
                <CallList
                  calls={mayMove ? calls.data.items.filter((call) => call.stage !== 'queue' && call.stage !== 'ring') : calls.data.items}
                  live={byContact}
                  more={calls.data.nextCursor !== null}
                  now={now}
                />
              ) : (
                <Skeletons label={t('common.loading')} rows={4} />
              )}
            </Panel>
          ) : null}
        </div>
        {mayAgents ? (
          <Panel title={t('overview.agents')} flush>
            {agents.data ? (
              <AgentList agents={agents.data} may={mayDo(user, 'agents:force')} now={now} />
            ) : (
              <Skeletons label={t('common.loading')} rows={4} />
            )}
          </Panel>
        ) : null}
      </div>
    </div>
  );
}
