// How the agent is seen by the routing: presence and queue in one small panel, the current state always in sight.
import { Switch } from '@mantine/core';
import type { SetPresence } from '@tandem/contract/api/agents.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentQuery, declarePresence } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { useClock, useIntent, useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { agentLook } from '../../ui/contact-state.ts';
import { Resting } from '../../ui/Resting.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SidePopover } from '../../ui/SidePopover.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { asDeclared } from './presence-asked.ts';
import styles from './Rail.module.css';

const CHOICES = ['available', 'away', 'offline'] as const;

export function PresenceMenu({ agent }: { agent: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const query = agentQuery(api, agent);
  const { data } = useQuery(query);

  useTouched((touched) => {
    if (touched === 'all' || touched.agents.has(agent) || touched.interactions.size > 0)
      void queries.invalidateQueries({ queryKey: query.queryKey });
  });

  const { wish, refused, intents } = useIntent<SetPresence>(`presence:${agent}`);
  const declare = (wanted: SetPresence): void =>
    intents.ask(`presence:${agent}`, wanted, async (latest) => {
      try {
        await declarePresence(api, agent, latest);
      } finally {
        // Shown as asked for until what is true was read.
        await queries.invalidateQueries({ queryKey: query.queryKey });
      }
    });

  const shown = data && wish !== null ? asDeclared(data, wish) : data;
  const look = shown ? agentLook(shown.state) : null;
  const word = look ? t(look.key) : t('common.loading');
  const resting = wish === null && data?.state === 'resting' ? data.until : null;
  const clock = useClock();
  useEffect(() => {
    if (resting === null) return undefined;
    // Nobody tells of a rest that is over.
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['agent', agent] }), resting - clock.now() + 200);
    return () => clearTimeout(timer);
  }, [resting, agent, queries, clock]);
  const problem = refused ? errorWords(refused) : null;
  const declared = shown?.presence;
  const chosen = CHOICES.find((presence) => presence === declared?.presence) ?? null;
  const underWay = wish !== null;
  const label = t(underWay ? 'presence.menu-asked' : problem ? 'presence.menu-refused' : 'presence.menu', { state: word });

  return (
    <SidePopover
      label={label}
      tooltip={word}
      busy={underWay}
      width={264}
      className={styles.button}
      face={<span className={styles.dot} data-tone={look?.tone} data-asked={underWay} data-refused={problem !== null} />}
    >
      <div className={styles.menu} aria-busy={underWay}>
        <div className={styles.state}>
          <span className={styles.name}>{t('presence.title')}</span>
          {resting !== null ? (
            <RestingNow until={resting} />
          ) : look ? (
            <StateBadge tone={look.tone} icon={look.icon} label={underWay ? t('presence.asked', { state: word }) : word} />
          ) : null}
        </div>
        <Segments
          size="small"
          label={t('presence.title')}
          options={CHOICES.map((value) => ({ value, label: t(`presence.choice.${value}`) }))}
          value={chosen}
          onChange={(presence) => declare({ presence, onQueue: presence === 'available' })}
        />
        <Switch
          label={t('presence.on-queue')}
          description={declared?.reachable === false ? t('presence.no-device') : t('presence.on-queue-text')}
          checked={declared?.onQueue ?? false}
          disabled={chosen !== 'available'}
          onChange={(event) => declare({ presence: 'available', onQueue: event.currentTarget.checked })}
        />
        {data?.presence.forced ? <p className={styles.forced}>{t('floor.forced', { note: data.presence.forced.note })}</p> : null}
        {problem ? (
          <div role="alert" className={styles.problem}>
            {problem.detail ?? t(problem.key)}
          </div>
        ) : null}
      </div>
    </SidePopover>
  );
}

/** Ticks by itself. */
function RestingNow({ until }: { until: number }): ReactNode {
  return <Resting until={until} now={useServerNow()} />;
}
