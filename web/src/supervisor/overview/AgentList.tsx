// Agents one line each: those at work first, with their state and since when.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { agentLook } from '../../ui/contact-state.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './OverviewPage.module.css';

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

export function AgentList({ agents, now }: { agents: readonly AgentView[]; now: number }): ReactNode {
  const { t, i18n } = useTranslation();
  if (agents.length === 0) return <p className={styles.none}>{t('overview.no-agents')}</p>;
  const byName = new Intl.Collator(i18n.language, { numeric: true });
  const rows = agents
    .map((agent) => ({ agent, look: agentLook(agent.state) }))
    .toSorted((a, b) => ORDER.indexOf(a.agent.state) - ORDER.indexOf(b.agent.state) || byName.compare(a.agent.name, b.agent.name));
  return (
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
        </li>
      ))}
    </ul>
  );
}
