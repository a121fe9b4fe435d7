// What a digital worker found out before he handed the customer over: the agent reads it as the call comes to him.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';
import styles from './HandOver.module.css';

/** Nothing where nobody handed over, or nothing was known; of several the last. */
export function HandOver({
  events,
  segments,
}: {
  events: readonly EventView[];
  segments: readonly { agent: { id: string; name: string } | null }[];
}): ReactNode {
  const { t } = useTranslation();
  const told = events.findLast(({ type }) => type === 'worker.handed-over')?.data;
  if (typeof told?.summary !== 'string') return null;
  const name = segments.find(({ agent }) => agent?.id === told.agent)?.agent?.name ?? t('party.agent');
  return (
    <Panel title={t('events.worker.handed-over', { agent: name })}>
      <ul className={styles.lines} data-handover>
        {told.summary.split('\n').map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Panel>
  );
}
