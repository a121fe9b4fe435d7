// Where the contact spent its time, as a strip: flow, queue, agent, each as wide as it was long.
import type { ContactDetail } from '../../api/interactions.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './SegmentStrip.module.css';

const ICONS = { flow: 'bot', queue: 'hourglass', agent: 'person', consult: 'transfer', parked: 'parking' } as const;

export function SegmentStrip({ detail }: { detail: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const now = useServerNow();
  if (detail.segments.length === 0) return null;
  return (
    <Panel title={t('contact.segments')}>
      <ol className={styles.strip}>
        {detail.segments.map((segment) => {
          const ms = Math.max(0, (segment.endedAt ?? detail.endedAt ?? now) - segment.startedAt);
          // Who asked, and who parked, stand in the agent's place.
          const name = segment[segment.kind === 'consult' || segment.kind === 'parked' ? 'agent' : segment.kind]?.name;
          return (
            <li key={segment.id} className={styles.segment} data-kind={segment.kind} style={{ flexGrow: Math.max(1, ms / 1000) }}>
              <span className={styles.kind}>
                <Icon name={ICONS[segment.kind]} size={14} />
                {t(`segment.${segment.kind}`)}
              </span>
              <span className={styles.name}>{name ?? '–'}</span>
              <span className={styles.time}>
                {clockText(ms)}
                {segment.outcome ? ` · ${t(`outcome.${segment.outcome}`, { defaultValue: segment.outcome })}` : ''}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
