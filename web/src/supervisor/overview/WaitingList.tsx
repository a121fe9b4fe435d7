// Who waits for an agent, the longest first: since when, where, how urgent, and why; moving one of them, or many at once.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, memo, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { waitingQuery, WAITING_KEY, type WaitingContact } from '../../api/supervision.ts';
import { Panel } from '../../ui/Panel.tsx';
import { BulkNotice, type BulkDone } from '../bulk/BulkNotice.tsx';
import { BulkBar, BulkButton } from '../bulk/Pick.tsx';
import { useSelection } from '../bulk/use-selection.ts';
import { WaitingGroups } from './WaitingGroups.tsx';
import { nameOf } from './line.ts';

const ReassignDialog = lazy(async () => ({ default: (await import('./ReassignDialog.tsx')).ReassignDialog }));
const MoveManyDialog = lazy(async () => ({ default: (await import('../bulk/MoveManyDialog.tsx')).MoveManyDialog }));

/** Nothing where nobody waits: the tile above says so. Drawn when the line changed, not with the page's clock. */
export const WaitingList = memo(function WaitingList({ agents }: { agents: readonly AgentView[] }): ReactNode {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data = [] } = useQuery(waitingQuery(useApi()));
  const [moving, setMoving] = useState<WaitingContact | null>(null);
  const [many, setMany] = useState<readonly string[] | null>(null);
  const [done, setDone] = useState<BulkDone | null>(null);
  const selection = useSelection(data.map(({ interaction }) => interaction));
  // Whom one is about to move stays in hand, though somebody may have taken him meanwhile.
  if (data.length === 0 && moving === null && many === null && done === null) return null;
  return (
    <Panel title={t('floor.waiting')} flush>
      {done === null ? null : (
        <BulkNotice
          key={done.answer.id}
          done={done}
          again={() => void queries.invalidateQueries({ queryKey: WAITING_KEY })}
          close={() => setDone(null)}
        />
      )}
      {data.length === 0 ? null : (
        <BulkBar count={selection.chosen.length} of={data.length} all={selection.all}>
          <BulkButton label={t('bulk.move')} onClick={() => setMany(selection.chosen)} />
          <BulkButton label={t('bulk.clear')} onClick={() => selection.all(false)} />
        </BulkBar>
      )}
      <WaitingGroups line={data} picked={selection.picked} pick={selection.set} move={setMoving} onKeyDown={selection.onKeyDown} />
      <Suspense>
        {moving === null ? null : <ReassignDialog contact={moving} name={nameOf(moving)} agents={agents} close={() => setMoving(null)} />}
        {many === null ? null : (
          <MoveManyDialog
            interactions={many}
            agents={agents}
            close={() => setMany(null)}
            done={(answer) => {
              setDone({ area: '/waiting/changes', answer, names: new Map(data.map((one) => [one.interaction, nameOf(one)])) });
              setMany(null);
              selection.all(false);
            }}
          />
        )}
      </Suspense>
    </Panel>
  );
});
