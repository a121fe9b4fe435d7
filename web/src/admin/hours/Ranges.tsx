// The open ranges of one day: from and to as times of the wall, more of them, fewer of them.
import { Button } from '@mantine/core';
import type { OpenRange } from '@tandem/contract/opening.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import styles from './Ranges.module.css';

const MOST = 6;

/** A time field knows no 24:00; midnight at the end of a range means the same. */
const shown = (time: string): string => (time === '24:00' ? '00:00' : time);

export function Ranges({
  label,
  ranges,
  onChange,
}: {
  label: string;
  ranges: readonly OpenRange[];
  onChange: (ranges: OpenRange[]) => void;
}): ReactNode {
  const { t } = useTranslation();
  const put = (i: number, patch: Partial<OpenRange>) => onChange(ranges.map((range, at) => (at === i ? { ...range, ...patch } : range)));
  return (
    <div className={styles.ranges} role="group" aria-label={label}>
      {ranges.map((range, i) => (
        <span key={i} className={styles.range}>
          <input
            type="time"
            required
            aria-label={t('hours.from', { day: label })}
            value={range.from}
            onChange={(event) => put(i, { from: event.currentTarget.value })}
          />
          <span aria-hidden="true">–</span>
          <input
            type="time"
            required
            aria-label={t('hours.to', { day: label })}
            value={shown(range.to)}
            onChange={(event) => put(i, { to: event.currentTarget.value })}
          />
          <button
            type="button"
            className={styles.icon}
            aria-label={t('hours.drop', { day: label, range: `${range.from}-${range.to}` })}
            onClick={() => onChange(ranges.filter((_, at) => at !== i))}
          >
            <Icon name="cross" size={14} />
          </button>
        </span>
      ))}
      {ranges.length === 0 ? <span className={styles.closed}>{t('hours.closed')}</span> : null}
      {ranges.length < MOST ? (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('hours.add-range', { day: label })}
          onClick={() =>
            onChange([...ranges, ranges.length === 0 ? { from: '09:00', to: '18:00' } : { from: ranges.at(-1)!.to, to: '22:00' }])
          }
        >
          <Icon name="plus" size={14} />
        </Button>
      ) : null}
    </div>
  );
}
