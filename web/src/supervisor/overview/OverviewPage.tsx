// The floor as it is now: how many wait, how long, in which queue, and who works.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsQuery, type AgentView } from '../../api/agents.ts';
import { CALLS_KEY, callsQuery } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { kpisLiveQuery } from '../../api/directory.ts';
import { ALARMS_KEY, alarmsQuery, measuresQuery, THRESHOLDS_KEY } from '../../api/floor.ts';
import { openContactsQuery } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { DUTIES_KEY } from '../../api/room.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useAllAgents, useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Failed } from '../../ui/Failed.tsx';
import { notify } from '../../ui/notice.ts';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { alarmWords } from '../alarms/alarm-words.ts';
import { AlarmList } from '../alarms/AlarmList.tsx';
import { useAlarmSound } from '../alarms/use-alarm-sound.ts';
import { LanesPanel } from '../lanes/LanesPanel.tsx';
import { levelsOf } from '../measures/levels.ts';
import { MeasureGrid } from '../measures/MeasureGrid.tsx';
import { MeasuresPanel } from '../measures/MeasuresPanel.tsx';
import { WorkersPanel } from '../workers/WorkersPanel.tsx';
import { DutyPlans } from '../bulk/DutyPlans.tsx';
import { AgentList } from './AgentList.tsx';
import { CallList } from './CallList.tsx';
import styles from './OverviewPage.module.css';
import { QueueList } from './QueueList.tsx';
import { StorageNotice } from './StorageNotice.tsx';
import { useAgentsAgain } from './use-agents-again.ts';
import { useSought } from './use-sought.ts';
import { useWaitingAgain } from './use-waiting-again.ts';
import { WaitingList } from './WaitingList.tsx';

/** What stands on top, of the whole floor. */
const FIRST = [
  'waiting',
  'longestWaitNowMs',
  'talking',
  'agentsReady',
  'answeredToday',
  'abandonedToday',
  'serviceLevelNow',
  'serviceLevelToday',
];

/** The board is to be less than a second behind; it asks some six times for each batch of events, of the twenty that a session has a second. */
const BOARD_MS = 500;
/** What no event tells of is read anew after this. */
const AGAIN_MS = 10_000;
const NOBODY: readonly AgentView[] = [];

