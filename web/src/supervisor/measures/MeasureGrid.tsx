// Measures with their values as tiles; one that has crossed a limit says so in colour, icon and word.
import type { Measured } from '@tandem/contract/api/kpis.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { Icon } from '../../ui/icons.tsx';
import { fewBehind, toldOfFew } from './few.ts';
import { Formula, walkFormulas } from './Formula.tsx';
import styles from './MeasureGrid.module.css';
import { measureText, valueNow } from './measure-text.ts';

type MeasureGridProps = {
  label: string;
  measures: readonly LiveMeasure[];
  values: Measured;
  /** Ms since they were measured. */
  grown: number;
  /** Those that last, by measure. */
  levels: ReadonlyMap<string, Alarm['level']>;
  large?: boolean;
};

export function MeasureGrid({ label, measures, values, grown, levels, large = false }: MeasureGridProps): ReactNode {
  const { t, i18n } = useTranslation();
  const [at, setAt] = useState(0);
  return (
    <ul className={styles.grid} aria-label={label} data-large={large} onKeyDown={(event) => walkFormulas(event, setAt)}>
      {measures.map((measure, n) => {
        const level = levels.get(measure.id);
        return (
          <li key={measure.id} className={styles.tile} data-level={level}>
            <Formula measure={measure} tabIndex={n === Math.min(at, measures.length - 1) ? 0 : -1} />
            <span className={styles.value}>
              {toldOfFew(
                measure.id,
                measureText(measure.unit, valueNow(measure.id, values[measure.id], grown), i18n.language),
                { [measure.id]: values[measure.id] },
                t,
              )}
              <Behind id={measure.id} values={values} />
            </span>
            {level === undefined ? null : (
              <span className={styles.level}>
                <Icon name="bell" size={14} />
                {t(`alarms.level.${level}`)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Of how few contacts a share is, small beside it. */
function Behind({ id, values }: { id: string; values: Measured }): ReactNode {
  const { t } = useTranslation();
  const count = typeof values[id] === 'number' ? fewBehind(id, values) : null;
  return count === null ? null : <small className={styles.behind}>{t('measures.behind', { count })}</small>;
}
