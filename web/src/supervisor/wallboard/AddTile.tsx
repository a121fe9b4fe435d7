// Choosing what the next tile shows: where, and which measure of there.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveMeasure, Tile } from '../../api/floor.ts';
import { tenantText } from '../../ui/format.ts';
import { suits } from '../measures/MeasurePick.tsx';
import styles from './WallboardPage.module.css';

export function AddTile({
  live,
  measures,
  add,
}: {
  live: KpiLive;
  measures: readonly LiveMeasure[];
  add: (tile: Tile) => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const [queue, setQueue] = useState('');
  const [chosen, setChosen] = useState('waiting');
  const shown = measures.filter((each) => suits(each, queue === '' ? null : queue));
  const measure = shown.find(({ id }) => id === chosen) ?? shown[0];
  return (
    <div className={styles.bar} role="group" aria-label={t('wallboard.add')}>
      <select aria-label={t('measures.of')} value={queue} onChange={(event) => setQueue(event.currentTarget.value)}>
        <option value="">{t('measures.floor')}</option>
        {live.queues.map((each) => (
          <option key={each.queue.id} value={each.queue.id}>
            {each.queue.name}
          </option>
        ))}
      </select>
      <select aria-label={t('alarms.measure')} value={measure?.id} onChange={(event) => setChosen(event.currentTarget.value)}>
        {(['now', 'today', 'agents'] as const).map((group) => (
          <optgroup key={group} label={t(`measures.group.${group}`)}>
            {shown
              .filter((each) => each.group === group)
              .map((each) => (
                <option key={each.id} value={each.id}>
                  {tenantText(each.name, i18n.language)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <button
        type="button"
        disabled={measure === undefined}
        onClick={() =>
          measure && add({ measure: measure.id, queue: queue === '' ? null : (queue as `que_${string}`), width: 1, height: 1 })
        }
      >
        {t('wallboard.add')}
      </button>
    </div>
  );
}
