// Marks over the waveform: a numbered flag where each stands; a click goes there.
import type { RecordingMark } from '@tandem/contract/api/recordings.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../ui/format.ts';
import styles from './Marks.module.css';

type MarkFlagsProps = { marks: readonly RecordingMark[]; lengthMs: number; jump: (ms: number) => void };

export function MarkFlags({ marks, lengthMs, jump }: MarkFlagsProps): ReactNode {
  const { t } = useTranslation();
  if (marks.length === 0 || lengthMs <= 0) return null;
  return (
    <div className={styles.flags}>
      {marks.map(({ id, atMs, text }, n) => {
        const label = t('marks.go', { time: clockText(atMs), text });
        return (
          <button
            key={id}
            type="button"
            className={styles.flag}
            // The list below has the same for keys; here they would be passed one by one on the way to the slider.
            tabIndex={-1}
            style={{ left: `${Math.min(100, (atMs / lengthMs) * 100)}%` }}
            aria-label={label}
            title={label}
            onClick={() => jump(atMs)}
          >
            {n + 1}
          </button>
        );
      })}
    </div>
  );
}
