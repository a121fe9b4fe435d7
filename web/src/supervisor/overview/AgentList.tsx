// Agents one line each: those at work first, with their state and since when.
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useUser } from '../../api/session.ts';
import { agentLook } from '../../ui/contact-state.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { Icon } from '../../ui/icons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './OverviewPage.module.css';

const ForceDialog = lazy(async () => ({ default: (await import('./ForceDialog.tsx')).ForceDialog }));

/** What asks for a supervisor's eye first, the absent last. */
const ORDER: AgentView['state'][] = [
  'not-responding',
  'unreachable',
  'offered',
  'on-contact',
  'wrap-up',
  'idle',
  'busy',
  'away',
  'available',
  'offline',
];
/** In these the time of the last declaration says nothing about the state. */
const SINCE_DECLARED: AgentView['state'][] = ['idle', 'busy', 'away', 'available'];

/** `may`: the user may set an agent's state. */
export function AgentList({ agents, may, now }: { agents: readonly AgentView[]; may: boolean; now: number }): ReactNode {
  const { t, i18n } = useTranslation();
  const { agent: self } = useUser();
  const [forced, setForced] = useState<AgentView | null>(null);
  if (agents.length === 0) return <p className={styles.none}>{t('overview.no-agents')}</p>;
  const byName = new Intl.Collator(i18n.language, { numeric: true });
  const rows = agents
    .map((agent) => ({ agent, look: agentLook(agent.state) }))
    .toSorted((a, b) => ORDER.indexOf(a.agent.state) - ORDER.indexOf(b.agent.state) || byName.compare(a.agent.name, b.agent.name));
  return (
    <>
      <ul>
        {rows.map(({ agent, look }) => (
          <li key={agent.id} className={styles.agent}>
            <span className={styles.agentName}>
              {agent.name}
              {agent.presence.reason ? <span className={styles.reason}>{agent.presence.reason}</span> : null}
            </span>
            <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
            <span className={styles.since}>
              {agent.presence.since !== null && SINCE_DECLARED.includes(agent.state) ? (
                <Elapsed from={agent.presence.since} to={null} now={now} />
              ) : null}
            </span>
            {may && agent.presence.signedIn && agent.id !== self ? (
              <button
                type="button"
                className={styles.tool}
                aria-label={t('floor.force-of', { name: agent.name })}
                title={t('floor.force')}
                onClick={() => setForced(agent)}
              >
                <Icon name="gear" size={18} />
              </button>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ul>
      {forced === null ? null : (
        <Suspense>
          <ForceDialog agent={forced} close={() => setForced(null)} />
        </Suspense>
      )}
    </>
  );
}
