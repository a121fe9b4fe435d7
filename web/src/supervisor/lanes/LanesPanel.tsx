// The supervisor's emergency lanes: a card for each that a surge rule proposes, and one click to open or close.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { actOnLane, LANES_KEY, lanesQuery, type Lane, type LaneAct, type SurgeSeen } from '../../api/lanes.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './LanesPanel.module.css';

/** Nothing where no lane is prepared. */
export function LanesPanel(): ReactNode {
  const { t } = useTranslation();
  const lanes = useQuery({ ...lanesQuery(useApi()), enabled: mayDo(useUser(), 'lanes:open') });
  if (!lanes.data?.length) return null;
  const order = { proposed: 0, open: 1, closed: 2 };
  return (
    <Panel title={t('lanes.title')} flush>
      <ul className={styles.list}>
        {lanes.data
          .toSorted((a, b) => order[a.state] - order[b.state])
          .map((lane) => (
            <LaneRow key={lane.id} lane={lane} />
          ))}
      </ul>
    </Panel>
  );
}

function LaneRow({ lane }: { lane: Lane }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: (what: LaneAct) => actOnLane(api, lane.id, what, reason.trim() === '' ? undefined : reason.trim()),
    onSuccess: () => setReason(''),
    onSettled: () => queries.invalidateQueries({ queryKey: LANES_KEY }),
  });
  const name = tenantText(lane.name, i18n.language);
  const words = act.error ? errorWords(act.error) : null;
  const doing = (what: LaneAct, primary: boolean): ReactNode => (
    <Button
      size="xs"
      variant={primary ? 'filled' : 'default'}
      loading={act.isPending && act.variables === what}
      aria-label={t(`lanes.${what}-of`, { name })}
      onClick={() => act.mutate(what)}
    >
      {t(`lanes.${what}`)}
    </Button>
  );
  return (
    <li className={styles.lane} data-state={lane.state}>
      <div className={styles.head}>
        <strong className={styles.name}>{name}</strong>
        <StateOf state={lane.state} />
      </div>
      {lane.state === 'proposed' && lane.seen ? (
        <p className={styles.ask}>
          {seenWords(lane.seen, t, i18n.language)} {t('lanes.ask')}
        </p>
      ) : null}
      {lane.state === 'open' ? (
        <p className={styles.soft}>
          {[
            t('lanes.through', { count: lane.contacts }),
            lane.by ? t('lanes.by', { name: lane.by.name }) : lane.seen ? seenWords(lane.seen, t, i18n.language) : null,
            lane.reason,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      ) : null}
      <div className={styles.acts}>
        {lane.state === 'open' ? null : (
          <input
            className={styles.reason}
            aria-label={t('lanes.reason-of', { name })}
            placeholder={t('lanes.reason')}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {lane.state === 'open' ? doing('close', true) : doing('open', lane.state === 'proposed')}
        {lane.state === 'proposed' ? doing('dismiss', false) : null}
      </div>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
    </li>
  );
}

function StateOf({ state }: { state: Lane['state'] }): ReactNode {
  const { t } = useTranslation();
  if (state === 'open') return <StateBadge tone="danger" icon="alert" label={t('lanes.state.open')} />;
  if (state === 'proposed') return <StateBadge tone="ringing" icon="bell" label={t('lanes.state.proposed')} />;
  return <StateBadge tone="quiet" icon="circle" label={t('lanes.state.closed')} />;
}

type T = ReturnType<typeof useTranslation>['t'];

function seenWords({ figure, value, usual }: SurgeSeen, t: T, language: string): string {
  const times = usual === null ? '' : new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value / usual);
  return t(`lanes.seen.${figure}`, { value, times });
}
