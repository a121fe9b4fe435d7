// Who waits for an agent, the longest first: since when, where, how urgent; and moving him.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useApi } from '../../api/context.tsx';
import { waitingQuery, type WaitingContact } from '../../api/supervision.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { addressText, tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './CallList.module.css';
import page from './OverviewPage.module.css';

const ReassignDialog = lazy(async () => ({ default: (await import('./ReassignDialog.tsx')).ReassignDialog }));

/** Nothing where nobody waits: the tile above says so. */
export function WaitingList({ agents, now }: { agents: readonly AgentView[]; now: number }): ReactNode {
  const { t, i18n } = useTranslation();
  const { data = [] } = useQuery(waitingQuery(useApi()));
  const [moving, setMoving] = useState<WaitingContact | null>(null);
  // Whom one is about to move stays in hand, though somebody may have taken him meanwhile.
  if (data.length === 0 && moving === null) return null;
  return (
    <Panel title={t('floor.waiting')} flush>
      <ul>
        {data.map((one) => {
          const name = nameOf(one);
          const facts = [
            one.queue.name === null ? '' : tenantText(one.queue.name, i18n.language),
            one.task === 'callback' ? t('floor.callback') : '',
            one.priority === 0 ? '' : t('floor.priority-of', { priority: one.priority }),
            one.reservedFor === null ? '' : t('floor.reserved', { name: one.reservedFor.name }),
          ].filter(Boolean);
          return (
            <li key={one.work} className={styles.item}>
              <div className={styles.call}>
                <span className={styles.who}>
                  <Link to="/interactions/$id" params={{ id: one.interaction }}>
                    {name}
                  </Link>
                  {one.customer.level ? <LevelTag level={one.customer.level} /> : null}
                </span>
                <span className={styles.where}>{facts.join(' · ')}</span>
                {one.offeredTo === null ? (
                  <StateBadge tone="ringing" icon="hourglass" label={t('state.queue')} />
                ) : (
                  <StateBadge tone="ringing" icon="bell" label={one.offeredTo.name || t('state.ring')} />
                )}
                <span className={styles.time}>
                  <Elapsed from={one.queuedAt} to={null} now={now} />
                </span>
                <button
                  type="button"
                  className={page.tool}
                  aria-label={t('floor.move-of', { name })}
                  title={t('floor.move')}
                  onClick={() => setMoving(one)}
                >
                  <Icon name="transfer" size={18} />
                </button>
              </div>
            </li>
          );
        })}
      </ul>
      {moving === null ? null : (
        <Suspense>
          <ReassignDialog contact={moving} name={nameOf(moving)} agents={agents} close={() => setMoving(null)} />
        </Suspense>
      )}
    </Panel>
  );
}

function nameOf({ customer, remote }: WaitingContact): string {
  return customer.known ? customer.name : addressText(remote);
}
