// All live measures in groups, of the floor or of one queue.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure } from '../../api/floor.ts';
import { Panel } from '../../ui/Panel.tsx';
import { MeasureGrid } from './MeasureGrid.tsx';
import { levelsOf } from './levels.ts';
import styles from './MeasuresPanel.module.css';

const GROUPS: LiveMeasure['group'][] = ['now', 'today', 'agents'];

type MeasuresPanelProps = { live: KpiLive; measures: readonly LiveMeasure[]; alarms: readonly Alarm[]; grown: number };

export function MeasuresPanel({ live, measures, alarms, grown }: MeasuresPanelProps): ReactNode {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const one = live.queues.find(({ queue }) => queue.id === chosen);
  const values = (one ?? live).measures;
  const levels = levelsOf(alarms, one?.queue.id ?? null);
  return (
    <Panel
      title={t('measures.title')}
      aside={
        <select
          className={styles.pick}
          aria-label={t('measures.of')}
          value={one?.queue.id ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          <option value="">{t('measures.floor')}</option>
          {live.queues.map(({ queue }) => (
            <option key={queue.id} value={queue.id}>
              {queue.name}
            </option>
          ))}
        </select>
      }
    >
      <div className={styles.groups}>
        {GROUPS.map((group) => (
          <div key={group}>
            <h3 className={styles.heading}>{t(`measures.group.${group}`)}</h3>
            <MeasureGrid
              label={t(`measures.group.${group}`)}
              measures={measures.filter((each) => each.group === group && each.id in values)}
              values={values}
              grown={grown}
              levels={levels}
            />
            {group === 'agents' && one === undefined && live.breaks.length > 0 ? (
              <p className={styles.breaks}>
                {t('measures.breaks')}{' '}
                {live.breaks.map(({ reason, agents }) => `${reason ?? t('measures.no-reason')} ${agents}`).join(' · ')}
              </p>
            ) : null}
          </div>
        ))}
      </div>
    </Panel>
  );
}
