// Agents one line each: those at work first, with their state and since when, and with whom; one of them set, or many at once.
import { useQueryClient } from '@tanstack/react-query';
import { lazy, memo, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { DUTIES_KEY } from '../../api/room.ts';
import { useUser } from '../../api/session.ts';
import { BulkNotice, type BulkDone } from '../bulk/BulkNotice.tsx';
import { BulkBar, BulkButton } from '../bulk/Pick.tsx';
import { useSelection } from '../bulk/use-selection.ts';
import styles from './AgentList.module.css';
import { AgentRow } from './AgentRow.tsx';
import page from './OverviewPage.module.css';

const ForceDialog = lazy(async () => ({ default: (await import('./ForceDialog.tsx')).ForceDialog }));
const ForceManyDialog = lazy(async () => ({ default: (await import('../bulk/ForceManyDialog.tsx')).ForceManyDialog }));
const DutyDialog = lazy(async () => ({ default: (await import('../bulk/DutyDialog.tsx')).DutyDialog }));

/** What asks for a supervisor's eye first, the absent last. */
const ORDER: AgentView['state'][] = [
  'not-responding',
  'unreachable',
  'offered',
  'on-contact',
  'wrap-up',
  'resting',
  'idle',
  'busy',
  'away',
  'available',
  'offline',
];

type AgentListProps = { agents: readonly AgentView[]; may: boolean; mayDuty: boolean };
type Named = { id: AgentView['id']; name: string };

/**
 * `may`: the user may set an agent's state; `mayDuty`: and what he serves. Sorted and drawn when an agent changed, not with each second of the
 * page's clock.
 */
export const AgentList = memo(function AgentList({ agents, may, mayDuty }: AgentListProps): ReactNode {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const { agent: self } = useUser();
  const [forced, setForced] = useState<AgentView | null>(null);
  const [forcing, setForcing] = useState<readonly Named[] | null>(null);
  const [duties, setDuties] = useState<readonly Named[] | null>(null);
  const [done, setDone] = useState<BulkDone | null>(null);
  const [openDuty] = useState(() => (agent: AgentView) => setDuties([agent]));
  const selection = useSelection(agents.filter(({ id }) => id !== self).map(({ id }) => id));
  if (agents.length === 0) return <p className={page.none}>{t('overview.no-agents')}</p>;
  const byName = new Intl.Collator(i18n.language, { numeric: true });
  const rows = agents.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || byName.compare(a.name, b.name));
  const chosen = rows.filter(({ id }) => selection.chosen.includes(id));
  const told = (area: BulkDone['area'], answer: BulkDone['answer'] | null): void => {
    if (answer !== null) setDone({ area, answer, names: new Map(agents.map(({ id, name }) => [id, name])) });
    setForcing(null);
    setDuties(null);
    selection.all(false);
  };
  return (
    <>
      {done === null ? null : (
        <BulkNotice
          key={done.answer.id}
          done={done}
          again={() => [['agents'], DUTIES_KEY, ['queues']].forEach((queryKey) => void queries.invalidateQueries({ queryKey }))}
          close={() => setDone(null)}
        />
      )}
      {may || mayDuty ? (
        <BulkBar count={chosen.length} of={agents.length - (agents.some(({ id }) => id === self) ? 1 : 0)} all={selection.all}>
          {may ? <BulkButton label={t('bulk.force')} onClick={() => setForcing(chosen)} /> : null}
          {mayDuty ? <BulkButton label={t('duty.open')} onClick={() => setDuties(chosen)} /> : null}
          <BulkButton label={t('bulk.clear')} onClick={() => selection.all(false)} />
        </BulkBar>
      ) : null}
      {/* It scrolls by itself, by keys too. */}
      <ul className={styles.list} aria-label={t('overview.agents')} tabIndex={0} onKeyDown={selection.onKeyDown}>
        {rows.map((agent) => (
          <AgentRow
            key={agent.id}
            agent={agent}
            force={may && agent.id !== self ? setForced : null}
            duty={mayDuty && agent.id !== self ? openDuty : null}
            picked={selection.has(agent.id)}
            pick={(may || mayDuty) && agent.id !== self ? selection.set : null}
          />
        ))}
      </ul>
      <Suspense>
        {forced === null ? null : <ForceDialog agent={forced} close={() => setForced(null)} />}
        {forcing === null ? null : (
          <ForceManyDialog
            agents={forcing.map(({ id }) => id)}
            done={(answer) => told('/agents/changes', answer)}
            close={() => setForcing(null)}
          />
        )}
        {duties === null ? null : (
          <DutyDialog agents={duties} done={(answer) => told('/duty-changes', answer)} close={() => setDuties(null)} />
        )}
      </Suspense>
    </>
  );
});