export function OverviewPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page
      title={t('overview.title')}
      after={
        <Link to="/wallboard" className={styles.wall}>
          <Icon name="screen" size={18} />
          {t('wallboard.title')}
        </Link>
      }
    >
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
  // Whom an agent turns to in a consultation is told by no event.
  const agents = useQuery({ ...agentsQuery(api), enabled: mayAgents, refetchInterval: AGAIN_MS });
  const mayCalls = mayDo(user, 'interactions:read');
  const calls = useQuery({ ...openContactsQuery(api), enabled: mayCalls });
  const measures = useQuery(measuresQuery(api));
  const mayAlarms = mayDo(user, 'thresholds:read');
  const alarms = useQuery({ ...alarmsQuery(api), enabled: mayAlarms });
  /** The end of a talk is the end of its alarm. */
  const ofAlarms = (contacts: ReadonlySet<string>): boolean =>
    (alarms.data ?? []).some(({ contact, clearedAt }) => clearedAt === null && contact !== null && contacts.has(contact.interaction));
  const sound = useAlarmSound(alarms.data, (alarm) => {
    const { name, where, value, limit } = alarmWords(alarm, measures.data ?? [], t, i18n.language);
    const body = [where, t('alarms.crossed', { value, limit })].filter((part) => part !== '').join(' · ');
    notify({ title: t(`alarm-sound.notice-${alarm.level}`, { name }), body, tag: 'tandem-alarm', stays: false });
  });
  const mayMonitor = mayDo(user, 'calls:monitor');
  const liveCalls = useQuery({ ...callsQuery(api), enabled: mayCalls && mayMonitor });
  const byContact = mayMonitor ? new Map((liveCalls.data ?? []).map((call) => [call.interaction as string, call])) : null;
  const mayMove = mayDo(user, 'interactions:reassign');
  const mayDuty = mayDo(user, 'agents:write');
  const agentsAgain = useAgentsAgain();
  const waitingAgain = useWaitingAgain();
  useSought(live.data !== undefined && (!mayAgents || agents.data !== undefined));

  useAllAgents();
  useTouched((touched) => {
    if (touched === 'all' || touched.interactions.size > 0 || touched.agents.size > 0)
      void queries.invalidateQueries({ queryKey: ['kpis-live'] });
    if (mayAlarms && (touched === 'all' || touched.alarms || ofAlarms(touched.interactions)))
      void queries.invalidateQueries({ queryKey: ALARMS_KEY });
    if (mayAlarms && (touched === 'all' || touched.config)) void queries.invalidateQueries({ queryKey: THRESHOLDS_KEY });
    if (mayDuty && (touched === 'all' || touched.config)) void queries.invalidateQueries({ queryKey: DUTIES_KEY });
    if (touched === 'all' || touched.interactions.size > 0) {
      void queries.invalidateQueries({ queryKey: ['open-contacts'] });
    }
    if (mayMonitor && (touched === 'all' || touched.interactions.size > 0 || touched.agents.size > 0))
      void queries.invalidateQueries({ queryKey: CALLS_KEY });
    if (mayAgents) agentsAgain(touched);
    if (mayMove) waitingAgain(touched);
  }, BOARD_MS);

  if (live.isPending) return <Skeletons label={t('common.loading')} rows={6} />;
  if (!live.data) {
    return <Failed title={t('overview.failed')} words={errorWords(live.error)} retry={() => void live.refetch()} />;
  }
  const { data } = live;
  // What was measured at `at` grows with the clock.
  const grown = Math.max(0, now - data.at);
  const byId = new Map((measures.data ?? []).map((measure) => [measure.id, measure]));
  return (
    <div className={styles.overview}>
      <StorageNotice />
      <MeasureGrid
        label={t('measures.first')}
        large
        measures={FIRST.flatMap((id) => byId.get(id) ?? [])}
        values={data.measures}
        grown={grown}
        levels={levelsOf(alarms.data ?? [], null)}
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Panel title={t('overview.queues')} flush>
            <QueueList queues={data.queues} measures={byId} alarms={alarms.data ?? []} grown={grown} />
          </Panel>
          {mayMove ? <WaitingList agents={agents.data ?? NOBODY} /> : null}
          {mayCalls ? (
            <Panel title={t('overview.calls')} flush>
              {calls.data ? (
                <CallList
                  calls={mayMove ? calls.data.items.filter((call) => call.stage !== 'queue' && call.stage !== 'ring') : calls.data.items}
                  live={byContact}
                  more={calls.data.nextCursor !== null}
                />
              ) : (
                <Skeletons label={t('common.loading')} rows={4} />
              )}
            </Panel>
          ) : null}
        </div>
        <div className={styles.column}>
          <LanesPanel />
          <WorkersPanel />
          {mayAlarms ? (
            <AlarmList
              alarms={alarms.data ?? []}
              sound={sound}
              measures={measures.data ?? []}
              mayWrite={mayDo(user, 'thresholds:write')}
              mayTake={mayDo(user, 'alarms:acknowledge')}
              now={now}
            />
          ) : null}
          {mayAgents ? (
            <Panel title={t('overview.agents')} flush>
              {agents.data ? (
                <AgentList agents={agents.data} may={mayDo(user, 'agents:force')} mayDuty={mayDuty} />
              ) : (
                <Skeletons label={t('common.loading')} rows={4} />
              )}
            </Panel>
          ) : null}
          {mayDuty ? <DutyPlans now={now} /> : null}
        </div>
      </div>
      <MeasuresPanel live={data} measures={measures.data ?? []} alarms={alarms.data ?? []} grown={grown} />
    </div>
  );
}
