// What stands in one tile: the measure, where it is measured, its value, and the limit it has crossed.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure, Tile } from '../../api/floor.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { toldOfFew } from '../measures/few.ts';
import { measureText, valueNow } from '../measures/measure-text.ts';
import styles from './BoardTile.module.css';

type BoardTileProps = {
  tile: Tile;
  live: KpiLive;
  measures: readonly LiveMeasure[];
  level: Alarm['level'] | undefined;
  /** Ms since it was measured. */
  grown: number;
};

export function BoardTile({ tile, live, measures, level, grown }: BoardTileProps): ReactNode {
  const { t, i18n } = useTranslation();
  const measure = measures.find(({ id }) => id === tile.measure);
  const queue = live.queues.find((each) => each.queue.id === tile.queue);
  const values = tile.queue === null ? live.measures : (queue?.measures ?? {});
  const alone = measureText(measure?.unit ?? 'contacts', valueNow(tile.measure, values[tile.measure], grown), i18n.language);
  const value = toldOfFew(tile.measure, alone, values, t);
  return (
    <div className={styles.tile} data-level={level} title={measure ? tenantText(measure.formula, i18n.language) : undefined}>
      <p className={styles.name}>{measure ? tenantText(measure.name, i18n.language) : tile.measure}</p>
      {/* Long values get smaller figures, so that none is cut. */}
      <p className={styles.value} style={{ '--length': Math.max(3, value.length) } as React.CSSProperties}>
        {value}
      </p>
      <p className={styles.where}>
        {tile.queue === null ? t('measures.floor') : (queue?.queue.name ?? t('alarms.queue-gone'))}
        {level === undefined ? null : (
          <span className={styles.level}>
            <Icon name="bell" size={20} />
            {t(`alarms.level.${level}`)}
          </span>
        )}
      </p>
    </div>
  );
}
