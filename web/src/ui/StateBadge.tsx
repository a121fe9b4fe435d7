// A state as colour, icon and word together, so that none of the three has to be seen or known.
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import styles from './StateBadge.module.css';

export type Tone = 'ringing' | 'live' | 'hold' | 'wrap' | 'quiet' | 'danger';

export function StateBadge({ tone, icon, label }: { tone: Tone; icon: IconName; label: string }): ReactNode {
  return (
    <span className={styles.badge} data-tone={tone}>
      <Icon name={icon} size={14} />
      {label}
    </span>
  );
}
