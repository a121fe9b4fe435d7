// Agents one line each: those at work first, with their state and since when, and with whom.
import { lazy, memo, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useUser } from '../../api/session.ts';
import styles from './AgentList.module.css';
import { AgentRow } from './AgentRow.tsx';
import page from './OverviewPage.module.css';

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

type AgentListProps = { agents: readonly AgentView[]; may: boolean };

/** `may`: the user may set an agent's state. Sorted and drawn when an agent changed, not with each second of the page's clock. */
export const AgentList = memo(function AgentList({ agents, may }: AgentListProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { agent: self } = useUser();
  const [forced, setForced] = useState<AgentView | null>(null);
  if (agents.length === 0) return <p className={page.none}>{t('overview.no-agents')}</p>;
  const byName = new Intl.Collator(i18n.language, { numeric: true });
  const rows = agents.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || byName.compare(a.name, b.name));
  return (
    <>
      {/* It scrolls by itself, by keys too. */}
      <ul className={styles.list} aria-label={t('overview.agents')} tabIndex={0}>
        {rows.map((agent) => (
          <AgentRow key={agent.id} agent={agent} force={may && agent.id !== self ? setForced : null} />
        ))}
      </ul>
      {forced === null ? null : (
        <Suspense>
          <ForceDialog agent={forced} close={() => setForced(null)} />
        </Suspense>
      )}
    </>
  );
});
